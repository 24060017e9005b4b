import type { QuestionnaireContent } from '../../../contract/surveys.ts';

export interface FreeWords {
  readonly questionId: string;
  /** Null where too few wrote anything. */
  readonly count: number | null;
  readonly texts: readonly string[];
}

/** Runs of figures as telephones, card and record numbers have them, with what stands between. */
const NUMBERS = /\d(?:[ -]?\d){4,}[Xx]?/g;
const ADDRESSES = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * What was written in free words: of a closed survey only, of all sites together, where at least as many wrote as a result needs; figures that could be somebody's are
 * blotted out, and the order is that of the letters, which tells nothing of who came when.
 */
export function freeWordsOf({ questions }: QuestionnaireContent, given: readonly { questionId: string; answer: string }[], { cellMin, isClosed }: { cellMin: number; isClosed: boolean }): FreeWords[] {
  return questions.filter(({ kind }) => kind === 'text').map(({ id }) => {
    const texts = given.filter(({ questionId }) => questionId === id).map(({ answer }) => answer.normalize('NFKC').replace(ADDRESSES, '＊＊＊').replace(NUMBERS, '＊＊＊').trim()).filter((text) => text !== '').sort();
    const isShown = isClosed && texts.length >= cellMin;
    return { questionId: id, count: isShown ? texts.length : null, texts: isShown ? texts : [] };
  });
}
