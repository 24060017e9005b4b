import type {
  AllergyIntolerance,
  CodeableConcept,
  CarePlan,
  Condition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  ImagingStudy,
  Immunization,
  MedicationRequest,
  MedicationStatement,
  Observation,
  Procedure,
  Quantity,
  Resource,
  ServiceRequest,
} from '#fhir/types/resources.gen.ts';
import type { TimelineItem, TimelineKind } from '../../contract.ts';

type Shown = Pick<TimelineItem, 'kind' | 'at' | 'until' | 'title' | 'detail' | 'status'>;

/** FHIR types of each kind of timeline item. */
export const typesOfKind: Readonly<Record<TimelineKind, readonly string[]>> = {
  visit: ['Encounter'],
  admission: ['Encounter'],
  diagnosis: ['Condition'],
  measurement: ['Observation'],
  report: ['DiagnosticReport', 'ImagingStudy'],
  medication: ['MedicationRequest', 'MedicationStatement'],
  procedure: ['Procedure'],
  immunisation: ['Immunization'],
  allergy: ['AllergyIntolerance'],
  plan: ['CarePlan'],
  referral: ['ServiceRequest'],
  document: ['DocumentReference'],
};

/** The words by which a coded thing is shown: its text, a Chinese display, or the bare code. */
export function wordsOf(concept: CodeableConcept | undefined): string {
  return concept?.text ?? concept?.coding?.find((coding) => coding.display)?.display ?? concept?.coding?.[0]?.code ?? '';
}

const wordsOfAll = (concepts: readonly CodeableConcept[] | undefined): string => (concepts ?? []).map(wordsOf).filter(Boolean).join('、');

function quantityText(quantity: Quantity | undefined): string {
  if (quantity?.value === undefined) return '';
  return `${quantity.comparator ?? ''}${quantity.value} ${quantity.unit ?? quantity.code ?? ''}`.trim();
}

/** Value of an observation in words: the value, or its components (`收缩压 140 mmHg / 舒张压 90 mmHg`). */
function observationText(observation: Observation): string {
  const own = quantityText(observation.valueQuantity) || observation.valueString || wordsOf(observation.valueCodeableConcept);
  if (own) return own;
  return (observation.component ?? [])
    // Curves (the leads of an ECG) have nothing that a line could say.
    .filter((component) => component.valueSampledData === undefined)
    .map((component) => `${wordsOf(component.code)} ${quantityText(component.valueQuantity) || component.valueString || wordsOf(component.valueCodeableConcept)}`.trim())
    .join(' / ');
}

/**
 * How a resource is shown in the timeline; undefined for types that are no event of a person's care, and for resources
 * entered in error.
 */
export function timelineItemOf(resource: Resource): Shown | undefined {
  const mapped = SHOWN[resource.resourceType]?.(resource);
  if (!mapped || mapped.status === 'entered-in-error') return undefined;
  return mapped;
}

const SHOWN: Readonly<Record<string, (resource: Resource) => Shown>> = {
  Encounter: (resource) => encounterItem(resource as Encounter),
  Condition: (resource) => {
    const condition = resource as Condition;
    const status = condition.clinicalStatus?.coding?.[0]?.code ?? '';
    return item('diagnosis', { at: condition.onsetDateTime ?? condition.recordedDate, until: condition.abatementDateTime, title: wordsOf(condition.code), detail: condition.code?.coding?.[0]?.code ?? '', status });
  },
  Observation: (resource) => {
    const observation = resource as Observation;
    return item('measurement', { at: observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued, title: wordsOf(observation.code), detail: observationText(observation), status: observation.status });
  },
  DiagnosticReport: (resource) => {
    const report = resource as DiagnosticReport;
    return item('report', { at: report.effectiveDateTime ?? report.effectivePeriod?.start ?? report.issued, title: wordsOf(report.code), detail: report.conclusion ?? wordsOfAll(report.conclusionCode), status: report.status });
  },
  ImagingStudy: (resource) => {
    const study = resource as ImagingStudy;
    return item('report', { at: study.started, title: study.description ?? wordsOfAll(study.procedureCode), detail: (study.modality ?? []).map((coding) => coding.code ?? '').join('、'), status: study.status });
  },
  MedicationRequest: (resource) => {
    const request = resource as MedicationRequest;
    return item('medication', { at: request.authoredOn, title: wordsOf(request.medicationCodeableConcept) || (request.medicationReference?.display ?? ''), detail: (request.dosageInstruction ?? []).map((dosage) => dosage.text ?? '').join('；'), status: request.status });
  },
  MedicationStatement: (resource) => {
    const statement = resource as MedicationStatement;
    return item('medication', { at: statement.effectiveDateTime ?? statement.effectivePeriod?.start ?? statement.dateAsserted, until: statement.effectivePeriod?.end, title: wordsOf(statement.medicationCodeableConcept) || (statement.medicationReference?.display ?? ''), detail: (statement.dosage ?? []).map((dosage) => dosage.text ?? '').join('；'), status: statement.status });
  },
  Procedure: (resource) => {
    const procedure = resource as Procedure;
    return item('procedure', { at: procedure.performedDateTime ?? procedure.performedPeriod?.start, until: procedure.performedPeriod?.end, title: wordsOf(procedure.code), detail: wordsOf(procedure.outcome), status: procedure.status });
  },
  Immunization: (resource) => {
    const immunisation = resource as Immunization;
    return item('immunisation', { at: immunisation.occurrenceDateTime, title: wordsOf(immunisation.vaccineCode), detail: immunisation.lotNumber ?? '', status: immunisation.status });
  },
  AllergyIntolerance: (resource) => {
    const allergy = resource as AllergyIntolerance;
    return item('allergy', { at: allergy.recordedDate ?? allergy.onsetDateTime, title: wordsOf(allergy.code), detail: (allergy.reaction ?? []).map((reaction) => wordsOfAll(reaction.manifestation)).join('；'), status: allergy.clinicalStatus?.coding?.[0]?.code ?? '' });
  },
  CarePlan: (resource) => {
    const plan = resource as CarePlan;
    return item('plan', { at: plan.created ?? plan.period?.start, until: plan.period?.end, title: plan.title ?? wordsOfAll(plan.category), detail: plan.description ?? '', status: plan.status });
  },
  ServiceRequest: (resource) => {
    const request = resource as ServiceRequest;
    return item('referral', { at: request.authoredOn, title: wordsOf(request.code) || wordsOfAll(request.category), detail: wordsOfAll(request.reasonCode), status: request.status });
  },
  DocumentReference: (resource) => {
    const document = resource as DocumentReference;
    return item('document', { at: document.date, title: document.description ?? wordsOf(document.type), detail: wordsOfAll(document.category), status: document.status });
  },
};

function encounterItem(encounter: Encounter): Shown {
  const kind: TimelineKind = encounter.class?.code === 'IMP' || encounter.class?.code === 'ACUTE' ? 'admission' : 'visit';
  return item(kind, {
    at: encounter.period?.start,
    until: encounter.period?.end,
    title: wordsOfAll(encounter.type) || (encounter.class?.display ?? ''),
    detail: wordsOfAll(encounter.reasonCode),
    status: encounter.status,
  });
}

interface Parts {
  readonly at: string | undefined;
  readonly until?: string | undefined;
  readonly title: string;
  readonly detail: string;
  readonly status: string | undefined;
}

const item = (kind: TimelineKind, parts: Parts): Shown => ({
  kind,
  at: parts.at ?? '',
  until: parts.until ?? null,
  title: parts.title,
  detail: parts.detail,
  status: parts.status ?? '',
});
