import type { WestgardRule } from '../../contract/control.ts';

/** Rounded so that a value that lies on a limit is not thrown over it by the last bit. */
export const zOf = (value: number, { mean, deviation }: { mean: number; deviation: number }): number => Math.round(((value - mean) / deviation) * 1e6) / 1e6;

/** Rules that the last of the values breaks (J. O. Westgard 1981); oldest first, of one lot. 1-2s warns, the others reject. */
export function brokenRules(scores: readonly number[]): WestgardRule[] {
  const last = (count: number): readonly number[] => (scores.length < count ? [] : scores.slice(-count));
  const onOneSide = (values: readonly number[], limit: number): boolean => values.length > 0 && (values.every((z) => z > limit) || values.every((z) => z < -limit));
  const [now] = last(1);
  if (now === undefined) return [];
  const pair = last(2);
  const isWide = pair.length === 2 && Math.max(...pair) > 2 && Math.min(...pair) < -2;
  const rules: (readonly [WestgardRule, boolean])[] = [
    ['1-2s', Math.abs(now) > 2], ['1-3s', Math.abs(now) > 3], ['2-2s', onOneSide(pair, 2)], ['R-4s', isWide], ['4-1s', onOneSide(last(4), 1)], ['10x', onOneSide(last(10), 0)],
  ];
  return rules.flatMap(([rule, isBroken]) => (isBroken ? [rule] : []));
}

export const isOut = (rules: readonly WestgardRule[]): boolean => rules.some((rule) => rule !== '1-2s');

/** ISO 13528: within 2 satisfactory, within 3 questionable. */
export const verdictOf = (z: number): 'satisfactory' | 'questionable' | 'unsatisfactory' => (Math.abs(z) <= 2 ? 'satisfactory' : Math.abs(z) < 3 ? 'questionable' : 'unsatisfactory');
