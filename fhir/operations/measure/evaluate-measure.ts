import { isCalendarDate, lastDay } from '#platform/kernel/period.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import { textOf, type OperationInput } from '../operation-input.ts';
import { groundOf } from '../../interactions/ground.ts';
import { NOT_OF_PERSONS, type MeasureEvaluator } from './evaluator.ts';

/**
 * Measure/$evaluate-measure (https://hl7.org/fhir/R4/measure-operation-evaluate-measure.html): `periodStart` and `periodEnd` are days, months or years.
 * `subject` or `reporter` names an Organization for a summary; a Patient as `subject` asks for the report of this person, within the organisation of `reporter`.
 */
export async function evaluateMeasureOperation(interaction: Interaction, input: OperationInput, evaluator: MeasureEvaluator | undefined): Promise<Answer> {
  const { subject, sql, clock, audit } = interaction;
  requireInteraction(subject, 'Measure', 'r');
  requireInteraction(subject, 'MeasureReport', 'r');
  if (!evaluator) throw fhirProblem('fhir.no-measures');
  const { personId, organisationId } = subjectsOf(input);
  const measure = input.id ?? textOf(input, 'measure');
  if (measure === undefined) throw missing('measure');
  const report = await evaluator(sql, {
    subject, now: clock.now(), measure, from: dayOf(input, 'periodStart', 'first'), until: dayOf(input, 'periodEnd', 'last'), ...(organisationId === undefined ? {} : { organisationId }), ...(personId === undefined ? {} : { personId }),
  });
  if (report === undefined) throw fhirProblem('fhir.not-found');
  if (report === NOT_OF_PERSONS) throw fhirProblem('fhir.search-invalid', [{ path: 'subject', message: { zh: '该指标不是由个人数据汇总的', en: 'The measure is not added up from persons' } }]);
  await audit(subject, { action: 'fhir.evaluate-measure', outcome: 'success', resource: report.measure, ...(personId === undefined ? {} : { personId, basis: await groundOf(interaction, personId) }) });
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

/** Codes of `reportType`, by what R4 calls them there and in MeasureReport.type. */
const OF_PERSON = ['subject', 'individual'];
const OF_ORGANISATION = ['population', 'summary'];

function subjectsOf(input: OperationInput): { personId?: string; organisationId?: string } {
  const [subject, reporter, reportType] = ['subject', 'reporter', 'reportType'].map((name) => textOf(input, name));
  const isOfPerson = subject?.startsWith('Patient/') === true || (reportType !== undefined && OF_PERSON.includes(reportType));
  if (reportType !== undefined && !(isOfPerson ? OF_PERSON : OF_ORGANISATION).includes(reportType)) throw invalid('reportType', '个人为 subject，机构为 population；不提供 subject-list', 'subject of a Patient, population of an Organization; subject-list is not given');
  if (!isOfPerson) return organisationOf('subject', reporter ?? subject);
  const [, personId] = /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(subject ?? '') ?? [];
  if (personId === undefined) throw invalid('subject', '应为 Patient/编号', 'Patient/id is expected');
  return { personId, ...organisationOf('reporter', reporter) };
}

function organisationOf(path: string, reference: string | undefined): { organisationId?: string } {
  if (reference === undefined) return {};
  const [, organisationId] = /^(?:Organization\/)?([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (organisationId === undefined) throw invalid(path, '应为 Organization/编号', 'Organization/id is expected');
  return { organisationId };
}

const invalid = (path: string, zh: string, en: string) => fhirProblem('fhir.search-invalid', [{ path, message: { zh, en } }]);
