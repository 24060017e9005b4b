import type { QuestionnaireItem, QuestionnaireItemEnableWhen, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from '#fhir/types/resources.gen.ts';

export type Answers = ReadonlyMap<string, readonly QuestionnaireResponseItemAnswer[]>;

/** All answers of a response by the `linkId` of their question. */
export function answersOf(items: readonly QuestionnaireResponseItem[] | undefined, found = new Map<string, QuestionnaireResponseItemAnswer[]>()): Answers {
  for (const item of Array.isArray(items) ? items : []) {
    if (typeof item?.linkId !== 'string') continue;
    const answers = Array.isArray(item.answer) ? item.answer : [];
    found.set(item.linkId, [...(found.get(item.linkId) ?? []), ...answers]);
    answersOf(item.item, found);
    for (const answer of answers) answersOf(answer?.item, found);
  }
  return found;
}

/** Whether a question is to be asked (https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen); by default any condition will do. */
export function isEnabled({ enableWhen, enableBehavior }: QuestionnaireItem, answers: Answers): boolean {
  if (!Array.isArray(enableWhen) || enableWhen.length === 0) return true;
  return enableBehavior === 'all' ? enableWhen.every((each) => holds(each, answers)) : enableWhen.some((each) => holds(each, answers));
}

/** The value of a choice: `valueInteger`, `answerDate`. */
export function choiceIn(holder: unknown, name: string): { readonly type: string; readonly value: unknown } | undefined {
  const key = Object.keys(holder ?? {}).find((each) => each.startsWith(name) && /^[A-Z]/.test(each.slice(name.length)));
  return key === undefined ? undefined : { type: key.slice(name.length), value: (holder as Record<string, unknown>)[key] };
}

/** `!=` and `exists` false hold where there is no answer; every other comparison needs one. */
function holds(condition: QuestionnaireItemEnableWhen, answers: Answers): boolean {
  const given = answers.get(condition.question) ?? [];
  const wanted = choiceIn(condition, 'answer');
  if (condition.operator === 'exists') return (given.length > 0) === (wanted?.value === true);
  const isMet = (operator: string): boolean => given.some((each) => compares(choiceIn(each, 'value'), { operator, wanted }));
  return condition.operator === '!=' ? !isMet('=') : isMet(condition.operator);
}

type Choice = ReturnType<typeof choiceIn>;

function compares(given: Choice, { operator, wanted }: { operator: string; wanted: Choice }): boolean {
  if (given === undefined || wanted === undefined) return false;
  const [one, other] = [plain(given), plain(wanted)];
  if (one === undefined || other === undefined || typeof one !== typeof other) return false;
  switch (operator) {
    case '=':
      return one === other;
    case '>':
      return one > other;
    case '<':
      return one < other;
    case '>=':
      return one >= other;
    default:
      return operator === '<=' && one <= other;
  }
}

/** Codings by system and code, quantities by their number, references by their address. */
function plain({ type, value }: { type: string; value: unknown }): string | number | boolean | undefined {
  const held = value as { system?: string; code?: string; value?: number; reference?: string };
  if (type === 'Coding') return `${held.system ?? ''}|${held.code ?? ''}`;
  if (type === 'Quantity') return held.value;
  if (type === 'Reference') return held.reference;
  return typeof value === 'object' ? undefined : (value as string | number | boolean);
}
