import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { ReportVersion } from '../../contract/orders.ts';
import type { MeasureField } from '../../contract/reading.ts';

export type Measurement = ReportVersion['measurements'][number];

export interface Measured {
  readonly measurements: readonly Measurement[];
  readonly faults: readonly ProblemDetail[];
}

/** Values by the fields of the template: unknown, missing, doubled and implausible ones are told by place. */
export function measurementsOf(fields: readonly MeasureField[], given: readonly { readonly code: string; readonly value: number }[]): Measured {
  const faults: ProblemDetail[] = [];
  const fault = (path: string, zh: string, en: string): void => void faults.push({ path, message: { zh, en } });
  const known = new Map(fields.map((field) => [field.code, field]));
  const seen = new Set<string>();
  const measurements: Measurement[] = [];
  given.forEach(({ code, value }, index) => {
    const field = known.get(code);
    if (field === undefined) return fault(`measurements.${index}.code`, '模板里没有这一项', 'The template has no such item');
    if (seen.has(code)) return fault(`measurements.${index}.code`, `${field.title}重复`, `${field.title} stands twice`);
    seen.add(code);
    if ((field.least != null && value < field.least) || (field.most != null && value > field.most)) {
      return fault(`measurements.${index}.value`, `${field.title}应在 ${field.least ?? '…'}–${field.most ?? '…'} ${field.unit}`, `${field.title} lies between ${field.least ?? '…'} and ${field.most ?? '…'} ${field.unit}`);
    }
    measurements.push({ code, title: field.title, value, unit: field.unit, low: field.low ?? null, high: field.high ?? null });
  });
  for (const field of fields) if (field.required && !seen.has(field.code)) fault('measurements', `请填写${field.title}`, `Give ${field.title}`);
  return { measurements, faults };
}
