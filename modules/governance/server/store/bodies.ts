import type { Gate } from '#platform/access/gate.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { GoverningBody } from '../../contract/meetings.ts';

const SEATS = `coalesce((select jsonb_agg(jsonb_build_object('id', s.seat_id, 'holder', s.holder, 'post', s.post, 'organisationId', s.organisation_id, 'accountId', s.account_id, 'isChair', s.is_chair, 'mayVote', s.may_vote,
  'validFrom', s.valid_from::text, 'validUntil', s.valid_until::text) order by s.is_chair desc, s.valid_from, s.seat_id) from governance.seat s where s.body_id = b.body_id), '[]')`;
const COLUMNS = `b.body_id as id, b.name, b.kind, b.owner_organisation_id as "ownerOrganisationId", b.quorum_percent as "quorumPercent", b.majority, b.scope, b.source_id as "sourceId", ${SEATS} as seats`;

/** The bodies of the organisations in scope, and those in which one of them has a seat; some tens. */
export function listBodyRows(sql: Sql, gate: Gate): Promise<GoverningBody[]> {
  const scope = gate.scope({ organisation: ['b.owner_organisation_id', '(select s.organisation_id from governance.seat s where s.body_id = b.body_id and s.organisation_id = any($1::text[]) limit 1)'] })(1);
  return sql.query<GoverningBody>(`select ${COLUMNS} from governance.body b where ${scope.text} order by b.name ->> 'zh', b.body_id limit 500`, scope.values);
}

export async function findBody(sql: Sql, id: string): Promise<GoverningBody | undefined> {
  return (await sql.query<GoverningBody>(`select ${COLUMNS} from governance.body b where b.body_id = $1`, [id]))[0];
}

/** False when the organisation has a body of this name, or one for the same policy. */
export async function insertBody(tx: Transaction, body: Omit<GoverningBody, 'seats'>): Promise<boolean> {
  const made = await tx.query<{ id: string }>(
    `insert into governance.body (body_id, name, kind, quorum_percent, majority, scope, source_id, owner_organisation_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict do nothing returning body_id as id`,
    [body.id, JSON.stringify(body.name), body.kind, body.quorumPercent, body.majority, body.scope, body.sourceId, body.ownerOrganisationId],
  );
  return made.length === 1;
}

export interface NewSeat {
  readonly id: string;
  readonly bodyId: string;
  readonly holder: string;
  readonly post: { readonly zh: string; readonly en: string };
  readonly organisationId: string | null;
  readonly accountId: string | null;
  readonly isChair: boolean;
  readonly mayVote: boolean;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly ownerOrganisationId: string;
}

export async function insertSeat(tx: Transaction, seat: NewSeat): Promise<void> {
  await tx.execute(
    `insert into governance.seat (seat_id, body_id, holder, post, organisation_id, account_id, is_chair, may_vote, valid_from, valid_until, owner_organisation_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [seat.id, seat.bodyId, seat.holder, JSON.stringify(seat.post), seat.organisationId, seat.accountId, seat.isChair, seat.mayVote, seat.validFrom, seat.validUntil, seat.ownerOrganisationId],
  );
}

export async function lockSeat(tx: Transaction, id: string): Promise<{ bodyId: string; ownerOrganisationId: string; validFrom: string } | undefined> {
  return (await tx.query<{ bodyId: string; ownerOrganisationId: string; validFrom: string }>(
    `select body_id as "bodyId", owner_organisation_id as "ownerOrganisationId", valid_from::text as "validFrom" from governance.seat where seat_id = $1 for update`, [id]))[0];
}

export async function endSeat(tx: Transaction, { id, validUntil }: { id: string; validUntil: string }): Promise<void> {
  await tx.execute('update governance.seat set valid_until = $2 where seat_id = $1', [id, validUntil]);
}

export interface ActionEntry {
  readonly id: string;
  readonly itemKind: string;
  readonly itemId: string;
  readonly action: string;
  readonly note?: string | null;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertAction(tx: Transaction, entry: ActionEntry): Promise<void> {
  await tx.execute(
    `insert into governance.action (action_id, item_kind, item_id, action, note, owner_organisation_id, subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [entry.id, entry.itemKind, entry.itemId, entry.action, entry.note ?? null, entry.ownerOrganisationId, entry.subject.id, entry.subject.name, entry.now],
  );
}
