import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { isSafePattern } from '#fhir/fhirpath/safe-pattern.ts';
import { passedLimits } from '#fhir/profiles/limits.ts';
import { literalIn } from '#fhir/types/decimal-json.ts';
import type { Attachment, Coding, ElementDefinition, Extension, QuestionnaireItem, QuestionnaireResponseItemAnswer, Quantity, Reference } from '#fhir/types/resources.gen.ts';
import type { IssueList } from '../issues.ts';
import { choiceIn } from './enable-when.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

/** What R4's own extensions ask of the answers to a question (https://hl7.org/fhir/R4/questionnaire-profiles.html#extensions). */
const valuesOf = ({ extension }: { readonly extension?: Extension[] }, name: string): unknown[] =>
  (Array.isArray(extension) ? extension : []).flatMap((each) => (each?.url === CORE + name ? [choiceIn(each, 'value')?.value] : []).filter((value) => value !== undefined));

const numberOf = (question: QuestionnaireItem, name: string): number | undefined => valuesOf(question, name).find((value): value is number => typeof value === 'number');

interface Place {
  readonly question: QuestionnaireItem;
  readonly at: string;
  readonly list: IssueList;
}

/** How many answers a question has, and which exclude the others. */
export function checkAnswerCount(answers: readonly QuestionnaireResponseItemAnswer[], { question, at, list, isComplete }: Place & { readonly isComplete: boolean }): void {
  const [min, max] = [numberOf(question, 'questionnaire-minOccurs'), numberOf(question, 'questionnaire-maxOccurs')];
  if (isComplete && min !== undefined && answers.length < min) list.error(at, [`此题至少要有 ${min} 个答案。`, `This question has at least ${min} answers.`], 'required');
  if (max !== undefined && answers.length > max) list.error(at, [`此题最多 ${max} 个答案。`, `This question has at most ${max} answers.`]);
  const exclusive = (Array.isArray(question.answerOption) ? question.answerOption : []).filter((each) => each && valuesOf(each, 'questionnaire-optionExclusive').includes(true));
  const isExclusive = (answer: QuestionnaireResponseItemAnswer): boolean => exclusive.some((option) => keyOf(option) === keyOf(answer));
  if (answers.length > 1 && answers.some(isExclusive)) list.error(at, ['其中一个答案不能与其他答案同时选择。', 'One of the answers excludes all others.']);
}

/** Options and answers that are one: codings by system and code, anything else by what it is. */
function keyOf(holder: object): string | undefined {
  const given = choiceIn(holder, 'value');
  const { system, code } = (given?.value ?? {}) as Coding;
  return given && JSON.stringify(given.type === 'Coding' ? [system, code] : [given.type, given.value]);
}

/** What one answer holds. */
export function checkAnswerLimits(answer: QuestionnaireResponseItemAnswer, place: Place, engine: PathEngine): void {
  const given = choiceIn(answer, 'value');
  if (given === undefined) return;
  if (typeof given.value === 'string') checkText(given.value, place);
  if (given.type === 'Decimal') checkPlaces(literalIn(answer, 'valueDecimal') ?? String(given.value), place);
  if (given.type === 'Attachment') checkAttachment(given.value as Attachment, place);
  if (given.type === 'Reference') checkReferred(given.value as Reference, place);
  if (given.type === 'Quantity') checkUnit(given.value as Quantity, place);
  checkRange(given.value, place, engine);
}

function checkText(text: string, { question, at, list }: Place): void {
  const min = numberOf(question, 'minLength');
  if (min !== undefined && text.length < min) list.error(at, [`答案至少要有 ${min} 个字符。`, `The answer has at least ${min} characters.`]);
  for (const pattern of valuesOf(question, 'regex')) {
    if (typeof pattern === 'string' && isSafePattern(pattern) && !isWhole(pattern, text)) list.error(at, [`答案不符合格式 ${pattern}。`, `The answer does not match ${pattern}.`]);
  }
}

/** The whole answer is of the pattern; one that is no pattern asks for nothing. */
function isWhole(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}

function checkPlaces(literal: string, { question, at, list }: Place): void {
  const max = numberOf(question, 'maxDecimalPlaces');
  const places = /\.(\d+)$/.exec(literal)?.[1]?.length ?? 0;
  if (max !== undefined && places > max) list.error(at, [`答案最多 ${max} 位小数。`, `The answer has at most ${max} decimal places.`]);
}

const MEGABYTE = 1024 * 1024;

function checkAttachment({ contentType, data, size }: Attachment, { question, at, list }: Place): void {
  const types = valuesOf(question, 'mimeType');
  const isOther = types.length > 0 && contentType !== undefined && !types.some((type) => contentType.split(';')[0]!.trim().toLowerCase() === String(type).toLowerCase());
  if (isOther) list.error(at, [`附件类型应为 ${types.join('、')}。`, `The attachment is ${types.join(' or ')}.`]);
  const max = numberOf(question, 'maxSize');
  const bytes = typeof data === 'string' ? Buffer.byteLength(data, 'base64') : size;
  if (max !== undefined && bytes !== undefined && bytes > max * MEGABYTE) list.error(at, [`附件不能超过 ${max} MB。`, `The attachment has at most ${max} megabytes.`]);
}

function checkReferred({ reference, type }: Reference, { question, at, list }: Place): void {
  const allowed = valuesOf(question, 'questionnaire-referenceResource');
  const target = type ?? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(reference ?? '')?.[1];
  if (allowed.length > 0 && target !== undefined && !allowed.includes(target)) list.error(at, [`此处只能引用 ${allowed.join('、')}。`, `This refers to ${allowed.join(' or ')}, not to ${target}.`]);
}

function checkUnit({ system, code }: Quantity, { question, at, list }: Place): void {
  const units = valuesOf(question, 'questionnaire-unitOption') as Coding[];
  const isOne = units.some((unit) => unit.code === code && unit.system === system);
  if (units.length > 0 && code !== undefined && !isOne) list.error(at, ['单位不是可选的单位之一。', 'The unit is none of those offered.'], 'code-invalid');
}

function checkRange(value: unknown, { question, at, list }: Place, engine: PathEngine): void {
  const limits = Object.fromEntries(
    (Array.isArray(question.extension) ? question.extension : []).flatMap((each) => {
      const end = each?.url === `${CORE}minValue` ? 'min' : each?.url === `${CORE}maxValue` ? 'max' : undefined;
      const limit = end && choiceIn(each, 'value');
      return limit ? [[`${end}Value${limit.type}`, limit.value]] : [];
    }),
  );
  for (const { end, limit } of passedLimits(value, limits as unknown as ElementDefinition, engine)) {
    list.error(at, end === 'min' ? [`答案不能小于 ${String(limit)}。`, `The answer is at least ${String(limit)}.`] : [`答案不能大于 ${String(limit)}。`, `The answer is at most ${String(limit)}.`]);
  }
}
