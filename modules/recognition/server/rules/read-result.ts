import type { CodeableConcept, DiagnosticReport, ImagingStudy, Observation, Reference, Resource } from '#fhir/types/resources.gen.ts';

/** What recognition needs of a report or an observation. */
export interface FoundResult {
  readonly reference: string;
  readonly title: string;
  readonly codes: readonly Coded[];
  readonly at: Date | null;
  readonly atText: string;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly conclusion: string | null;
  readonly value: string | null;
  readonly studyUid: string | null;
  /** Observation that holds the waveforms. */
  readonly ecgId: string | null;
  /** What was seen, where the report says it in words. */
  readonly findings: string | null;
  /** The results of a report, item by item. */
  readonly values: readonly ResultValue[];
}
export interface ResultValue {
  readonly name: string;
  readonly value: string;
  readonly flag: string | null;
}
export interface Coded {
  readonly system: string | null;
  readonly code: string;
}

const EKG_STUDY = '11524-6';
const FINDINGS = '59776-5';
const VALUES_MAX = 60;
const VALID: readonly string[] = ['final', 'amended', 'corrected', 'appended'];

/** Reports and observations that are final; an image study lends its pictures to the report it belongs to. */
export function readResults(resources: readonly Resource[]): FoundResult[] {
  const studies = resources.filter((each): each is ImagingStudy => each.resourceType === 'ImagingStudy');
  const observations = new Map(resources.flatMap((each) => (each.resourceType === 'Observation' ? [[`Observation/${each.id ?? ''}`, each] as const] : [])));
  return resources.flatMap((resource) => {
    if (resource.resourceType === 'DiagnosticReport' && VALID.includes(resource.status)) return [reportOf(resource, studies, observations)];
    return resource.resourceType === 'Observation' && VALID.includes(resource.status) ? [observationOf(resource)] : [];
  });
}

const codesOf = (concept: CodeableConcept | undefined): Coded[] => (concept?.coding ?? []).flatMap(({ system, code }) => (code === undefined ? [] : [{ system: system ?? null, code }]));
const textOf = (concept: CodeableConcept | undefined): string => concept?.text ?? concept?.coding?.[0]?.display ?? concept?.coding?.[0]?.code ?? '';
const placeOf = (performers: readonly Reference[] | undefined): Pick<FoundResult, 'organisationId' | 'organisationName'> => {
  const place = performers?.find(({ reference }) => reference?.startsWith('Organization/'));
  return { organisationId: place?.reference?.split('/')[1] ?? null, organisationName: place?.display ?? null };
};
const timeOf = (text: string | undefined): Pick<FoundResult, 'at' | 'atText'> => {
  // A day without an hour begins in China.
  const at = text === undefined ? null : new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
  return { at: at === null || Number.isNaN(at.getTime()) ? null : at, atText: text ?? '' };
};

function reportOf(report: DiagnosticReport, studies: readonly ImagingStudy[], observations: ReadonlyMap<string, Observation>): FoundResult {
  const parts = (report.result ?? []).flatMap(({ reference }) => observations.get(reference ?? '') ?? []);
  const findings = parts.find(({ code }) => codesOf(code).some((each) => each.code === FINDINGS));
  return {
    reference: `DiagnosticReport/${report.id ?? ''}`, title: textOf(report.code), codes: codesOf(report.code), ...timeOf(report.effectiveDateTime ?? report.effectivePeriod?.start ?? report.issued), ...placeOf(report.performer),
    conclusion: report.conclusion ?? null, value: null, studyUid: uidOf(report.imagingStudy?.[0]) ?? studyOf(report, studies) ?? null, ecgId: (parts.find(isWaveform) ?? waveformOf(report, [...observations.values()]))?.id ?? null,
    findings: findings?.valueString ?? null, values: parts.filter((each) => each !== findings).slice(0, VALUES_MAX).flatMap(valueLine),
  };
}

function valueText({ valueQuantity, valueString, valueCodeableConcept }: Observation): string | null {
  if (valueQuantity?.value === undefined) return valueString ?? (valueCodeableConcept ? textOf(valueCodeableConcept) : null);
  return `${valueQuantity.comparator ?? ''}${String(valueQuantity.value)} ${valueQuantity.unit ?? ''}`.trim();
}

function valueLine(observation: Observation): ResultValue[] {
  const value = valueText(observation);
  return value === null ? [] : [{ name: textOf(observation.code), value, flag: observation.interpretation?.[0] ? textOf(observation.interpretation[0]) : null }];
}

function observationOf(observation: Observation): FoundResult {
  return {
    reference: `Observation/${observation.id ?? ''}`, title: textOf(observation.code), codes: codesOf(observation.code), ...timeOf(observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued), ...placeOf(observation.performer),
    conclusion: observation.interpretation?.[0] ? textOf(observation.interpretation[0]) : null, value: valueText(observation), studyUid: null, ecgId: isWaveform(observation) ? (observation.id ?? null) : null, findings: null, values: [],
  };
}

const isWaveform = ({ code, component }: Observation): boolean => codesOf(code).some((each) => each.code === EKG_STUDY) && (component ?? []).some(({ valueSampledData }) => valueSampledData !== undefined);

/** By the order that both answer, or by the number that both carry. */
function waveformOf(report: DiagnosticReport, observations: readonly Observation[]): Observation | undefined {
  const orders = new Set((report.basedOn ?? []).flatMap(({ reference }) => reference ?? []));
  const numbers = new Set((report.identifier ?? []).flatMap(({ value }) => value ?? []));
  return observations.find((each) => isWaveform(each) && (each.basedOn?.some(({ reference }) => orders.has(reference ?? '')) || each.identifier?.some(({ value }) => numbers.has(value ?? ''))));
}

const uidOf = (reference: Reference | undefined): string | undefined => reference?.identifier?.value?.replace(/^urn:oid:/, '');

/** By reference, by the order that both answer, or by the accession number that both carry. */
function studyOf(report: DiagnosticReport, studies: readonly ImagingStudy[]): string | undefined {
  const orders = new Set((report.basedOn ?? []).map(({ reference }) => reference));
  const numbers = new Set((report.identifier ?? []).map(({ value }) => value));
  const named = new Set((report.imagingStudy ?? []).map(({ reference }) => reference));
  const study = studies.find((each) => named.has(`ImagingStudy/${each.id ?? ''}`) || each.basedOn?.some(({ reference }) => reference !== undefined && orders.has(reference))
    || each.identifier?.some(({ system, value }) => system !== 'urn:dicom:uid' && value !== undefined && numbers.has(value)));
  return study?.identifier?.find(({ system }) => system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '');
}
