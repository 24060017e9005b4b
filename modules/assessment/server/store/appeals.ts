import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listScoreAppeals, listScoreUses, ScoreAppeal, ScoreUse } from '../../contract/runs.ts';
import { anyFilter, equalFilter, instant, plain } from './actions.ts';

const totalAt = (revision: string): string => `(select c.total::text from assessment.score c where c.run_id = a.run_id and c.organisation_id = a.owner_organisation_id and c.revision = ${revision})`;
const COLUMNS = `a.appeal_id as id, a.run_id as "runId", s.title, r.period, a.owner_organisation_id as "organisationId", a.item_id as "itemId", ${plain('a.claimed_value')} as "claimedValue", a.reason, a.evidence, a.filed_by as "filedBy", a.filed_on::text as "filedOn",
  a.answer_until::text as "answerUntil", a.state, ${instant('a.state_since')} as "stateSince", a.decision, a.decided_by as "decidedBy", ${plain('a.granted_value')} as "grantedValue", ${totalAt('a.revision_after - 1')} as "totalBefore", ${totalAt('a.revision_after')} as "totalAfter"`;
const FROM = 'assessment.appeal a join assessment.run r using (run_id) join assessment.scheme s using (scheme_id)';

type NewAppeal = Pick<ScoreAppeal, 'id' | 'runId' | 'organisationId' | 'itemId' | 'claimedValue' | 'reason' | 'evidence' | 'filedBy' | 'filedOn' | 'answerUntil'>;

/** False when there is an open one against the item. */
export async function insertAppeal(sql: Sql, appeal: NewAppeal & { now: Date }): Promise<boolean> {
  return (await sql.execute(
    `insert into assessment.appeal (appeal_id, run_id, owner_organisation_id, item_id, claimed_value, reason, evidence, filed_by, filed_on, answer_until, state, state_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'filed', $11) on conflict (run_id, owner_organisation_id, item_id) where state = 'filed' do nothing`,
    [appeal.id, appeal.runId, appeal.organisationId, appeal.itemId, appeal.claimedValue, appeal.reason, appeal.evidence, appeal.filedBy, appeal.filedOn, appeal.answerUntil, appeal.now],
  )) === 1;
}

export async function findAppeal(sql: Sql, id: string): Promise<ScoreAppeal | undefined> {
  return (await sql.query<ScoreAppeal>(`select ${COLUMNS} from ${FROM} where a.appeal_id = $1`, [id]))[0];
}

export async function lockAppeal(sql: Sql, id: string): Promise<ScoreAppeal | undefined> {
  await sql.query('select appeal_id from assessment.appeal where appeal_id = $1 for update', [id]);
  return findAppeal(sql, id);
}

interface Decision {
  readonly id: string;
  readonly state: ScoreAppeal['state'];
  readonly grantedValue: string | null;
  readonly revisionAfter: number | null;
  readonly decision: string;
  readonly decidedBy: string;
  readonly now: Date;
}

export async function updateAppeal(sql: Sql, { id, state, grantedValue, revisionAfter, decision, decidedBy, now }: Decision): Promise<void> {
  await sql.execute('update assessment.appeal set state = $2, granted_value = $3, revision_after = $4, decision = $5, decided_by = $6, state_since = $7 where appeal_id = $1', [id, state, grantedValue, revisionAfter, decision, decidedBy, now]);
}

export function listAppealRows(sql: Sql, input: InputOf<typeof listScoreAppeals>, scope: ScopeBuilder): Promise<Page<ScoreAppeal>> {
  return listPage<ScoreAppeal>(sql, {
    select: COLUMNS, from: FROM, scope, filters: [...anyFilter('a.state', input.state), ...equalFilter('a.run_id', input.runId)], orderBy: "(a.state = 'filed') desc, a.answer_until, a.appeal_id", limit: input.limit, offset: input.offset,
  });
}

const USE_COLUMNS = `u.use_id as id, u.run_id as "runId", s.title, r.period, u.about_organisation_id as "organisationId", c.total::text as score, u.purpose, u.document_number as "documentNumber", u.about, u.used_on::text as "usedOn", u.recorded_by as "recordedBy", ${instant('u.recorded_at')} as at`;
const USE_FROM = 'assessment.use u join assessment.run r using (run_id) join assessment.scheme s using (scheme_id) join assessment.score c on c.run_id = u.run_id and c.organisation_id = u.about_organisation_id and c.revision = r.revision';

interface NewUse extends Pick<ScoreUse, 'id' | 'runId' | 'organisationId' | 'purpose' | 'documentNumber' | 'about' | 'usedOn'> {
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertUse(sql: Sql, use: NewUse): Promise<void> {
  await sql.execute(
    'insert into assessment.use (use_id, run_id, about_organisation_id, purpose, document_number, about, used_on, owner_organisation_id, recorded_by_id, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [use.id, use.runId, use.organisationId, use.purpose, use.documentNumber, use.about, use.usedOn, use.ownerOrganisationId, use.subject.id, use.subject.name, use.now],
  );
}

export async function findUse(sql: Sql, id: string): Promise<ScoreUse | undefined> {
  return (await sql.query<ScoreUse>(`select ${USE_COLUMNS} from ${USE_FROM} where u.use_id = $1`, [id]))[0];
}

export function listUseRows(sql: Sql, input: InputOf<typeof listScoreUses>, scope: ScopeBuilder): Promise<Page<ScoreUse>> {
  return listPage<ScoreUse>(sql, { select: USE_COLUMNS, from: USE_FROM, scope, filters: [...anyFilter('u.purpose', input.purpose), ...equalFilter('u.run_id', input.runId)], orderBy: 'u.used_on desc, u.use_id', limit: input.limit, offset: input.offset });
}
