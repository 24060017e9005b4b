import type { Change, EcgCard } from '../../contract/records.ts';
import { bestMeasures } from './record-row.ts';

/** From here on a difference is more than two measurements of one heart scatter. */
const NOTABLE: Readonly<Record<Change['measure'], number>> = { rate: 15, pr: 30, qrs: 20, qt: 40, qtc: 40, qrsAxis: 30 };

export function changesBetween(before: EcgCard, now: EcgCard): Change[] {
  const [old, fresh] = [bestMeasures(before), bestMeasures(now)];
  return (Object.keys(NOTABLE) as Change['measure'][]).flatMap((measure) => {
    const [a, b] = [old[measure], fresh[measure]];
    return a === null || b === null ? [] : [{ measure, before: a, now: b, isNotable: Math.abs(b - a) >= NOTABLE[measure] }];
  });
}
