import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { checkQuestionnaire as operation } from '../../contract/surveys.ts';
import { readQuestionnaire } from '../rules/surveys/read-questionnaire.ts';

const FINDINGS_MAX = 200;

export async function checkQuestionnaire(_: QueryContext, { text }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { content, findings } = readQuestionnaire(text);
  return { content: content ?? null, findings: findings.slice(0, FINDINGS_MAX) };
}
