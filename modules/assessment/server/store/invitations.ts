import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Channel, SurveyCall } from '../../contract/surveys.ts';

/** Never asked: who refused, and who was drawn for any survey since a day. */
export async function listQuietPersons(sql: Sql, since: string): Promise<string[]> {
  const rows = await sql.query<{ personId: string }>(
    `select person_id as "personId" from assessment.refusal where refuses union select person_id from assessment.invitation where asked_on >= $1::date`,
    [since],
  );
  return rows.map(({ personId }) => personId);
}

/** Draws of surveys take turns, so that two of them cannot ask the same person at once. */
export async function lockDraws(sql: Sql): Promise<void> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended('assessment.draw', 0))", []);
}

export interface NewInvitation {
  readonly id: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly channel: Channel;
}

export async function insertInvitations(sql: Sql, { surveyId, askedOn, rows }: { surveyId: string; askedOn: string; rows: readonly NewInvitation[] }): Promise<void> {
  await sql.execute(
    `insert into assessment.invitation (invitation_id, survey_id, person_id, owner_organisation_id, channel, asked_on, state)
     select i.id, $1, i."personId", i."organisationId", i.channel, $2::date, 'drawn' from jsonb_to_recordset($3::jsonb) as i(id text, "personId" text, "organisationId" text, channel text)`,
    [surveyId, askedOn, JSON.stringify(rows)],
  );
}

export async function insertSites(sql: Sql, { surveyId, ownerOrganisationId, sites }: { surveyId: string; ownerOrganisationId: string; sites: readonly { organisationId: string; frame: number; drawn: number }[] }): Promise<void> {
  await sql.execute(
    `insert into assessment.survey_site (survey_id, organisation_id, frame, drawn, owner_organisation_id) select $1, i."organisationId", i.frame, i.drawn, $2 from jsonb_to_recordset($3::jsonb) as i("organisationId" text, frame integer, drawn integer)`,
    [surveyId, ownerOrganisationId, JSON.stringify(sites)],
  );
}

const CALL = 'invitation_id as id, survey_id as "surveyId", person_id as "personId", owner_organisation_id as "organisationId", attempts, state';

export async function lockInvitation(sql: Sql, id: string): Promise<(SurveyCall & { channel: Channel }) | undefined> {
  return (await sql.query<SurveyCall & { channel: Channel }>(`select ${CALL}, channel from assessment.invitation where invitation_id = $1 for update`, [id]))[0];
}

export async function findOwnInvitation(sql: Sql, { surveyId, personId }: { surveyId: string; personId: string }): Promise<(SurveyCall & { channel: Channel }) | undefined> {
  return (await sql.query<SurveyCall & { channel: Channel }>(`select ${CALL}, channel from assessment.invitation where survey_id = $1 and person_id = $2 for update`, [surveyId, personId]))[0];
}

export async function updateInvitation(sql: Sql, { id, state, channel, attempts }: { id: string; state: SurveyCall['state']; channel: Channel; attempts: number }): Promise<void> {
  await sql.execute('update assessment.invitation set state = $2, channel = $3, attempts = $4 where invitation_id = $1', [id, state, channel, attempts]);
}

/** Those to be called first who were called least. */
export function listCallRows(sql: Sql, input: { id: string; limit: number; offset: number }, scope: ScopeBuilder): Promise<Page<SurveyCall>> {
  return listPage<SurveyCall>(sql, {
    select: CALL, from: 'assessment.invitation', scope, filters: [{ text: "survey_id = ? and channel = 'telephone' and state = 'drawn'", values: [input.id] }], orderBy: 'attempts, invitation_id', limit: input.limit, offset: input.offset,
  });
}

export function listOwnOpen(sql: Sql, personId: string): Promise<{ id: string; title: string; kind: 'outpatient' | 'inpatient' | 'staff'; organisationId: string }[]> {
  return sql.query(
    `select s.survey_id as id, s.title, s.kind, i.owner_organisation_id as "organisationId" from assessment.invitation i join assessment.survey s using (survey_id)
     where i.person_id = $1 and i.state = 'drawn' and s.state = 'open' order by s.survey_id limit 50`,
    [personId],
  );
}

export async function isRefusing(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.query('select 1 from assessment.refusal where person_id = $1 and refuses', [personId])).length > 0;
}

export async function upsertRefusal(sql: Sql, { personId, refuses, now }: { personId: string; refuses: boolean; now: Date }): Promise<void> {
  await sql.execute('insert into assessment.refusal (person_id, refuses, said_at) values ($1, $2, $3) on conflict (person_id) do update set refuses = excluded.refuses, said_at = excluded.said_at', [personId, refuses, now]);
}

/** Paper invitations of a site and codes handed out for them. */
export async function countPaper(sql: Sql, surveyId: string, organisationId: string): Promise<{ drawn: number; issued: number }> {
  const rows = await sql.query<{ drawn: number; issued: number }>(
    `select (select count(*)::int from assessment.invitation where survey_id = $1 and owner_organisation_id = $2 and channel = 'paper') as drawn,
       (select coalesce(sum(codes), 0)::int from assessment.code_issue where survey_id = $1 and owner_organisation_id = $2 and channel = 'paper') as issued`,
    [surveyId, organisationId],
  );
  return rows[0] ?? { drawn: 0, issued: 0 };
}

interface Ballots {
  readonly surveyId: string;
  readonly organisationId: string;
  readonly channel: Channel;
  readonly digests: readonly string[];
}

export async function insertBallots(sql: Sql, { surveyId, organisationId, channel, digests }: Ballots): Promise<void> {
  await sql.execute('insert into assessment.ballot (code_digest, survey_id, owner_organisation_id, channel) select digest, $2, $3, $4 from unnest($1::text[]) digest', [digests, surveyId, organisationId, channel]);
}

export async function insertCodeIssue(sql: Sql, { id, surveyId, organisationId, channel, codes }: { id: string; surveyId: string; organisationId: string; channel: Channel; codes: number }): Promise<void> {
  await sql.execute('insert into assessment.code_issue (code_issue_id, survey_id, owner_organisation_id, channel, codes) values ($1, $2, $3, $4, $5)', [id, surveyId, organisationId, channel, codes]);
}

export interface Ballot {
  readonly surveyId: string;
  readonly organisationId: string;
  readonly channel: Channel;
}

const BALLOT = 'survey_id as "surveyId", owner_organisation_id as "organisationId", channel';

export async function findBallot(sql: Sql, digest: string): Promise<Ballot | undefined> {
  return (await sql.query<Ballot>(`select ${BALLOT} from assessment.ballot where code_digest = $1`, [digest]))[0];
}

/** Takes the code out of the box: of two that come at once, one gets it. */
export async function deleteBallot(sql: Sql, digest: string): Promise<Ballot | undefined> {
  return (await sql.query<Ballot>(`delete from assessment.ballot where code_digest = $1 returning ${BALLOT}`, [digest]))[0];
}
