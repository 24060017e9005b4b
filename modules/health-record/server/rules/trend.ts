import type { CodeableConcept, Observation, Quantity } from '#fhir/types/resources.gen.ts';
import type { Trend } from '../../contract.ts';
import { wordsOf } from './timeline-item.ts';

export const TREND_POINTS_MAX = 500;

/** The first code of an observation, by which its trend is named. */
export const codeOf = (concept: CodeableConcept | undefined): string => concept?.coding?.[0]?.code ?? concept?.text ?? '';

interface Measured {
  readonly name: string;
  readonly quantity: Quantity;
}

/** The numbers in one observation: its own value, or each component's (blood pressure has two). */
function measuredIn(observation: Observation): Measured[] {
  if (observation.valueQuantity?.value !== undefined) return [{ name: wordsOf(observation.code), quantity: observation.valueQuantity }];
  return (observation.component ?? [])
    .filter((component) => component.valueQuantity?.value !== undefined)
    .map((component) => ({ name: wordsOf(component.code), quantity: component.valueQuantity! }));
}

const observedAt = (observation: Observation): string =>
  observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued ?? '';

/** Codes that can be drawn: at least two observations with numbers. */
export function trendsIn(observations: readonly Observation[]): { code: string; title: string; count: number; lastAt: string }[] {
  const found = new Map<string, { code: string; title: string; count: number; lastAt: string }>();
  for (const observation of observations) {
    const code = codeOf(observation.code);
    if (code === '' || measuredIn(observation).length === 0) continue;
    const at = observedAt(observation);
    const known = found.get(code) ?? { code, title: wordsOf(observation.code), count: 0, lastAt: at };
    found.set(code, { ...known, count: known.count + 1, lastAt: at > known.lastAt ? at : known.lastAt });
  }
  return [...found.values()].filter(({ count }) => count >= 2).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

/**
 * One code over time, a series for each number in it. Values in another unit than the newest one are left out: a chart
 * never mixes mg/dL with mmol/L.
 */
export function trendOf(code: string, observations: readonly { observation: Observation; organisationName: string }[]): Trend {
  const newestFirst = [...observations].sort((a, b) => observedAt(b.observation).localeCompare(observedAt(a.observation)));
  const unit = newestFirst.flatMap(({ observation }) => measuredIn(observation)).map(({ quantity }) => quantity.unit ?? quantity.code ?? '')[0] ?? '';
  const series = new Map<string, Trend['series'][number]>();
  for (const { observation, organisationName } of newestFirst.reverse()) {
    for (const { name, quantity } of measuredIn(observation)) {
      if ((quantity.unit ?? quantity.code ?? '') !== unit) continue;
      const line = series.get(name) ?? { name, points: [] };
      line.points.push({ at: observedAt(observation), value: quantity.value!, organisationName, reference: `Observation/${observation.id}` });
      series.set(name, line);
    }
  }
  const title = wordsOf(observations[0]?.observation.code);
  return { code, title, unit, series: [...series.values()], truncated: observations.length >= TREND_POINTS_MAX };
}
