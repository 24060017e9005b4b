import type { Sql } from '#platform/database/transaction.ts';
import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Bundle, Questionnaire, QuestionnaireResponse, Resource, ValueSet } from '#fhir/types/resources.gen.ts';
import { findByCanonical } from '../../repository/search.ts';
import { membershipIn, membershipOf, type Membership } from '../../terminology/membership.ts';
import type { IssueList } from '../issues.ts';
import { answersOf } from './enable-when.ts';
import { checkItems } from './item-check.ts';

interface AnswerSources {
  /** Where stored questionnaires are looked up. */
  readonly sql?: Sql;
  readonly isMember?: Membership;
  readonly engine: PathEngine;
}

/** Responses against the questionnaires that they name: contained, in the same bundle, or stored here (https://hl7.org/fhir/R4/questionnaireresponse.html#notes). */
export async function checkAnswers(root: Item, { sql, engine, isMember = membershipIn(sql) }: AnswerSources, list: IssueList): Promise<void> {
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
    await checkItems({ questions: found.item, items: response.item, path }, { answers: answersOf(response.item), isComplete, engine, isMember: besides(valueSetsOf(found, root.value), { sql, isMember }), list });
  }
}

/** The value sets at hand: contained in the questionnaire, by `#id`, and of the same bundle, by their address. */
function valueSetsOf({ contained }: Questionnaire, root: unknown): Map<string, ValueSet> {
  const isValueSet = (each: Resource | null | undefined): each is ValueSet => each?.resourceType === 'ValueSet';
  const inside = (Array.isArray(contained) ? contained : []).filter(isValueSet).map((each) => [`#${each.id}`, each] as const);
  const entries = Array.isArray((root as Bundle).entry) ? ((root as Bundle).entry ?? []) : [];
  return new Map([...entries.map((each) => each?.resource).filter(isValueSet).flatMap((each) => (each.url === undefined ? [] : [[each.url, each] as const])), ...inside]);
}

const besides = (valueSets: ReadonlyMap<string, ValueSet>, { sql, isMember }: { sql: Sql | undefined; isMember: Membership }): Membership => async (address, coding) => {
  const found = valueSets.get(address.split('|')[0]!);
  return found ? membershipOf(sql, found, coding) : isMember(address, coding);
};

function questionnaireIn(root: unknown, { questionnaire, contained }: QuestionnaireResponse): Questionnaire | undefined {
  const inside = Array.isArray(contained) ? contained : [];
  const entries = Array.isArray((root as Bundle).entry) ? ((root as Bundle).entry ?? []) : [];
  const url = questionnaire!.split('|')[0];
  const known = [...inside.filter((each) => questionnaire === `#${each?.id}`), ...entries.flatMap((each) => each?.resource ?? []).filter((each) => (each as Questionnaire).url === url)];
  return known.find((each): each is Questionnaire => each?.resourceType === 'Questionnaire');
}

const storedQuestionnaire = async (sql: Sql | undefined, canonical: string): Promise<Questionnaire | undefined> =>
  sql === undefined || canonical.startsWith('#') ? undefined : findByCanonical(sql, 'Questionnaire', canonical);
