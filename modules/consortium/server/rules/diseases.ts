import type { Text } from '#platform/kernel/problem.ts';
import type { DiseaseList, DiseaseRange, DiseaseVerdict } from '../../contract/diseases.ts';
import { JUDGEMENTS, type Direction, type Judgement } from '../../contract/words.ts';

/** Category and subdivision, without the extension of the insurance edition (`x00x002`) and without the manifestation of a dagger pair. */
export function plainIcd10(code: string): string {
  const underlying = code.normalize('NFKC').toUpperCase().split('+')[0]!.replace(/[*\s]/g, '');
  return underlying.replace(/\.?X.*$/, '').replace(/\.$/, '');
}

/** Whether a code lies in `from … until`; the last code covers everything below it (`I10`–`I15` includes I15.9). */
export function inIcd10Range(code: string, { codeFrom, codeUntil }: Pick<DiseaseRange, 'codeFrom' | 'codeUntil'>): boolean {
  const plain = plainIcd10(code);
  const from = plainIcd10(codeFrom);
  const until = plainIcd10(codeUntil);
  return plain >= from && plain.slice(0, until.length) <= until && plain.length >= 3;
}

/** Narrower ranges come first: a subdivision before a category, one category before a block. */
const breadth = (range: DiseaseRange): number =>
  (plainIcd10(range.codeFrom) === plainIcd10(range.codeUntil) ? 0 : 100) - plainIcd10(range.codeFrom).length;

const WANTED: Readonly<Record<Direction, readonly Judgement[]>> = { up: ['refer-up'], down: ['accept-down'], lateral: ['treat'] };
const AGAINST: Readonly<Record<Direction, readonly Judgement[]>> = { up: ['treat', 'accept-down'], down: ['refer-up'], lateral: ['refer-up'] };

/**
 * R008: what the lists say about a diagnosis going `direction`. Upward it is the sender's list, downward and sideways the receiver's. The first list that knows
 * the code decides (an organisation's own list before the list of its level); within a list a range that asks for the direction
 * wins over one that advises against it, then the narrower one. A list advises, it never forbids.
 */
export function judgeDisease(lists: readonly DiseaseList[], icd10: string, direction: Direction): DiseaseVerdict {
  for (const list of lists) {
    const fitting = list.ranges.filter((range) => inIcd10Range(icd10, range)).sort((a, b) => breadth(a) - breadth(b));
    const wanted = fitting.find((range) => WANTED[direction].includes(range.judgement));
    const range = wanted ?? fitting.find((candidate) => AGAINST[direction].includes(candidate.judgement)) ?? fitting[0];
    if (range === undefined) continue;
    return verdictOf({ list, range, icd10, supported: wanted !== undefined });
  }
  const code = plainIcd10(icd10);
  return {
    verdict: 'not-listed', judgement: null, rangeId: null, title: null, condition: null, suggestedDays: null, listName: null,
    reason: {
      zh: `${code} 不在适用的病种清单内，请在转诊理由中说明。`,
      en: `${code} is in none of the disease lists that apply; say why in the reason.`,
    },
  };
}

interface Finding {
  readonly list: DiseaseList;
  readonly range: DiseaseRange;
  readonly icd10: string;
  readonly supported: boolean;
}

function verdictOf({ list, range, icd10, supported }: Finding): DiseaseVerdict {
  return {
    verdict: supported ? 'supported' : 'advised-against',
    judgement: range.judgement,
    rangeId: range.id,
    title: range.title,
    condition: range.condition,
    suggestedDays: range.suggestedDays,
    listName: list.name,
    reason: reasonOf(list, range, icd10),
  };
}

function reasonOf(list: DiseaseList, range: DiseaseRange, icd10: string): Text {
  const span = range.codeFrom === range.codeUntil ? range.codeFrom : `${range.codeFrom}–${range.codeUntil}`;
  const judgement = JUDGEMENTS[range.judgement];
  const days = range.suggestedDays === null ? '' : `，建议 ${range.suggestedDays} 天后下转`;
  const daysEn = range.suggestedDays === null ? '' : `, down after ${range.suggestedDays} days`;
  return {
    zh: `${plainIcd10(icd10)} 属于${range.title}（${span}），《${list.name}》规定：${judgement.zh}${days}${range.condition ? `（${range.condition}）` : ''}。`,
    en: `${plainIcd10(icd10)} is in ${range.title} (${span}); "${list.name}" says: ${judgement.en}${daysEn}${range.condition ? ` (${range.condition})` : ''}.`,
  };
}
