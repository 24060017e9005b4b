import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { AssessmentRun, listAssessments, RunState } from '../../contract/runs.ts';
import { anyFilter, instant } from './actions.ts';

const COLUMNS = `r.run_id as id, r.scheme_id as "schemeId", s.code as "schemeCode", s.version as "schemeVersion", s.title, r.period, r.owner_organisation_id as "ownerOrganisationId",
  (select count(*)::int from assessment.run_member m where m.run_id = r.run_id) as members, r.revision, r.state, ${instant('r.state_since')} as "stateSince", r.appeal_until::text as "appealUntil", r.document_number as "documentNumber",
  (select count(*)::int from assessment.appeal a where a.run_id = r.run_id and a.state = 'filed') as "openAppeals"`;
const FROM = 'assessment.run r join assessment.scheme s using (scheme_id)';

export type StoredRun = AssessmentRun & { readonly finalisedById: string | null };

export async function findRun(sql: Sql, id: string): Promise<StoredRun | undefined> {
  return (await sql.query<StoredRun>(`select ${COLUMNS}, r.finalised_by_id as "finalisedById" from ${FROM} where r.run_id = $1`, [id]))[0];
}

/** Locks the assessment for the rest of the transaction. */
export async function lockRun(sql: Sql, id: string): Promise<StoredRun | undefined> {
  await sql.query('select run_id from assessment.run where run_id = $1 for update', [id]);
  return findRun(sql, id);
}

export const withoutPerson = ({ finalisedById: _by, ...run }: StoredRun): AssessmentRun => run;

/** False when the scheme has an assessment of the period that is not cancelled. */
export async function insertRun(sql: Sql, run: { id: string; schemeId: string; period: string; ownerOrganisationId: string; now: Date }): Promise<boolean> {
  return (await sql.execute(
    `insert into assessment.run (run_id, scheme_id, period, owner_organisation_id, state, state_since) values ($1, $2, $3, $4, 'draft', $5) on conflict (scheme_id, period) where state <> 'cancelled' do nothing`,
    [run.id, run.schemeId, run.period, run.ownerOrganisationId, run.now],
  )) === 1;
}

export interface Member {
  readonly organisationId: string;
  readonly groupId: string;
}

export async function insertMembers(sql: Sql, { runId, ownerOrganisationId, members }: { runId: string; ownerOrganisationId: string; members: readonly Member[] }): Promise<void> {
  await sql.execute(
    `insert into assessment.run_member (run_id, organisation_id, group_id, owner_organisation_id) select $1, m."organisationId", m."groupId", $2 from jsonb_to_recordset($3::jsonb) as m("organisationId" text, "groupId" text)`,
    [runId, ownerOrganisationId, JSON.stringify(members)],
  );
}

export function listMembers(sql: Sql, runId: string): Promise<Member[]> {
  return sql.query<Member>('select organisation_id as "organisationId", group_id as "groupId" from assessment.run_member where run_id = $1 order by group_id, organisation_id', [runId]);
}

interface RunStep {
  readonly id: string;
  readonly state: RunState;
  readonly now: Date;
  readonly revision?: number;
  readonly appealUntil?: string;
  readonly documentNumber?: string;
  readonly finalisedById?: string;
}

export async function updateRun(sql: Sql, { id, state, now, revision, appealUntil, documentNumber, finalisedById }: RunStep): Promise<void> {
  await sql.execute(
    `update assessment.run set state_since = case when state = $2 then state_since else $3 end, state = $2, revision = coalesce($4, revision), appeal_until = coalesce($5::date, appeal_until), document_number = coalesce($6, document_number),
       finalised_by_id = coalesce($7, finalised_by_id) where run_id = $1`,
    [id, state, now, revision ?? null, appealUntil ?? null, documentNumber ?? null, finalisedById ?? null],
  );
}

const PUBLISHED = "r.state in ('published', 'final', 'frozen')";

/** Widens the own scope by published assessments in which an organisation of it is a member. */
const runScope = (own: ScopeBuilder): ScopeBuilder => (first) => {
  const { text, values } = own(first);
  if (values.length === 0) return { text, values };
  return { text: `(${text} or (${PUBLISHED} and exists (select 1 from assessment.run_member m where m.run_id = r.run_id and m.organisation_id = any($${first}::text[]))))`, values };
};

export function listRunRows(sql: Sql, input: InputOf<typeof listAssessments>, scope: ScopeBuilder): Promise<Page<AssessmentRun>> {
  return listPage<AssessmentRun>(sql, { select: COLUMNS, from: FROM, scope: runScope(scope), filters: anyFilter('r.state', input.state), orderBy: 'r.state_since desc, r.run_id', limit: input.limit, offset: input.offset });
}
