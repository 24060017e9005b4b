import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { Channel, listSurveys, Survey, SurveyKind, SurveyState } from '../../contract/surveys.ts';
import { anyFilter, instant } from './actions.ts';

const COLUMNS = `s.survey_id as id, s.title, s.kind, s.month, s.questionnaire_id as "questionnaireId", q.title as "questionnaireTitle", s.owner_organisation_id as "ownerOrganisationId", s.per_site as "perSite", s.quiet_days as "quietDays",
  s.cell_min as "cellMin", s.channels, s.seed, s.state, ${instant('s.state_since')} as "stateSince", (select count(*)::int from assessment.invitation i where i.survey_id = s.survey_id) as invited,
  (select count(*)::int from assessment.response r where r.survey_id = s.survey_id) as answered`;
const FROM = 'assessment.survey s join assessment.questionnaire q using (questionnaire_id)';

export async function findSurvey(sql: Sql, id: string): Promise<Survey | undefined> {
  return (await sql.query<Survey>(`select ${COLUMNS} from ${FROM} where s.survey_id = $1`, [id]))[0];
}

/** Locks the survey for the rest of the transaction. */
export async function lockSurvey(sql: Sql, id: string): Promise<Survey | undefined> {
  await sql.query('select survey_id from assessment.survey where survey_id = $1 for update', [id]);
  return findSurvey(sql, id);
}

type NewSurvey = Pick<Survey, 'id' | 'title' | 'kind' | 'month' | 'questionnaireId' | 'ownerOrganisationId' | 'perSite' | 'quietDays' | 'cellMin' | 'channels' | 'seed'>;

export async function insertSurvey(sql: Sql, survey: NewSurvey & { now: Date }): Promise<void> {
  await sql.execute(
    `insert into assessment.survey (survey_id, questionnaire_id, title, kind, month, owner_organisation_id, per_site, quiet_days, cell_min, channels, seed, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12)`,
    [survey.id, survey.questionnaireId, survey.title, survey.kind, survey.month, survey.ownerOrganisationId, survey.perSite, survey.quietDays, survey.cellMin, survey.channels, survey.seed, survey.now],
  );
}

export async function updateSurveyState(sql: Sql, { id, state, now }: { id: string; state: SurveyState; now: Date }): Promise<void> {
  await sql.execute('update assessment.survey set state = $2, state_since = $3 where survey_id = $1', [id, state, now]);
}

export function listSurveyRows(sql: Sql, input: InputOf<typeof listSurveys>, scope: ScopeBuilder): Promise<Page<Survey>> {
  return listPage<Survey>(sql, { select: COLUMNS, from: FROM, scope, filters: [...anyFilter('s.state', input.state), ...anyFilter('s.kind', input.kind)], orderBy: 's.state_since desc, s.survey_id', limit: input.limit, offset: input.offset });
}

export interface NewResponse {
  readonly responseId: string;
  readonly surveyId: string;
  readonly organisationId: string;
  readonly channel: Channel;
  readonly answers: Readonly<Record<string, string>>;
  readonly score: string | null;
}

export async function insertResponse(sql: Sql, response: NewResponse): Promise<void> {
  await sql.execute('insert into assessment.response (response_id, survey_id, owner_organisation_id, channel, answers, score) values ($1, $2, $3, $4, $5, $6)', [
    response.responseId, response.surveyId, response.organisationId, response.channel, JSON.stringify(response.answers), response.score,
  ]);
}

export interface Tally {
  readonly organisationId: string;
  readonly channel: Channel;
  readonly answered: number;
  readonly valid: number;
  readonly sum: string;
}

export function tallyResponses(sql: Sql, surveyId: string): Promise<Tally[]> {
  return sql.query<Tally>(
    `select owner_organisation_id as "organisationId", channel, count(*)::int as answered, count(score)::int as valid, coalesce(sum(score), 0)::text as sum from assessment.response where survey_id = $1 group by 1, 2 order by 1, 2`,
    [surveyId],
  );
}

export function tallyAnswers(sql: Sql, surveyId: string, questionIds: readonly string[]): Promise<{ questionId: string; answer: string; count: number }[]> {
  return sql.query(
    `select e.key as "questionId", e.value as answer, count(*)::int as count from assessment.response r, jsonb_each_text(r.answers) e where r.survey_id = $1 and e.key = any($2::text[]) group by 1, 2 order by 1, 2`,
    [surveyId, questionIds],
  );
}

/** Free words of all sites, at most as many as one survey takes answers. */
export function listFreeWords(sql: Sql, surveyId: string, questionIds: readonly string[]): Promise<{ questionId: string; answer: string }[]> {
  return sql.query(
    `select e.key as "questionId", e.value as answer from assessment.response r, jsonb_each_text(r.answers) e where r.survey_id = $1 and e.key = any($2::text[]) order by e.value, e.key limit 20000`,
    [surveyId, questionIds],
  );
}

export interface SiteShare {
  readonly organisationId: string;
  readonly frame: number;
  readonly drawn: number;
}

export function listSurveySites(sql: Sql, surveyId: string): Promise<SiteShare[]> {
  return sql.query<SiteShare>('select organisation_id as "organisationId", frame, drawn from assessment.survey_site where survey_id = $1 order by organisation_id', [surveyId]);
}

/** How many were asked by site and channel: codes handed out, codes taken, calls made; on the portal every invitation counts. */
export function tallyAsked(sql: Sql, surveyId: string): Promise<{ organisationId: string; channel: Channel; asked: number }[]> {
  return sql.query(
    `select "organisationId", channel, sum(asked)::int as asked from (
       select owner_organisation_id as "organisationId", channel, sum(codes) as asked from assessment.code_issue where survey_id = $1 group by 1, 2
       union all
       select owner_organisation_id, channel, count(*) from assessment.invitation where survey_id = $1 and (channel = 'portal' or (channel = 'telephone' and attempts > 0)) group by 1, 2
     ) parts group by 1, 2 order by 1, 2`,
    [surveyId],
  );
}

export interface NewImport {
  readonly organisationId: string;
  readonly kind: SurveyKind;
  readonly month: string;
  readonly mean: string;
  readonly valid: number;
}

/** How many replaced an earlier result. */
export async function upsertImported(sql: Sql, rows: readonly NewImport[], { fileName, ownerOrganisationId, importedBy, now }: { fileName: string; ownerOrganisationId: string; importedBy: string; now: Date }): Promise<number> {
  const written = await sql.query<{ replaced: boolean }>(
    `insert into assessment.imported_result as r (organisation_id, kind, month, mean, valid, file_name, owner_organisation_id, imported_by, recorded_at)
     select i."organisationId", i.kind, i.month, i.mean::numeric, i.valid, $2, $3, $4, $5 from jsonb_to_recordset($1::jsonb) as i("organisationId" text, kind text, month text, mean text, valid integer)
     on conflict (organisation_id, kind, month) do update set mean = excluded.mean, valid = excluded.valid, file_name = excluded.file_name, owner_organisation_id = excluded.owner_organisation_id, imported_by = excluded.imported_by, recorded_at = excluded.recorded_at
     returning xmax <> 0 as replaced`,
    [JSON.stringify(rows), fileName, ownerOrganisationId, importedBy, now],
  );
  return written.filter(({ replaced }) => replaced).length;
}
