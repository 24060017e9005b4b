import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUESTIONNAIRE_TEXT } from '../fixture/schemes.ts';
import { freeWordsOf } from './free-words.ts';
import { readQuestionnaire } from './read-questionnaire.ts';
import { faultsOf, satisfactionOf } from './score-answers.ts';
import { hideSmall } from './small-cells.ts';

const content = readQuestionnaire(QUESTIONNAIRE_TEXT).content!;

describe('a questionnaire', () => {
  it.each([
    ['steps: 5, weight: 2', 'steps: 1, weight: 2', 'shape@7'], ['id: Q2', 'id: Q1', 'double-id@8'], ['score: 100 }', '}', 'half-scored@8'], ['version: 2026.1', 'version: one', 'shape@2'],
  ])('with %s changed to %s is refused at its line', (from, to, place) => {
    expect(QUESTIONNAIRE_TEXT).toContain(from);
    expect(readQuestionnaire(QUESTIONNAIRE_TEXT.replace(from, to)).findings.map(({ code, line }) => `${code}@${line}`)).toContain(place);
  });
  it('scores by weight: 3 of 5 twice and full marks once', () => expect(satisfactionOf(content, { Q1: '3', Q2: 'yes', Q3: 'anything' })).toBe('66.67'));
  it('names what is missing, impossible or foreign', () => expect(faultsOf(content, { Q1: '6', Q9: 'x' }).map(({ path }) => path)).toEqual(['answers.Q9', 'answers.Q1', 'answers.Q2']));
  it('is not confused by names of the language', () => expect(faultsOf(content, JSON.parse('{"Q1":"1","Q2":"no","__proto__":"x"}') as Record<string, string>).map(({ path }) => path)).toEqual(['answers.__proto__']));
});

describe('small cells', () => {
  it.each([[[10, 20], [10, 20]], [[3, 20], [null, null]], [[3, 20, 9], [null, 20, null]], [[0, 20], [0, 20]], [[1, 2, 30], [null, null, null]], [[4], [null]]])('%j is shown as %j', (counts, shown) => expect(hideSmall(counts, 5)).toEqual(shown));
  it('never shows a small one, nor lets it be found by subtraction', () => {
    fc.assert(fc.property(fc.array(fc.nat(40), { maxLength: 8 }), fc.integer({ min: 3, max: 12 }), (counts, min) => {
      const shown = hideSmall(counts, min);
      const hidden = counts.filter((_, index) => shown[index] === null);
      expect(shown.every((count) => count === null || count === 0 || count >= min)).toBe(true);
      if (hidden.length > 0 && counts.filter((count) => count > 0).length > hidden.length) expect(hidden.length > 1 && hidden.reduce((sum, each) => sum + each, 0) >= min).toBe(true);
    }), { numRuns: 500 });
  });
});

describe('free words', () => {
  const write = (...answers: string[]) => answers.map((answer) => ({ questionId: 'Q3', answer }));
  const five = write('不错', '等得久', '  ', 'call 138 0013 8000', '身份证11010519491231002X', 'a.b@example.com 谢谢');
  it('are shown of a closed survey where enough wrote, in an order that tells nothing, without numbers and addresses', () =>
    expect(freeWordsOf(content, five, { cellMin: 5, isClosed: true })).toEqual([{ questionId: 'Q3', count: 5, texts: ['call ＊＊＊', '不错', '等得久', '身份证＊＊＊', '＊＊＊ 谢谢'].sort() }]));
  it.each([[5, false], [6, true]])('stay hidden below %i or while the survey runs (%s)', (cellMin, isClosed) => expect(freeWordsOf(content, five, { cellMin, isClosed })).toEqual([{ questionId: 'Q3', count: null, texts: [] }]));
});
