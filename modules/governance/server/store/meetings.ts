import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import { quorumOf } from '../rules/votes.ts';
import type { listMeetings, listResolutions, Meeting, MeetingState, Resolution } from '../../contract/meetings.ts';

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const VOTES = `coalesce((select jsonb_agg(jsonb_build_object('seatId', v.seat_id, 'holder', s.holder, 'choice', v.choice, 'at', ${instant('v.recorded_at')}) order by v.recorded_at, v.seat_id)
  from governance.vote v join governance.seat s on s.seat_id = v.seat_id where v.item_id = i.item_id), '[]')`;
const ITEMS = `coalesce((select jsonb_agg(jsonb_build_object('id', i.item_id, 'number', i.number, 'kind', i.kind, 'scope', i.scope, 'title', i.title, 'paper', i.paper, 'proposal', i.proposal, 'branchOpinion', i.branch_opinion,
  'votes', ${VOTES}, 'outcome', i.outcome, 'resolutionNumber', (select r.number from governance.resolution r where r.item_id = i.item_id)) order by i.number) from governance.item i where i.meeting_id = m.meeting_id), '[]')`;
const COLUMNS = `m.meeting_id as id, m.body_id as "bodyId", b.name as "bodyName", m.owner_organisation_id as "ownerOrganisationId", m.title, m.meets_on::text as "meetsOn", m.place, m.state, ${instant('m.state_since')} as "stateSince",
  m.attendance, m.minutes, ${ITEMS} as items, b.quorum_percent as "quorumPercent", (select count(*)::int from governance.seat s where s.body_id = m.body_id and s.may_vote and ${holdsOn('m.meets_on')}) as "votingSeats",
  (select count(*)::int from governance.seat s where s.seat_id = any(m.attendance) and s.may_vote) as "votingPresent"`;
const FROM = 'governance.meeting m join governance.body b on b.body_id = m.body_id';

function holdsOn(day: string): string {
  return `s.valid_from <= ${day} and (s.valid_until is null or s.valid_until >= ${day})`;
}

type Row = Omit<Meeting, 'quorum'> & { readonly quorumPercent: number; readonly votingSeats: number; readonly votingPresent: number };

const meetingOf = ({ quorumPercent, votingSeats, votingPresent, ...meeting }: Row): Meeting => {
  const needed = quorumOf(votingSeats, quorumPercent);
  return { ...meeting, quorum: { seats: votingSeats, needed, present: votingPresent, reached: votingSeats > 0 && votingPresent >= needed } };
};

const READERS = ['m.owner_organisation_id', '(select s.organisation_id from governance.seat s where s.body_id = m.body_id and s.organisation_id = any($1::text[]) limit 1)'] as const;

export async function pageOfMeetings(sql: Sql, gate: Gate, { bodyId, state, limit, offset }: InputOf<typeof listMeetings>): Promise<Page<Meeting>> {
  const page = await listPage<Row>(sql, {
    select: COLUMNS, from: FROM, scope: gate.scope({ organisation: READERS }), orderBy: 'm.meets_on desc, m.meeting_id', limit, offset,
    filters: [...(bodyId === undefined ? [] : [{ text: 'm.body_id = ?', values: [bodyId] }]), ...(state === undefined ? [] : [{ text: 'm.state = ?', values: [state] }])],
  });
  return { ...page, rows: page.rows.map(meetingOf) };
}

export async function findVisibleMeeting(sql: Sql, gate: Gate, id: string): Promise<Meeting | undefined> {
  const scope = gate.scope({ organisation: READERS })(1);
  const [row] = await sql.query<Row>(`select ${COLUMNS} from ${FROM} where ${scope.text} and m.meeting_id = $${scope.values.length + 1}`, [...scope.values, id]);
  return row && meetingOf(row);
}

/** One act on a meeting at a time. */
export async function lockMeeting(tx: Transaction, id: string): Promise<Meeting | undefined> {
  await tx.query('select meeting_id from governance.meeting where meeting_id = $1 for update', [id]);
  const [row] = await tx.query<Row>(`select ${COLUMNS} from ${FROM} where m.meeting_id = $1`, [id]);
  return row && meetingOf(row);
}

export async function meetingOfItem(tx: Transaction, itemId: string): Promise<string | undefined> {
  return (await tx.query<{ id: string }>('select meeting_id as id from governance.item where item_id = $1', [itemId]))[0]?.id;
}

export async function insertMeeting(tx: Transaction, row: { id: string; bodyId: string; title: string; meetsOn: string; place: string | null; ownerOrganisationId: string; now: Date }): Promise<void> {
  await tx.execute(
    `insert into governance.meeting (meeting_id, body_id, title, meets_on, place, state, state_since, owner_organisation_id) values ($1, $2, $3, $4, $5, 'drafted', $6, $7)`,
    [row.id, row.bodyId, row.title, row.meetsOn, row.place, row.now, row.ownerOrganisationId],
  );
}

export async function setMeeting(tx: Transaction, { id, state, attendance, minutes, now }: { id: string; state: MeetingState; attendance?: readonly string[]; minutes?: string; now: Date }): Promise<void> {
  await tx.execute(
    `update governance.meeting set state_since = case when state = $2 then state_since else $3 end, state = $2, attendance = coalesce($4::text[], attendance), minutes = coalesce($5, minutes) where meeting_id = $1`,
    [id, state, now, attendance ?? null, minutes ?? null],
  );
}

export async function insertItem(tx: Transaction, row: { id: string; meetingId: string; kind: string; scope: string; title: string; paper: string; proposal: string; ownerOrganisationId: string }): Promise<void> {
  await tx.execute(
    `insert into governance.item (item_id, meeting_id, number, kind, scope, title, paper, proposal, owner_organisation_id)
     values ($1, $2, (select coalesce(max(number), 0) + 1 from governance.item where meeting_id = $2), $3, $4, $5, $6, $7, $8)`,
    [row.id, row.meetingId, row.kind, row.scope, row.title, row.paper, row.proposal, row.ownerOrganisationId],
  );
}

export async function setItem(tx: Transaction, { id, opinion, outcome }: { id: string; opinion?: string; outcome?: 'adopted' | 'rejected' }): Promise<void> {
  await tx.execute('update governance.item set branch_opinion = coalesce($2, branch_opinion), outcome = coalesce($3, outcome) where item_id = $1', [id, opinion ?? null, outcome ?? null]);
}

/** Seats of the body that hold on the day and are named. */
export async function countHolding(tx: Transaction, { bodyId, seatIds, on }: { bodyId: string; seatIds: readonly string[]; on: string }): Promise<number> {
  const [row] = await tx.query<{ found: number }>(`select count(*)::int as found from governance.seat s where s.body_id = $1 and s.seat_id = any($2::text[]) and ${holdsOn('$3::date')}`, [bodyId, seatIds, on]);
  return row?.found ?? 0;
}

/** False when the seat has no vote or has voted. */
export async function insertVote(tx: Transaction, row: { itemId: string; seatId: string; choice: string; ownerOrganisationId: string; subjectId: string; now: Date }): Promise<boolean> {
  const made = await tx.query<{ id: string }>(
    `insert into governance.vote (item_id, seat_id, choice, owner_organisation_id, subject_id, recorded_at) select $1, s.seat_id, $3, $4, $5, $6 from governance.seat s where s.seat_id = $2 and s.may_vote
     on conflict (item_id, seat_id) do nothing returning seat_id as id`,
    [row.itemId, row.seatId, row.choice, row.ownerOrganisationId, row.subjectId, row.now],
  );
  return made.length === 1;
}

export interface NewResolution {
  readonly id: string;
  readonly itemId: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly bodyId: string;
  readonly bodyName: string;
  readonly adoptedOn: string;
  readonly count: { readonly for: number; readonly against: number; readonly abstain: number };
  readonly tasks: number;
  readonly ownerOrganisationId: string;
}

/** Numbers run within body and year, without a gap: 〔2026〕管委会决议3号. */
export async function insertResolution(tx: Transaction, row: NewResolution): Promise<string> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('governance.resolution|' || $1, 0))", [row.ownerOrganisationId]);
  const [made] = await tx.query<{ number: string }>(
    `insert into governance.resolution (resolution_id, number, item_id, kind, title, text, body_id, adopted_on, for_count, against_count, abstain_count, tasks, owner_organisation_id)
     select $1, '〔' || left($8, 4) || '〕' || $7::text || '决议' || (1 + (select count(*) from governance.resolution r where r.body_id = $6 and left(r.adopted_on::text, 4) = left($8, 4))) || '号',
       $2, $3, $4, $5, $6, $8::date, $9, $10, $11, $12, $13 returning number`,
    [row.id, row.itemId, row.kind, row.title, row.text, row.bodyId, row.bodyName, row.adoptedOn, row.count.for, row.count.against, row.count.abstain, row.tasks, row.ownerOrganisationId],
  );
  return made!.number;
}

const RESOLUTION = `r.resolution_id as id, r.number, r.kind, r.title, r.text, b.name as "bodyName", r.owner_organisation_id as "ownerOrganisationId", r.adopted_on::text as "adoptedOn", r.for_count as "forCount",
  r.against_count as "againstCount", r.abstain_count as "abstainCount", r.tasks`;

export const listResolutionsById = (sql: Sql, ids: readonly string[]): Promise<Resolution[]> =>
  sql.query(`select ${RESOLUTION} from governance.resolution r join governance.body b on b.body_id = r.body_id where r.resolution_id = any($1::text[])`, [ids]);

export const listResolutionsByNumber = (sql: Sql, { number, organisationId }: { number: string; organisationId: string }): Promise<Resolution[]> =>
  sql.query(`select ${RESOLUTION} from governance.resolution r join governance.body b on b.body_id = r.body_id where r.number = $1 and r.owner_organisation_id = $2`, [number, organisationId]);

export function listVisibleResolutionsByNumber(sql: Sql, gate: Gate, number: string): Promise<Resolution[]> {
  const scope = gate.scope({ organisation: ['r.owner_organisation_id'] })(1);
  return sql.query(
    `select ${RESOLUTION} from governance.resolution r join governance.body b on b.body_id = r.body_id where ${scope.text} and r.number = $${scope.values.length + 1} order by r.adopted_on desc, r.resolution_id`, [...scope.values, number],
  );
}

export function pageOfResolutions(sql: Sql, gate: Gate, { kind, limit, offset }: InputOf<typeof listResolutions>): Promise<Page<Resolution>> {
  return listPage<Resolution>(sql, {
    select: RESOLUTION, from: 'governance.resolution r join governance.body b on b.body_id = r.body_id', scope: gate.scope({ organisation: ['r.owner_organisation_id'] }), orderBy: 'r.adopted_on desc, r.resolution_id', limit, offset,
    filters: kind === undefined ? [] : [{ text: 'r.kind = ?', values: [kind] }],
  });
}
