import type { Sql } from '#platform/database/transaction.ts';
import { eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle, Questionnaire, QuestionnaireResponse } from '#fhir/types/resources.gen.ts';
import { findByCanonical } from '../../repository/search.ts';
import { membershipIn, type Membership } from '../../terminology/membership.ts';
import type { IssueList } from '../issues.ts';
import { answersOf } from './enable-when.ts';
import { checkItems } from './item-check.ts';

interface AnswerSources {
  /** Where stored questionnaires are looked up. */
  readonly sql?: Sql;
  readonly isMember?: Membership;
}

/** Responses against the questionnaires that they name: contained, in the same bundle, or stored here (https://hl7.org/fhir/R4/questionnaireresponse.html#notes). */
export async function checkAnswers(root: Item, { sql, isMember = membershipIn(sql) }: AnswerSources, list: IssueList): Promise<void> {
  const responses: { response: QuestionnaireResponse; path: string }[] = [];
  eachItem(root, ({ type, value, path }) => {
    if (type === 'QuestionnaireResponse') responses.push({ response: value as QuestionnaireResponse, path });
  });
  for (const { response, path } of responses) {
    if (typeof response.questionnaire !== 'string') continue;
    const found = questionnaireIn(root.value, response) ?? (await storedQuestionnaire(sql, response.questionnaire));
    if (!found) {
      list.warning(`${path}.questionnaire`, ['没有这份问卷，未按其校验。', 'The questionnaire is not known here, and the answers were not checked by it.']);
      continue;
    }
    // What is not finished may lack answers, and what is withdrawn may lack anything.
    const isComplete = response.status === 'completed' || response.status === 'amended';
    await checkItems({ questions: found.item, items: response.item, path }, { answers: answersOf(response.item), isComplete, isMember, list });
  }
}

function questionnaireIn(root: unknown, { questionnaire, contained }: QuestionnaireResponse): Questionnaire | undefined {
  const inside = Array.isArray(contained) ? contained : [];
  const entries = Array.isArray((root as Bundle).entry) ? ((root as Bundle).entry ?? []) : [];
  const url = questionnaire!.split('|')[0];
  const known = [...inside.filter((each) => questionnaire === `#${each?.id}`), ...entries.flatMap((each) => each?.resource ?? []).filter((each) => (each as Questionnaire).url === url)];
  return known.find((each): each is Questionnaire => each?.resourceType === 'Questionnaire');
}

const storedQuestionnaire = async (sql: Sql | undefined, canonical: string): Promise<Questionnaire | undefined> =>
  sql === undefined || canonical.startsWith('#') ? undefined : findByCanonical(sql, 'Questionnaire', canonical);
