import type { SchemeContent, SchemeItem } from '../../../contract/scheme.ts';
import { periodBefore, yearBefore } from '#platform/kernel/period.ts';
import { leavesOf } from '../scheme/tree.ts';

export interface Required {
  readonly itemId: string;
  /** Undefined: entered by people. */
  readonly indicatorId: string | undefined;
  /** Period that it is compared with. */
  readonly comparedWith: string | undefined;
}

const comparedWith = ({ scoring }: SchemeItem, period: string): string | undefined => {
  if (scoring?.kind !== 'improvement') return undefined;
  return scoring.against === 'year-before' ? yearBefore(period) : periodBefore(period);
};

/** What a member of a group is scored by: items and vetoes. */
export const requiredOf = (scheme: SchemeContent, groupId: string, period: string): Required[] => [
  ...leavesOf(scheme, groupId).map((item) => ({ itemId: item.id, indicatorId: item.source?.kind === 'indicator' ? item.source.indicator : undefined, comparedWith: comparedWith(item, period) })),
  ...scheme.vetoes.map(({ id, source }) => ({ itemId: id, indicatorId: source.kind === 'indicator' ? source.indicator : undefined, comparedWith: undefined })),
];

/** A manual item or veto of the group with its limits; undefined where there is none of that id. */
export function manualOf(scheme: SchemeContent, groupId: string, itemId: string): { min: string | undefined; max: string | undefined } | undefined {
  if (scheme.vetoes.some(({ id, source }) => id === itemId && source.kind === 'manual')) return { min: '0', max: '1' };
  const source = leavesOf(scheme, groupId).find(({ id }) => id === itemId)?.source;
  return source?.kind === 'manual' ? { min: source.min, max: source.max } : undefined;
}
