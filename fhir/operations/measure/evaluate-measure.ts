import { isCalendarDate, lastDay } from '#platform/kernel/period.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import { textOf, type OperationInput } from '../operation-input.ts';
import type { MeasureEvaluator } from './evaluator.ts';

/**
 * Measure/$evaluate-measure (https://hl7.org/fhir/R4/measure-operation-evaluate-measure.html), summary reports: `periodStart` and `periodEnd` are days, months or years,
 * `subject` or `reporter` names an Organization.
 */
export async function evaluateMeasureOperation({ subject, sql, clock, audit }: Interaction, input: OperationInput, evaluator: MeasureEvaluator | undefined): Promise<Answer> {
  requireInteraction(subject, 'Measure', 'r');
  requireInteraction(subject, 'MeasureReport', 'r');
  if (!evaluator) throw fhirProblem('fhir.no-measures');
  const reportType = textOf(input, 'reportType') ?? 'summary';
  if (reportType !== 'summary') throw fhirProblem('fhir.search-invalid', [{ path: 'reportType', message: { zh: '只提供 summary', en: 'Only summary is given' } }]);
  const measure = input.id ?? textOf(input, 'measure');
  if (measure === undefined) throw missing('measure');
  const organisationId = organisationOf(input);
  const report = await evaluator(sql, {
    subject, now: clock.now(), measure, from: dayOf(input, 'periodStart', 'first'), until: dayOf(input, 'periodEnd', 'last'), ...(organisationId === undefined ? {} : { organisationId }),
  });
  if (report === undefined) throw fhirProblem('fhir.not-found');
  await audit(subject, { action: 'fhir.evaluate-measure', outcome: 'success', resource: report.measure });
  return { status: 200, body: JSON.stringify(report) };
}

const missing = (path: string) => fhirProblem('fhir.search-invalid', [{ path, message: { zh: '缺少参数', en: 'The parameter is missing' } }]);

/** A day, or the first or last day of a month or year. */
function dayOf(input: OperationInput, name: string, end: 'first' | 'last'): string {
  const text = textOf(input, name);
  if (text === undefined) throw missing(name);
  const [, year, month = end === 'first' ? '01' : '12', day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? [];
  const isMonth = year !== undefined && day === undefined && /^(0[1-9]|1[0-2])$/.test(month);
  const whole = isMonth && end === 'last' ? lastDay(`${year}-${month}`) : `${year}-${month}-${day ?? '01'}`;
  if (year === undefined || !isCalendarDate(whole)) throw fhirProblem('fhir.search-invalid', [{ path: name, message: { zh: '不是日期：应为 2026、2026-03 或 2026-03-31', en: 'No date: 2026, 2026-03 or 2026-03-31' } }]);
  return whole;
}

function organisationOf(input: OperationInput): string | undefined {
  const reference = textOf(input, 'reporter') ?? textOf(input, 'subject');
  if (reference === undefined) return undefined;
  const [, id] = /^(?:Organization\/)?([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (id === undefined) throw fhirProblem('fhir.search-invalid', [{ path: 'subject', message: { zh: '应为 Organization/编号', en: 'Organization/id is expected' } }]);
  return id;
}
