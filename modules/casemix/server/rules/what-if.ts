import type { CaseInput } from './cases/read-case.ts';
import type { RoomGrouper, RoomResult } from './room-grouper.ts';

export interface Alternative {
  readonly zh: string;
  readonly en: string;
  readonly result: RoomResult;
}

const ALTERNATIVES_MAX = 20;

/**
 * What the group would be if an entry of the page stood elsewhere. Only entries that the page has are moved: no code is
 * suggested that the record does not hold, and the doctor decides what was the reason for the stay.
 */
export function whatIf(grouper: RoomGrouper, input: CaseInput): Alternative[] {
  const present = grouper.group(input);
  const swaps = (codes: readonly string[], field: 'diagnoses' | 'procedures', words: { zh: string; en: string }): Alternative[] =>
    codes.slice(1).map((code, index) => ({
      zh: `以 ${code} 为${words.zh}`, en: `${code} as the ${words.en}`,
      result: grouper.group({ ...input, [field]: [code, ...codes.filter((_other, at) => at !== index + 1)] }),
    }));
  const dropped = input.diagnoses.slice(1).map((code, index) => ({
    zh: `不计其他诊断 ${code}`, en: `without the other diagnosis ${code}`, result: grouper.group({ ...input, diagnoses: input.diagnoses.filter((_other, at) => at !== index + 1) }),
  }));
  return [...swaps(input.diagnoses, 'diagnoses', { zh: '主要诊断', en: 'principal diagnosis' }), ...swaps(input.procedures, 'procedures', { zh: '主要手术操作', en: 'main procedure' }), ...dropped]
    .filter(({ result }) => result.group !== present.group || result.status !== present.status)
    .slice(0, ALTERNATIVES_MAX);
}
