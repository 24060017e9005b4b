import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import { beyondSight, type Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { Appeal, listAppeals, listRuns, Run } from '../../contract/runs.ts';
import { anyFilter, equalFilter, instant, orderOf, type StateStep } from './columns.ts';

const COLUMNS = `r.run_id as id, r.kind, r.pack_id as "packId", k.version as "packVersion", k.year, r.month, r.owner_organisation_id as "ownerOrganisationId", r.state, ${instant('r.state_since')} as "stateSince",
  r.task_id as "taskId", r.cases_done as "casesDone", r.cases_total as "casesTotal", r.document_number as "documentNumber", r.status, r.missing, r.appeal_until as "appealUntil"`;
const FROM = 'payment.run r join payment.pack k using (pack_id)';
const SORTS = { kind: 'r.kind', year: 'k.year', month: 'r.month', state: 'r.state', stateSince: 'r.state_since', casesTotal: 'r.cases_total' };

export function listRunRows(sql: Sql, input: InputOf<typeof listRuns>, scope: ScopeBuilder): Promise<Page<Run>> {
  return listPage<Run>(sql, {
    select: COLUMNS, from: FROM, scope, filters: [...anyFilter('r.kind', input.kind), ...anyFilter('r.state', input.state)],
    orderBy: orderOf(input.sort, { allowed: SORTS, fallback: 'r.state_since desc', unique: 'r.run_id' }), limit: input.limit, offset: input.offset,
  });
}

export async function findRun(sql: Sql, id: string): Promise<Run | undefined> {
  return (await sql.query<Run>(`select ${COLUMNS} from ${FROM} where r.run_id = $1`, [id]))[0];
}

export async function lockRun(sql: Sql, id: string): Promise<Run | undefined> {
  return (await sql.query<Run>(`select ${COLUMNS} from ${FROM} where r.run_id = $1 for update of r`, [id]))[0];
}

export interface NewRun {
  readonly id: string;
  readonly kind: Run['kind'];
  readonly packId: string;
  readonly month: string | null;
  readonly ownerOrganisationId: string;
  readonly state: Run['state'];
  readonly taskId: string | null;
  readonly casesTotal: number;
  readonly status: Run['status'];
  readonly now: Date;
}

/** False when the period has a run that is not void. */
export async function insertRun(sql: Sql, row: NewRun): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.run (run_id, kind, pack_id, month, owner_organisation_id, state, state_since, task_id, cases_total, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (pack_id, kind, coalesce(month, '')) where state <> 'cancelled' do nothing`,
    [row.id, row.kind, row.packId, row.month, row.ownerOrganisationId, row.state, row.now, row.taskId, row.casesTotal, row.status],
  );
  return written === 1;
}

export async function updateRunState(sql: Sql, step: StateStep & { documentNumber?: string; appealUntil?: string | null; status?: Run['status']; missing?: readonly string[] }): Promise<void> {
  await sql.execute(
    `update payment.run set state = $2, state_since = $3, document_number = coalesce($4, document_number), appeal_until = coalesce($5::date, appeal_until), status = coalesce($6, status), missing = coalesce($7::text[], missing)
     where run_id = $1`,
    [step.id, step.state, step.now, step.documentNumber ?? null, step.appealUntil ?? null, step.status ?? null, step.missing ?? null],
  );
}

export async function updateRunProgress(sql: Sql, id: string, casesDone: number): Promise<void> {
  await sql.execute('update payment.run set cases_done = $2 where run_id = $1', [id, casesDone]);
}

/** Advances confirmed of the year, by institution, as decimal text. */
export function sumAdvances(sql: Sql, packId: string): Promise<{ institution: string; advanced: string }[]> {
  return sql.query(
    `select f.about_organisation_id as institution, sum(f.value::numeric)::text as advanced from payment.run r join payment.figure f on f.item_id = r.run_id
     where r.pack_id = $1 and r.kind = 'advance' and r.state = 'confirmed' and f.name = 'advance' and f.about_organisation_id is not null group by 1 order by 1 limit 5000`,
    [packId],
  );
}

const APPEAL_COLUMNS = `a.appeal_id as id, a.run_id as "runId", a.owner_organisation_id as "organisationId", a.reason, a.claimed_fen as "claimedFen", a.granted_fen as "grantedFen", a.state,
  ${instant('a.state_since')} as "stateSince", a.filed_on as "filedOn", a.answer_until as "answerUntil", a.decision, a.decided_by as "decidedBy"`;

export function listAppealRows(sql: Sql, input: InputOf<typeof listAppeals>, scope: ScopeBuilder): Promise<Page<Appeal>> {
  return listPage<Appeal>(sql, {
    select: APPEAL_COLUMNS, from: 'payment.appeal a', scope, filters: [...anyFilter('a.state', input.state), ...equalFilter('a.run_id', input.runId)],
    orderBy: orderOf(input.sort, { allowed: { organisationId: 'a.owner_organisation_id', claimedFen: 'a.claimed_fen', answerUntil: 'a.answer_until', state: 'a.state' }, fallback: "(a.state = 'filed') desc, a.answer_until", unique: 'a.appeal_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function lockAppeal(sql: Sql, id: string): Promise<Appeal | undefined> {
  return (await sql.query<Appeal>(`select ${APPEAL_COLUMNS} from payment.appeal a where a.appeal_id = $1 for update`, [id]))[0];
}

/** False when the institution has an open appeal against the run. */
export async function insertAppeal(sql: Sql, row: Pick<Appeal, 'id' | 'runId' | 'organisationId' | 'reason' | 'claimedFen' | 'filedOn' | 'answerUntil'> & { now: Date }): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.appeal (appeal_id, run_id, owner_organisation_id, reason, claimed_fen, filed_on, answer_until, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, 'filed', $8)
     on conflict (run_id, owner_organisation_id) where state = 'filed' do nothing`,
    [row.id, row.runId, row.organisationId, row.reason, row.claimedFen, row.filedOn, row.answerUntil, row.now],
  );
  return written === 1;
}

export async function updateAppeal(sql: Sql, step: StateStep & { grantedFen: number; decision: string; decidedBy: string }): Promise<void> {
  await sql.execute('update payment.appeal set state = $2, state_since = $3, granted_fen = $4, decision = $5, decided_by = $6 where appeal_id = $1', [step.id, step.state, step.now, step.grantedFen, step.decision, step.decidedBy]);
}

/** The settlement point value of the year, from its clearing that is not void; institutions open the payment of their own cases with it before the clearing is published. */
export async function findPointValue(sql: Sql, packId: string): Promise<string | undefined> {
  const rows = await beyondSight(sql).query<{ value: string }>(
    `select f.value from payment.run r join payment.figure f on f.item_id = r.run_id
     where r.pack_id = $1 and r.kind = 'clearing' and r.state in ('prepared', 'confirmed') and f.name = 'pointValue' and f.about_organisation_id is null limit 1`,
    [packId],
  );
  return rows[0]?.value;
}

/** Widens the own scope by published runs that hold a number about an institution of it. */
export const runScope = (own: ScopeBuilder): ScopeBuilder => (first) => {
  const { text, values } = own(first);
  if (values.length === 0) return { text, values };
  return { text: `(${text} or (r.state = 'confirmed' and exists (select 1 from payment.figure f where f.item_id = r.run_id and f.about_organisation_id = any($${first}::text[]))))`, values };
};
