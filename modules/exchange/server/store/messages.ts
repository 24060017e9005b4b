import { createHash } from 'node:crypto';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { MESSAGE_BODY } from './sealed-bodies.ts';

export type MessageState = 'received' | 'applied' | 'repeated' | 'failed' | 'dead' | 'queued' | 'sent' | 'set-aside';
export type MessageEvent = MessageState | 'resent';

export interface NewMessage {
  readonly messageId: string;
  readonly organisationId: string | null;
  readonly siteId?: string | null;
  readonly direction: 'in' | 'out';
  readonly channel: 'mllp' | 'file' | 'document' | 'outgoing';
  readonly body: Uint8Array;
  readonly peer: string | null;
  readonly at: Date;
  readonly byId: string;
  readonly head?: MessageHeadline;
}

export interface MessageHeadline {
  readonly format: 'hl7v2' | 'cda' | 'unknown';
  readonly messageType: string | null;
  readonly controlId: string | null;
}

/** Keeps the body (sealed), its state and the first event in one statement: after it nothing can be lost. */
export async function keepMessage(sql: Sql, message: NewMessage): Promise<void> {
  const state = message.direction === 'in' ? 'received' : 'queued';
  await sql.execute(
    `with kept as (
       insert into exchange.message (message_id, owner_organisation_id, direction, channel, body, body_hash, size_bytes, peer, kept_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning message_id, message_no),
     noted as (
       insert into exchange.message_event (message_id, owner_organisation_id, event, at, by_id)
       select message_id, $2, $10, $9, $11 from kept)
     insert into exchange.message_state (message_id, message_no, owner_organisation_id, site_id, direction, channel, state, state_since, kept_at, size_bytes,
       format, message_type, control_id, next_attempt_at)
     select message_id, message_no, $2, $12, $3, $4, $10, $9, $9, $7, $13, $14, $15, case when $3 = 'out' then $9 end from kept`,
    [
      message.messageId, message.organisationId, message.direction, message.channel, await MESSAGE_BODY.seal(sql, message.messageId, message.body), hashOf(message.body), message.body.length, message.peer, message.at, state, message.byId,
      message.siteId ?? null, message.head?.format ?? 'unknown', message.head?.messageType ?? null, message.head?.controlId ?? null,
    ],
  );
}

export const hashOf = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('hex');

export interface LockedMessage {
  readonly messageId: string;
  readonly state: MessageState;
  readonly organisationId: string | null;
  readonly siteId: string | null;
  readonly direction: 'in' | 'out';
  readonly channel: NewMessage['channel'];
  readonly attempts: number;
  readonly answer: string | null;
  readonly resources: number;
  readonly warnings: number;
  readonly messageType: string | null;
  readonly code: string | null;
  readonly place: string | null;
  readonly body: Buffer;
}

/** The message with its body, locked until the end of the transaction; undefined where another one holds it and `skip` is said. */
export async function lockMessage(tx: Transaction, messageId: string, skip = false): Promise<LockedMessage | undefined> {
  const rows = await tx.query<LockedMessage>(
    `select s.message_id as "messageId", s.state, s.owner_organisation_id as "organisationId", s.site_id as "siteId", s.direction, s.channel, s.attempts, s.answer,
       s.resources, s.warnings, s.message_type as "messageType", s.code, s.place, m.body
     from exchange.message_state s join exchange.message m on m.message_id = s.message_id
     where s.message_id = $1 for update of s${skip ? ' skip locked' : ''}`,
    [messageId],
  );
  const [row] = rows;
  return row && { ...row, body: await MESSAGE_BODY.open(tx, messageId, row.body) };
}

export interface StateChange {
  readonly messageId: string;
  readonly state: MessageState;
  /** What is noted, where it is not the state itself. */
  readonly event?: MessageEvent;
  readonly at: Date;
  readonly byId: string;
  readonly organisationId?: string | null;
  readonly siteId?: string | null;
  readonly head?: MessageHeadline;
  readonly attempts?: number;
  readonly nextAttemptAt?: Date | null;
  readonly code?: string | null;
  readonly place?: string | null;
  readonly detail?: string | null;
  readonly answer?: string | null;
  readonly personId?: string | null;
  readonly resources?: number;
  readonly warnings?: number;
  readonly firstMessageId?: string | null;
}

/** Moves a message to a state and notes it; what is not said stays, failures are cleared. */
export async function changeState(sql: Sql, change: StateChange): Promise<void> {
  await sql.execute(
    `with moved as (
       update exchange.message_state set state = $2, state_since = $3, owner_organisation_id = coalesce($4, owner_organisation_id), site_id = coalesce($5, site_id),
         format = coalesce($6, format), message_type = coalesce($7, message_type), control_id = coalesce($8, control_id), attempts = coalesce($9, attempts),
         next_attempt_at = $10, code = $11, place = $12, detail = $13, answer = coalesce($14, answer), person_id = coalesce($15, person_id),
         resources = coalesce($16, resources), warnings = coalesce($17, warnings), first_message_id = coalesce($18, first_message_id)
       where message_id = $1 returning message_id, owner_organisation_id)
     insert into exchange.message_event (message_id, owner_organisation_id, event, at, by_id, code, place, detail)
     select message_id, owner_organisation_id, $19, $3, $20, $11, $12, $13 from moved`,
    [
      change.messageId, change.state, change.at, change.organisationId ?? null, change.siteId ?? null, change.head?.format ?? null, change.head?.messageType ?? null, change.head?.controlId ?? null,
      change.attempts ?? null, change.nextAttemptAt ?? null, change.code ?? null, change.place ?? null, change.detail ?? null, change.answer ?? null, change.personId ?? null,
      change.resources ?? null, change.warnings ?? null, change.firstMessageId ?? null, change.event ?? change.state, change.byId,
    ],
  );
}

export interface TakenNumber {
  readonly siteId: string;
  readonly controlId: string;
  readonly organisationId: string;
  readonly messageId: string;
  readonly contentHash: string;
}

/**
 * Takes the control number for this content, or tells which message had it; waits for another transaction that is just
 * taking it. A number with another content is another message: senders that begin anew at 1 lose nothing.
 */
export async function takeNumber(tx: Transaction, taken: TakenNumber): Promise<{ messageId: string; answer: string | null } | undefined> {
  const inserted = await tx.execute(
    `insert into exchange.taken_number (site_id, control_id, owner_organisation_id, message_id, content_hash) values ($1, $2, $3, $4, $5) on conflict on constraint taken_number_key do nothing`,
    [taken.siteId, taken.controlId, taken.organisationId, taken.messageId, taken.contentHash],
  );
  if (inserted === 1) return undefined;
  const rows = await tx.query<{ messageId: string; answer: string | null }>(
    `select t.message_id as "messageId", s.answer from exchange.taken_number t
     join exchange.message_state s on s.message_id = t.message_id where t.site_id = $1 and t.control_id = $2 and t.content_hash = $3`,
    [taken.siteId, taken.controlId, taken.contentHash],
  );
  return rows[0];
}

/** Messages that wait for this process: kept but not answered (a crash), or failed and due again. */
export async function listDueMessages(sql: Sql, { now, limit }: { now: Date; limit: number }): Promise<string[]> {
  const rows = await sql.query<{ messageId: string }>(
    `select message_id as "messageId" from exchange.message_state
     where direction = 'in' and ((state = 'received' and state_since < $1::timestamptz - interval '20 seconds') or (state = 'failed' and next_attempt_at <= $1))
     order by message_no limit $2`,
    [now, limit],
  );
  return rows.map(({ messageId }) => messageId);
}

/** Systems with something to send. */
export async function listQueuedSites(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ siteId: string }>(
    `select distinct s.site_id as "siteId" from exchange.message_state s join exchange.site on site.site_id = s.site_id
     where s.direction = 'out' and s.state in ('queued', 'failed') and site.is_active and coalesce(s.next_attempt_at, $1) <= $1 limit 200`,
    [now],
  );
  return rows.map(({ siteId }) => siteId);
}

/** The oldest message of a queue, whether due or not: nothing overtakes it. */
export async function findFirstQueued(tx: Transaction, siteId: string): Promise<{ messageId: string; nextAttemptAt: Date | null } | undefined> {
  const rows = await tx.query<{ messageId: string; nextAttemptAt: Date | null }>(
    `select message_id as "messageId", next_attempt_at as "nextAttemptAt" from exchange.message_state
     where site_id = $1 and direction = 'out' and state in ('queued', 'failed') order by message_no limit 1`,
    [siteId],
  );
  return rows[0];
}
