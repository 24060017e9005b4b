import type { CarePlan, CodeableConcept, EpisodeOfCare, MedicationRequest, Observation, Reference, ServiceRequest, Task } from '#fhir/types/resources.gen.ts';
import type { Letter } from '../../contract/letter.ts';
import { directionTitles, stateTitles } from '../../contract/states.ts';
import type { MedicationLineRow } from '../store/medication-lines.ts';
import type { ReferralRow } from '../store/row.ts';
import { fhirPriority, ICD10_SYSTEM, NUMBER_SYSTEM, REASON_SYSTEM, requestStatusOf, STATE_SYSTEM, taskStatusOf } from './fhir-codes.ts';
import { measuresOf } from './letter.ts';

export const patientReference = (row: ReferralRow): Reference => ({ reference: `Patient/${row.personId}` });
const organisationReference = (id: string, name: string): Reference => ({ reference: `Organization/${id}`, display: name });
export const senderReference = (row: ReferralRow): Reference => organisationReference(row.fromOrganisationId, row.fromOrganisationName);

/** An outside hospital has no Organization here: its name only. */
export const receiverReference = (row: ReferralRow): Reference | undefined => {
  if (row.toOrganisationId !== null) return organisationReference(row.toOrganisationId, row.toOrganisationName);
  return row.toOrganisationName === '' ? undefined : { display: row.toOrganisationName };
};

const diagnosisConcepts = (letter: Letter): CodeableConcept[] =>
  (letter.diagnoses ?? []).map(({ code, display }) => ({ coding: [{ system: ICD10_SYSTEM, code, display }], text: display }));

/** The order: who asks whom for what, and why. `reasonTitle` holds the words of the row's coded reason. */
export function serviceRequestOf(row: ReferralRow, reasonTitle: string | undefined): ServiceRequest {
  const receiver = receiverReference(row);
  return {
    resourceType: 'ServiceRequest',
    id: row.referralId,
    identifier: [{ system: NUMBER_SYSTEM, value: row.number }],
    status: requestStatusOf(row.flow, row.state),
    intent: row.state === 'draft' || row.state === 'planned' ? 'proposal' : 'order',
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '3457005', display: 'Patient referral' }], text: directionTitles[row.direction].zh }],
    priority: fhirPriority(row.priority),
    code: { text: row.letter.purpose ?? directionTitles[row.direction].zh },
    subject: patientReference(row),
    authoredOn: (row.submittedAt ?? row.createdAt).toISOString(),
    requester: senderReference(row),
    ...(receiver ? { performer: [receiver] } : {}),
    ...(row.resource?.start ? { occurrenceDateTime: row.resource.start } : {}),
    reasonCode: [...diagnosisConcepts(row.letter), ...reasonConcepts(row, reasonTitle)],
    ...(row.parentId === null ? {} : { basedOn: [{ reference: `ServiceRequest/${row.parentId}` }] }),
    ...(row.letter.exams?.some((exam) => exam.reportReference)
      ? { supportingInfo: row.letter.exams.flatMap((exam) => (exam.reportReference ? [{ reference: exam.reportReference, display: exam.title }] : [])) }
      : {}),
    note: letterNotes(row.letter),
  };
}

function reasonConcepts({ reasonCode, reasonText }: ReferralRow, title: string | undefined): CodeableConcept[] {
  if (reasonCode === null) return reasonText === null ? [] : [{ text: reasonText }];
  return [{ coding: [{ system: REASON_SYSTEM, code: reasonCode, display: title ?? reasonCode }], text: reasonText ?? title ?? reasonCode }];
}

function letterNotes(letter: Letter): { text: string }[] {
  const parts: [string, string | undefined][] = [
    ['主诉', letter.chiefComplaint],
    ['病史', letter.history],
    ['查体与检查', letter.findings],
    ['治疗', letter.treatment],
    ['过敏', letter.noKnownAllergies ? '无已知过敏' : letter.allergies?.join('；')],
  ];
  return parts.flatMap(([title, text]) => (text ? [{ text: `${title}：${text}` }] : []));
}

/** The workflow: an outside client that polls Task sees our state in `businessStatus` and whose move it is in `owner`. */
export function taskOf(row: ReferralRow): Task {
  const owner = row.moveOrganisationId;
  return {
    resourceType: 'Task',
    id: row.referralId,
    identifier: [{ system: NUMBER_SYSTEM, value: row.number }],
    basedOn: [{ reference: `ServiceRequest/${row.referralId}` }],
    focus: { reference: `ServiceRequest/${row.referralId}` },
    status: taskStatusOf(row.flow, row.state),
    businessStatus: { coding: [{ system: STATE_SYSTEM, code: row.state, display: stateTitles[row.state].en }], text: stateTitles[row.state].zh },
    intent: 'order',
    priority: fhirPriority(row.priority),
    code: { text: directionTitles[row.direction].zh },
    for: patientReference(row),
    authoredOn: (row.submittedAt ?? row.createdAt).toISOString(),
    lastModified: row.stateSince.toISOString(),
    requester: senderReference(row),
    ...(owner === null ? {} : { owner: owner === row.fromOrganisationId ? senderReference(row) : organisationReference(owner, row.toOrganisationName) }),
    ...(row.deadline === null ? {} : { restriction: { period: { end: row.deadline.toISOString() } } }),
    ...(row.rejectionCode === null ? {} : { statusReason: { text: row.rejectionCode } }),
  };
}

/** One episode over all organisations, from the first referral to the last follow-up. */
export function episodeOf(row: ReferralRow, { startedAt, finished }: { startedAt: Date; finished: boolean }): EpisodeOfCare {
  return {
    resourceType: 'EpisodeOfCare',
    id: row.episodeId,
    status: finished ? 'finished' : 'active',
    patient: patientReference(row),
    managingOrganization: senderReference(row),
    referralRequest: [{ reference: `ServiceRequest/${row.referralId}` }],
    period: { start: startedAt.toISOString(), ...(finished && row.closedAt ? { end: row.closedAt.toISOString() } : {}) },
  };
}

export function carePlanOf(row: ReferralRow): CarePlan {
  const plan = row.carePlan;
  const active = ['discharged_with_plan', 'first_visit_done', 'monitored'].includes(row.state);
  return {
    resourceType: 'CarePlan',
    id: row.referralId,
    status: row.state === 'withdrawn' || row.state === 're_up' ? 'revoked' : row.state === 'stable' ? 'completed' : active ? 'active' : 'draft',
    intent: 'plan',
    title: '下转管理方案',
    description: plan?.goals ?? '',
    subject: patientReference(row),
    created: row.createdAt.toISOString(),
    author: senderReference(row),
    ...(receiverReference(row) ? { contributor: [receiverReference(row)!] } : {}),
    ...(row.firstVisitDue === null ? {} : { period: { end: row.firstVisitDue } }),
    activity: (plan?.activities ?? []).map((description) => ({ detail: { status: active ? 'in-progress' : 'not-started', description } })),
    note: [plan?.targets, plan?.warningSigns].flatMap((text) => (text ? [{ text }] : [])),
  } as CarePlan;
}

/** A handed-over medicine; its status follows the receiver's decision. */
export function medicationRequestOf(row: ReferralRow, line: MedicationLineRow): MedicationRequest {
  const given = line.decision === 'change' && line.changedTo ? line.changedTo : line.medication;
  const dosage = [given.dose, given.route, given.frequency].filter(Boolean).join(' ');
  return {
    resourceType: 'MedicationRequest',
    id: line.lineId,
    status: line.decision === 'stop' ? 'stopped' : line.decision === 'not_stocked' ? 'on-hold' : line.decision === null ? 'draft' : 'active',
    intent: line.decision === null ? 'proposal' : 'order',
    medicationCodeableConcept: { ...(given.code ? { coding: [{ code: given.code, display: given.name }] } : {}), text: given.name },
    subject: patientReference(row),
    authoredOn: (line.decidedAt ?? row.createdAt).toISOString(),
    requester: line.decision === null ? senderReference(row) : receiverReference(row),
    basedOn: [{ reference: `ServiceRequest/${row.referralId}` }],
    ...(dosage === '' ? {} : { dosageInstruction: [{ text: dosage }] }),
    ...(line.decisionNote ? { note: [{ text: line.decisionNote }] } : {}),
  } as MedicationRequest;
}

interface VitalCode {
  readonly code: string;
  readonly display: string;
  readonly text: string;
  readonly unit: string;
  readonly ucum: string;
}

/** LOINC codes and UCUM units of the vital signs of the letter. */
const VITAL_CODES: Readonly<Record<string, VitalCode>> = {
  pulse: { code: '8867-4', display: 'Heart rate', text: '心率', unit: '次/分', ucum: '/min' },
  respiration: { code: '9279-1', display: 'Respiratory rate', text: '呼吸', unit: '次/分', ucum: '/min' },
  temperature: { code: '8310-5', display: 'Body temperature', text: '体温', unit: '℃', ucum: 'Cel' },
  oxygenSaturation: { code: '2708-6', display: 'Oxygen saturation in Arterial blood', text: '血氧饱和度', unit: '%', ucum: '%' },
  comaScale: { code: '9269-2', display: 'Glasgow coma score total', text: 'GCS 评分', unit: '分', ucum: '{score}' },
  glucose: { code: '15074-8', display: 'Glucose [Moles/volume] in Blood', text: '血糖', unit: 'mmol/L', ucum: 'mmol/L' },
};

/** Vital signs of the letter as Observations of the shared record. */
export function vitalObservations(row: ReferralRow, at: Date): Observation[] {
  const measures = measuresOf(row.letter.vitals);
  const base = ({ code, display, text }: Pick<VitalCode, 'code' | 'display' | 'text'>): Observation => ({
    resourceType: 'Observation',
    id: `${row.referralId}-${code}`,
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code, display }], text },
    subject: patientReference(row),
    effectiveDateTime: at.toISOString(),
    performer: [senderReference(row)],
  });
  const quantity = (value: number, { unit, ucum }: Pick<VitalCode, 'unit' | 'ucum'>) => ({ value, unit, system: 'http://unitsofmeasure.org', code: ucum });
  const found: Observation[] = [];
  for (const [name, vital] of Object.entries(VITAL_CODES)) {
    const value = measures.get(name);
    if (value !== undefined) found.push({ ...base(vital), valueQuantity: quantity(value, vital) });
  }
  const [systolic, diastolic] = [measures.get('systolic'), measures.get('diastolic')];
  if (systolic !== undefined && diastolic !== undefined) {
    const component = ({ code, display, text }: Pick<VitalCode, 'code' | 'display' | 'text'>, value: number) => ({
      code: { coding: [{ system: 'http://loinc.org', code, display }], text },
      valueQuantity: quantity(value, { unit: 'mmHg', ucum: 'mm[Hg]' }),
    });
    found.push({
      ...base({ code: '85354-9', display: 'Blood pressure panel', text: '血压' }),
      component: [
        component({ code: '8480-6', display: 'Systolic blood pressure', text: '收缩压' }, systolic),
        component({ code: '8462-4', display: 'Diastolic blood pressure', text: '舒张压' }, diastolic),
      ],
    });
  }
  return found;
}
