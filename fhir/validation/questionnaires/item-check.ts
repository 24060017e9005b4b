import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import type { Coding, QuestionnaireItem, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from '#fhir/types/resources.gen.ts';
import type { Membership } from '../../terminology/membership.ts';
import type { IssueList } from '../issues.ts';
import { checkAnswerCount, checkAnswerLimits } from './answer-limits.ts';
import { choiceIn, isEnabled, type Answers } from './enable-when.ts';

interface ItemWork {
  readonly answers: Answers;
  /** What is required must be there. */
  readonly isComplete: boolean;
  readonly isMember: Membership;
  readonly engine: PathEngine;
  readonly list: IssueList;
}

interface Level {
  readonly questions: readonly QuestionnaireItem[] | undefined;
  readonly items: readonly QuestionnaireResponseItem[] | undefined;
  readonly path: string;
}

/** Types of the answers to each type of question (https://hl7.org/fhir/R4/valueset-item-type.html). */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  boolean: ['Boolean'], decimal: ['Decimal', 'Integer'], integer: ['Integer'], date: ['Date'], dateTime: ['DateTime'], time: ['Time'], string: ['String'], text: ['String'], url: ['Uri'],
  choice: ['Coding', 'Integer', 'Date', 'Time', 'String', 'Reference'], 'open-choice': ['Coding', 'Integer', 'Date', 'Time', 'String', 'Reference'],
  attachment: ['Attachment'], reference: ['Reference'], quantity: ['Quantity'],
};

/** The items of one level stand in the order of their questions, and answer nothing else. */
export async function checkItems({ questions = [], items, path }: Level, work: ItemWork): Promise<void> {
  const given = Array.isArray(items) ? items : [];
  let last = 0;
  for (const [index, item] of given.entries()) {
    const at = `${path}.item[${index}]`;
    const place = questions.findIndex(({ linkId }) => linkId === item?.linkId);
    if (place < 0) {
      work.list.error(at, [`问卷此处没有题目 ${item?.linkId}。`, `The questionnaire has no item ${item?.linkId} here.`]);
      continue;
    }
    if (place < last) work.list.error(at, ['题目的顺序与问卷不符。', 'The items are not in the order of the questionnaire.']);
    last = Math.max(last, place);
    await checkItem(item, { question: questions[place]!, at }, work);
  }
  for (const question of questions) {
    const count = given.filter((item) => item?.linkId === question.linkId).length;
    if (count > 1 && !(question.type === 'group' && question.repeats === true)) work.list.error(path, [`题目 ${question.linkId} 只能出现一次。`, `The item ${question.linkId} stands here once.`]);
    const isMissing = count === 0 && question.required === true && work.isComplete && isEnabled(question, work.answers);
    if (isMissing) work.list.error(`${path}.item`, [`缺少必答题目 ${question.linkId}。`, `No answer to the required item ${question.linkId}.`], 'required');
  }
}

interface Asked {
  readonly question: QuestionnaireItem;
  readonly at: string;
}

async function checkItem(item: QuestionnaireResponseItem, { question, at }: Asked, work: ItemWork): Promise<void> {
  const { list } = work;
  const answers = Array.isArray(item.answer) ? item.answer : [];
  const isQuestion = question.type !== 'group' && question.type !== 'display';
  if (!isEnabled(question, work.answers)) {
    if (answers.length > 0 || item.item !== undefined) list.error(at, ['此题目不满足启用条件，不应作答。', 'This item is not enabled, but it is answered.']);
    return;
  }
  if (question.type === 'display' && item.item !== undefined) list.error(at, ['说明文字下没有题目。', 'What is only displayed has no items.']);
  if (!isQuestion && answers.length > 0) list.error(at, ['分组和说明文字没有答案。', 'A group or a displayed text has no answer.']);
  if (isQuestion && item.item !== undefined) list.error(at, ['题目下级的题目应写在答案里。', 'Items below a question stand within its answer.']);
  if (question.type === 'group') await checkItems({ questions: question.item, items: item.item, path: at }, work);
  if (!isQuestion) return;
  if (answers.length > 1 && question.repeats !== true) list.error(at, ['此题只能有一个答案。', 'This question has one answer.']);
  if (answers.length === 0 && question.required === true && work.isComplete) list.error(at, ['此题必须作答。', 'This question requires an answer.'], 'required');
  if (answers.length > 0) checkAnswerCount(answers, { question, at, list, isComplete: work.isComplete });
  for (const [index, answer] of answers.entries()) await checkAnswer(answer, { question, at: `${at}.answer[${index}]` }, work);
}

async function checkAnswer(answer: QuestionnaireResponseItemAnswer, { question, at }: Asked, work: ItemWork): Promise<void> {
  const { list } = work;
  const given = choiceIn(answer, 'value');
  const allowed = ANSWERS[question.type] ?? [];
  if (given !== undefined && !allowed.includes(given.type)) {
    list.error(at, [`答案的类型应为 ${allowed.join('、')}。`, `The answer is a ${allowed.join(' or ')}, not a ${given.type}.`]);
    return;
  }
  if (typeof given?.value === 'string' && typeof question.maxLength === 'number' && given.value.length > question.maxLength) {
    list.error(at, [`答案不能超过 ${question.maxLength} 个字符。`, `The answer has at most ${question.maxLength} characters.`]);
  }
  checkAnswerLimits(answer, { question, at, list }, work.engine);
  if (given !== undefined && !(await isOption(given, question, work))) list.error(at, ['答案不是可选的答案之一。', 'The answer is none of the options.'], 'code-invalid');
  await checkItems({ questions: question.item, items: answer?.item, path: at }, work);
}

/** An open choice may be answered in other words, as a text. */
async function isOption({ type, value }: { type: string; value: unknown }, { type: asked, answerOption, answerValueSet }: QuestionnaireItem, { isMember }: ItemWork): Promise<boolean> {
  if (asked === 'open-choice' && (type === 'String' || type !== 'Coding')) return true;
  if (Array.isArray(answerOption) && answerOption.length > 0) return answerOption.some((each) => isSameAnswer({ type, value }, choiceIn(each, 'value')));
  if (typeof answerValueSet !== 'string') return true;
  // The answers of a value set are its codes.
  return type === 'Coding' && (value as Coding | null)?.code !== undefined && (await isMember(answerValueSet, value as Coding)) !== false;
}

function isSameAnswer(given: { type: string; value: unknown }, option: ReturnType<typeof choiceIn>): boolean {
  if (option === undefined || option.type !== given.type) return false;
  const [one, other] = [given.value, option.value] as [Coding, Coding];
  if (given.type === 'Coding') return one?.code === other?.code && one?.system === other?.system;
  return given.type === 'Reference' ? (given.value as { reference?: string }).reference === (option.value as { reference?: string }).reference : given.value === option.value;
}
