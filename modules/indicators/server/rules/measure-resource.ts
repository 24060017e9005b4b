import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { CodeableConcept, Measure, MeasureReport, MeasureReportGroupPopulation } from '#fhir/types/resources.gen.ts';
import type { Definition } from '../../contract/definition.ts';
import { firstDay, lastDay } from '#platform/kernel/period.ts';
import type { Value } from './value.ts';

const MEASURE = 'https://yigong.dev/fhir/Measure';
/** Amounts are decimals and may pass what the standard's whole number holds. */
const AMOUNT = 'https://yigong.dev/fhir/StructureDefinition/measure-amount';
const INTEGER_MAX = 2_147_483_647;

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] });
const population = (part: 'numerator' | 'denominator'): CodeableConcept => concept('measure-population', part);

const measureAddress = ({ id, version }: Definition): string => `${MEASURE}/${id}|${version}`;

/** Id of a Measure from an id or a canonical address; undefined for another version or another's address. */
export function idOfMeasure(measure: string, find: (id: string) => Definition | undefined): Definition | undefined {
  const [address = '', version] = measure.split('|');
  const definition = find(address.startsWith(`${MEASURE}/`) ? address.slice(MEASURE.length + 1) : address.replace(/^Measure\//, ''));
  return definition === undefined || (version !== undefined && version !== definition.version) ? undefined : definition;
}

/** One indicator as a FHIR Measure (https://hl7.org/fhir/R4/measure.html); criteria are words, as the policies give them. */
export function measureOf(definition: Definition): Measure {
  const { id, name, numerator, denominator, direction, unit, multiplier, filter } = definition;
  const criteria = (text: { zh: string; en: string }) => ({ language: 'text/plain', expression: text.zh, description: text.en });
  return {
    resourceType: 'Measure', id, url: `${MEASURE}/${id}`, version: definition.version, name: `Indicator${id}`, title: name.zh, subtitle: name.en, status: 'active', experimental: false,
    subjectCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Organization' }] }, effectivePeriod: { start: definition.validFrom, ...(definition.validUntil === null ? {} : { end: definition.validUntil }) },
    scoring: concept('measure-scoring', definition.shape === 'text' ? 'cohort' : 'ratio'), rateAggregation: 'sum of numerators / sum of denominators', ...(filter === null ? {} : { guidance: `${filter.zh} ${filter.en}` }),
    ...(direction === 0 ? {} : { improvementNotation: concept('measure-improvement-notation', direction > 0 ? 'increase' : 'decrease') }),
    group: [{ description: `× ${multiplier} ${unit}`, population: [{ code: population('numerator'), criteria: criteria(numerator) }, { code: population('denominator'), criteria: criteria(denominator) }] }],
  };
}

export interface Reported {
  readonly organisationId: string;
  /** Whose part it is; a summary without. */
  readonly personId?: string;
  /** A month, a quarter or a year. */
  readonly period: string;
  readonly value: Value;
  readonly isFrozen: boolean;
  readonly now: Date;
}

const decimalExtension = (amount: string) => parseFhirJson(`[{"url":"${AMOUNT}","valueDecimal":${amount}}]`) as MeasureReportGroupPopulation['extension'] & object;

function amountOf(part: 'numerator' | 'denominator', amount: string | null): MeasureReportGroupPopulation[] {
  if (amount === null) return [];
  const isCount = /^\d+$/.test(amount) && Number(amount) <= INTEGER_MAX;
  return [{ code: population(part), ...(isCount ? { count: Number(amount) } : { extension: decimalExtension(amount) }) }];
}

/** The days of a period. */
const daysOf = (period: string): { start: string; end: string } => ({ start: firstDay(period), end: lastDay(period) });

/** The period that begins and ends on these days, where it is a month, a quarter or a year. */
export function periodOfDays(start: string, end: string): string | undefined {
  const year = start.slice(0, 4);
  const candidates = [year, ...[1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`), start.slice(0, 7)];
  return candidates.find((period) => daysOf(period).start === start && daysOf(period).end === end);
}

/** A summary or individual MeasureReport (https://hl7.org/fhir/R4/measurereport.html); a number that is not computable has no score. */
export function measureReportOf(definition: Definition, { organisationId, personId, period, value, isFrozen, now }: Reported): MeasureReport {
  const populations = [...amountOf('numerator', value.numerator), ...amountOf('denominator', value.denominator)];
  const score = value.value === null ? {} : { measureScore: parseFhirJson(`{"value":${value.value},"unit":${JSON.stringify(definition.unit)}}`) as { value: number; unit: string } };
  return {
    resourceType: 'MeasureReport', status: isFrozen ? 'complete' : 'pending', type: personId === undefined ? 'summary' : 'individual', measure: measureAddress(definition), reporter: { reference: `Organization/${organisationId}` },
    subject: { reference: personId === undefined ? `Organization/${organisationId}` : `Patient/${personId}` }, date: now.toISOString(), period: daysOf(period),
    ...(definition.direction === 0 ? {} : { improvementNotation: concept('measure-improvement-notation', definition.direction > 0 ? 'increase' : 'decrease') }),
    ...(populations.length === 0 ? {} : { group: [{ population: populations, ...score }] }),
  };
}
