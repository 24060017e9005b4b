import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { MessageState } from './messages.ts';
import { MESSAGE_BODY } from './sealed-bodies.ts';

export interface LogRow {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly channel: 'mllp' | 'file' | 'document' | 'outgoing';
  readonly organisationId: string | null;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly format: string;
  readonly messageType: string | null;
  readonly controlId: string | null;
  readonly state: MessageState;
  readonly since: Date;
  readonly keptAt: Date;
  readonly sizeBytes: number;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly code: string | null;
  readonly place: string | null;
  readonly detail: string | null;
  readonly resources: number;
  readonly warnings: number;
  readonly firstMessageId: string | null;
}

const COLUMNS = `s.message_id as id, s.direction, s.channel, s.owner_organisation_id as "organisationId", s.site_id as "siteId",
  (select site.name from exchange.site where site.site_id = s.site_id) as "siteName", s.format, s.message_type as "messageType", s.control_id as "controlId", s.state,
  s.state_since as since, s.kept_at as "keptAt", s.size_bytes as "sizeBytes", s.attempts, s.next_attempt_at as "nextAttemptAt", s.code, s.place, s.detail, s.resources, s.warnings,
  s.first_message_id as "firstMessageId"`;

export interface LogQuestion {
  readonly state?: MessageState | readonly MessageState[] | undefined;
  readonly direction?: string | undefined;
  readonly siteId?: string | undefined;
  readonly messageType?: string | undefined;
  readonly controlId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function listLog(sql: Sql, { scope, limit, offset, ...question }: LogQuestion & { scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<LogRow>> {
  return listPage<LogRow>(sql, { select: COLUMNS, from: 'exchange.message_state s', scope, filters: filtersOf(question), orderBy: 's.message_no desc', limit, offset });
}

function filtersOf(question: LogQuestion): Filter[] {
  const given: (Filter | undefined)[] = [
    question.state === undefined ? undefined : { text: 's.state = any(?)', values: [[question.state].flat()] },
    question.direction === undefined ? undefined : { text: 's.direction = ?', values: [question.direction] },
    question.siteId === undefined ? undefined : { text: 's.site_id = ?', values: [question.siteId] },
    question.messageType === undefined ? undefined : { text: 'starts_with(s.message_type, ?)', values: [question.messageType] },
    question.controlId === undefined ? undefined : { text: 's.control_id = ?', values: [question.controlId] },
    question.from === undefined ? undefined : { text: "s.kept_at >= (?::date)::timestamp at time zone 'Asia/Shanghai'", values: [question.from] },
    question.to === undefined ? undefined : { text: "s.kept_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'", values: [question.to] },
  ];
  return given.filter((filter) => filter !== undefined);
}

/** A message that the asker may see; without its body. */
export async function findLogRow(sql: Sql, id: string, scope: ScopeBuilder): Promise<(LogRow & { answer: string | null; peer: string | null; bodyHash: string }) | undefined> {
  const condition = scope(2);
  const rows = await sql.query<LogRow & { answer: string | null; peer: string | null; bodyHash: string }>(
    `select ${COLUMNS}, s.answer, m.peer, m.body_hash as "bodyHash" from exchange.message_state s join exchange.message m on m.message_id = s.message_id
     where s.message_id = $1 and ${condition.text}`,
    [id, ...condition.values],
  );
  return rows[0];
}

export async function readBody(sql: Sql, id: string): Promise<Buffer | undefined> {
  const [row] = await sql.query<{ body: Buffer }>('select body from exchange.message where message_id = $1', [id]);
  return row && MESSAGE_BODY.open(sql, id, row.body);
}

export const findPersonOf = async (sql: Sql, id: string): Promise<string | null> =>
  (await sql.query<{ personId: string | null }>('select person_id as "personId" from exchange.message_state where message_id = $1', [id]))[0]?.personId ?? null;

export interface EventRow {
  readonly event: string;
  readonly at: Date;
  readonly byId: string;
  readonly code: string | null;
  readonly place: string | null;
  readonly detail: string | null;
}

export const listMessageEvents = (sql: Sql, id: string): Promise<EventRow[]> =>
  sql.query('select event, at, by_id as "byId", code, place, detail from exchange.message_event where message_id = $1 order by event_no limit 500', [id]);

export async function countStates(sql: Sql, scope: ScopeBuilder): Promise<Record<string, number>> {
  const condition = scope(1);
  const rows = await sql.query<{ state: string; total: number }>(`select s.state, count(*) as total from exchange.message_state s where ${condition.text} group by s.state`, [...condition.values]);
  return Object.fromEntries(rows.map(({ state, total }) => [state, total]));
}

/** Messages that have waited for longer than they should. */
export async function countStuck(sql: Sql, { scope, before }: { scope: ScopeBuilder; before: Date }): Promise<{ total: number; oldest: Date | null }> {
  const condition = scope(2);
  const rows = await sql.query<{ total: number; oldest: Date | null }>(
    `select count(*) as total, min(s.kept_at) as oldest from exchange.message_state s where s.state in ('received', 'failed', 'queued') and s.kept_at < $1 and ${condition.text}`,
    [before, ...condition.values],
  );
  return rows[0] ?? { total: 0, oldest: null };
}

export interface RerunQuestion {
  readonly ids?: readonly string[] | undefined;
  readonly state?: string | undefined;
  readonly siteId?: string | undefined;
  readonly messageType?: string | undefined;
}

const RERUN_MAX = 10_000;

/** Failed and dead messages of the asker; at most ten thousand at once, oldest first. */
export async function listRerunnable(sql: Sql, { scope, ...question }: RerunQuestion & { scope: ScopeBuilder }): Promise<{ id: string; direction: 'in' | 'out'; organisationId: string | null }[]> {
  const condition = scope(5);
  return sql.query(
    `select s.message_id as id, s.direction, s.owner_organisation_id as "organisationId" from exchange.message_state s
     where s.state in ('failed', 'dead') and ($1::text[] is null or s.message_id = any($1)) and ($2::text is null or s.state = $2) and ($3::text is null or s.site_id = $3)
       and ($4::text is null or starts_with(s.message_type, $4)) and ${condition.text}
     order by s.message_no limit ${RERUN_MAX} for update of s skip locked`,
    [question.ids ?? null, question.state ?? null, question.siteId ?? null, question.messageType ?? null, ...condition.values],
  );
}

/** Puts messages back to be taken up within a second or two, in their order. */
export async function askAgain(sql: Sql, { ids, at, byId }: { ids: readonly string[]; at: Date; byId: string }): Promise<void> {
  await sql.execute(
    `with moved as (
       update exchange.message_state set state = case when direction = 'out' then 'queued' else 'failed' end, state_since = $2, next_attempt_at = $2, attempts = 0
       where message_id = any($1::text[]) returning message_id, owner_organisation_id)
     insert into exchange.message_event (message_id, owner_organisation_id, event, at, by_id) select message_id, owner_organisation_id, 'resent', $2, $3 from moved`,
    [ids, at, byId],
  );
}

/** Sites with a message that was applied or sent since. */
export async function listConnections(sql: Sql, { scope, since }: { scope: ScopeBuilder; since: Date }): Promise<{ organisationId: string; isConnected: boolean }[]> {
  const condition = scope(2);
  return sql.query(
    `select site.owner_organisation_id as "organisationId", bool_or(exists (select 1 from exchange.message_state s where s.site_id = site.site_id and s.state in ('applied', 'sent') and s.kept_at >= $1)) as "isConnected"
     from exchange.site where site.is_active and ${condition.text} group by site.owner_organisation_id`,
    [since, ...condition.values],
  );
}
