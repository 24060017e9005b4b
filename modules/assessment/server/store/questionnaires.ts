import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listQuestionnaires, Questionnaire, QuestionnaireContent } from '../../contract/surveys.ts';
import { anyFilter, instant } from './actions.ts';

const COLUMNS = `questionnaire_id as id, code, version, title, kind, owner_organisation_id as "ownerOrganisationId", jsonb_array_length(content -> 'questions') as questions, state, ${instant('state_since')} as "stateSince"`;

export type StoredQuestionnaire = Questionnaire & { readonly content: QuestionnaireContent };

export async function findQuestionnaire(sql: Sql, id: string): Promise<StoredQuestionnaire | undefined> {
  return (await sql.query<StoredQuestionnaire>(`select ${COLUMNS}, content from assessment.questionnaire where questionnaire_id = $1`, [id]))[0];
}

export async function lockQuestionnaire(sql: Sql, id: string): Promise<StoredQuestionnaire | undefined> {
  return (await sql.query<StoredQuestionnaire>(`select ${COLUMNS}, content from assessment.questionnaire where questionnaire_id = $1 for update`, [id]))[0];
}

export const withoutQuestions = ({ content: _content, ...questionnaire }: StoredQuestionnaire): Questionnaire => questionnaire;

/** False when the version is taken. */
export async function insertQuestionnaire(sql: Sql, { id, content, ownerOrganisationId, now }: { id: string; content: QuestionnaireContent; ownerOrganisationId: string; now: Date }): Promise<boolean> {
  return (await sql.execute(
    `insert into assessment.questionnaire (questionnaire_id, code, version, title, kind, owner_organisation_id, content, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8)
     on conflict on constraint questionnaire_version_once do nothing`,
    [id, content.code, content.version, JSON.stringify(content.title), content.kind, ownerOrganisationId, JSON.stringify(content), now],
  )) === 1;
}

export async function updateQuestionnaireState(sql: Sql, { id, state, now }: { id: string; state: Questionnaire['state']; now: Date }): Promise<void> {
  await sql.execute('update assessment.questionnaire set state = $2, state_since = $3 where questionnaire_id = $1', [id, state, now]);
}

export function listQuestionnaireRows(sql: Sql, input: InputOf<typeof listQuestionnaires>, scope: ScopeBuilder): Promise<Page<Questionnaire>> {
  return listPage<Questionnaire>(sql, { select: COLUMNS, from: 'assessment.questionnaire', scope, filters: anyFilter('state', input.state), orderBy: 'state_since desc, questionnaire_id', limit: input.limit, offset: input.offset });
}
