import { add, divide, exact, multiply, toDecimal, ZERO } from '#platform/kernel/decimal.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { Answers, Question, QuestionnaireContent } from '../../../contract/surveys.ts';

const PLACES = 2;

/** What is missing or wrong in the answers. */
export function faultsOf({ questions }: QuestionnaireContent, answers: Answers): ProblemDetail[] {
  const foreign = Object.keys(answers).filter((id) => !questions.some((question) => question.id === id));
  return [
    ...foreign.map((id) => ({ path: `answers.${id}`, message: { zh: '问卷没有这道题', en: 'There is no such question' } })),
    ...questions.flatMap((question) => {
      const answer = Object.hasOwn(answers, question.id) ? answers[question.id]! : '';
      if (answer === '') return question.required ? [{ path: `answers.${question.id}`, message: { zh: '请回答这道题', en: 'Please answer this question' } }] : [];
      return isPossible(question, answer) ? [] : [{ path: `answers.${question.id}`, message: { zh: '没有这个选项', en: 'There is no such choice' } }];
    }),
  ];
}

function isPossible(question: Question, answer: string): boolean {
  if (question.kind === 'text') return true;
  if (question.kind === 'choice') return question.options.some(({ id }) => id === answer);
  return /^\d{1,2}$/.test(answer) && Number(answer) >= 1 && Number(answer) <= question.steps;
}

/** 0 to 100 with two decimals: the weighted mean of the scored questions that were answered. Null: none was. */
export function satisfactionOf({ questions }: QuestionnaireContent, answers: Answers): string | null {
  let [sum, weights] = [ZERO, ZERO];
  for (const question of questions) {
    const share = question.kind === 'text' || (answers[question.id] ?? '') === '' ? undefined : shareOf(question, answers[question.id]!);
    if (share === undefined || question.kind === 'text') continue;
    sum = add(sum, multiply(share, exact(question.weight)));
    weights = add(weights, exact(question.weight));
  }
  return weights.over === 0n ? null : toDecimal(divide(sum, weights), PLACES);
}

function shareOf(question: Exclude<Question, { kind: 'text' }>, answer: string) {
  if (question.kind === 'scale') return divide(exact((Number(answer) - 1) * 100), exact(question.steps - 1));
  const score = question.options.find(({ id }) => id === answer)?.score;
  return score === undefined ? undefined : exact(score);
}
