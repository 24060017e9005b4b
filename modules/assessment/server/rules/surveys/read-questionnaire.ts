import { questionnaireContentSchema, type QuestionnaireContent } from '../../../contract/surveys.ts';
import { readText, type Fault, type Place, type ReadText } from '../read-text.ts';

const CHARACTERS_MAX = 200_000;
const fault = (path: Place, code: string, ...[zh, en]: [string, string]): Fault => ({ path, code, message: { zh, en } });

export const readQuestionnaire = (text: string): ReadText<QuestionnaireContent> => readText<QuestionnaireContent>(text, { schema: questionnaireContentSchema, charactersMax: CHARACTERS_MAX, check: checkQuestions });

function checkQuestions({ questions }: QuestionnaireContent): Fault[] {
  const doubles = (list: readonly { id: string }[], at: Place): Fault[] =>
    list.flatMap(({ id }, index) => (list.findIndex((each) => each.id === id) < index ? [fault([...at, index, 'id'], 'double-id', `编号 ${id} 重复`, `the id ${id} stands twice`)] : []));
  const found = doubles(questions, ['questions']);
  questions.forEach((question, index) => {
    if (question.kind !== 'choice') return;
    found.push(...doubles(question.options, ['questions', index, 'options']));
    const scored = question.options.filter(({ score }) => score !== undefined).length;
    if (scored !== 0 && scored !== question.options.length) found.push(fault(['questions', index, 'options'], 'half-scored', '选项须全部给分或全部不给分', 'either all options have a score or none'));
  });
  const isScored = questions.some((question) => question.kind === 'scale' || (question.kind === 'choice' && question.options.some(({ score }) => score !== undefined)));
  return isScored ? found : [...found, fault(['questions'], 'no-score', '没有计分题，无法得出满意度', 'no question has a score: there would be no satisfaction')];
}
