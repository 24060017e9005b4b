import type { DiagnosticReport, Observation, Reference, ServiceRequest, Task } from '#fhir/types/resources.gen.ts';
import { ORDER_STATES } from '../../contract/states.ts';
import { KINDS } from '../../contract/words.ts';
import type { ReportRow } from '../store/reports.ts';
import type { OrderRow } from '../store/row.ts';
import { organisationReference } from './fhir-act.ts';
import { DICOM_UID, fhirPriority, ICD10_SYSTEM, ITEM_SYSTEM, MEASURE_SYSTEM, NUMBER_SYSTEM, orderCategory, requestStatusOf, sectionOf, STATE_SYSTEM, taskStatusOf } from './fhir-codes.ts';

const patient = (row: OrderRow): Reference => ({ reference: `Patient/${row.personId}` });
const requester = (row: OrderRow): Reference => organisationReference(row.requestingOrganisationId, row.requestingOrganisationName);
const centre = (row: OrderRow): Reference => organisationReference(row.centreOrganisationId, row.centreOrganisationName);
const item = (row: OrderRow) => ({ coding: [{ system: ITEM_SYSTEM, code: row.itemCode, display: row.itemName }], text: row.itemName });
const identifiers = (row: OrderRow) => [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN', display: 'Accession ID' }] }, system: NUMBER_SYSTEM, value: row.number }];

export function serviceRequestOf(row: OrderRow): ServiceRequest {
  const { clinical } = row;
  const flags = [clinical.pregnant ? '可能妊娠' : null, clinical.contrastAllergy ? '对比剂过敏' : null, clinical.implant ? '体内植入物' : null, clinical.history ? `病史：${clinical.history}` : null];
  const notes = flags.filter((each): each is string => each !== null);
  return {
    resourceType: 'ServiceRequest',
    id: row.orderId,
    identifier: identifiers(row),
    status: requestStatusOf(row.state),
    intent: 'order',
    category: [{ ...orderCategory(row.kind), text: KINDS[row.kind].zh }],
    priority: fhirPriority(row.priority),
    code: item(row),
    subject: patient(row),
    authoredOn: row.createdAt.toISOString(),
    requester: row.requesterId === null ? requester(row) : { reference: `Practitioner/${row.requesterId}`, ...(row.requesterName ? { display: row.requesterName } : {}) },
    performer: [centre(row)],
    ...(row.scheduledAt ? { occurrenceDateTime: row.scheduledAt.toISOString() } : {}),
    ...(row.bodyPart ? { bodySite: [{ text: row.bodyPart }] } : {}),
    reasonCode: [
      { text: clinical.question },
      ...(clinical.diagnosisCode ? [{ coding: [{ system: ICD10_SYSTEM, code: clinical.diagnosisCode, ...(clinical.diagnosis ? { display: clinical.diagnosis } : {}) }] }] : clinical.diagnosis ? [{ text: clinical.diagnosis }] : []),
    ],
    ...(notes.length > 0 ? { note: notes.map((text) => ({ text })) } : {}),
  };
}

/** An outside client that polls Task sees our state in `businessStatus`, whose move it is in `owner`, the promise in `restriction`. */
export function taskOf(row: OrderRow): Task {
  const names = new Map([[row.requestingOrganisationId, row.requestingOrganisationName], [row.centreOrganisationId, row.centreOrganisationName], [row.consultOrganisationId ?? '', row.consultOrganisationName ?? '']]);
  return {
    resourceType: 'Task',
    id: row.orderId,
    identifier: identifiers(row),
    basedOn: [{ reference: `ServiceRequest/${row.orderId}` }],
    focus: { reference: `ServiceRequest/${row.orderId}` },
    status: taskStatusOf(row.state),
    businessStatus: { coding: [{ system: STATE_SYSTEM, code: row.state, display: ORDER_STATES[row.state].en }], text: ORDER_STATES[row.state].zh },
    intent: 'order',
    priority: fhirPriority(row.priority),
    code: { text: `${KINDS[row.kind].zh}诊断` },
    for: patient(row),
    authoredOn: row.createdAt.toISOString(),
    lastModified: row.stateSince.toISOString(),
    requester: requester(row),
    ...(row.moveOrganisationId === null ? {} : { owner: organisationReference(row.moveOrganisationId, names.get(row.moveOrganisationId) ?? '') }),
    ...(row.deadline === null ? {} : { restriction: { period: { end: row.deadline.toISOString() } } }),
    ...(row.returnNote === null && row.reasonCode === null ? {} : { statusReason: { text: [row.reasonCode, row.returnNote].filter(Boolean).join('：') } }),
  };
}

const measureId = (orderId: string, code: string): string => `${orderId}.${code.replace(/[^A-Za-z0-9-]/g, '-')}`.slice(0, 64);

/** A narrative Observation for the findings and one for each measurement. */
export function observationsOf(row: OrderRow, report: ReportRow): Observation[] {
  const status = report.status === 'amended' ? 'amended' : report.status === 'corrected' ? 'corrected' : report.status;
  const base = (id: string): Pick<Observation, 'resourceType' | 'id' | 'status' | 'subject' | 'effectiveDateTime' | 'basedOn' | 'performer' | 'issued'> => ({
    resourceType: 'Observation',
    id,
    status,
    basedOn: [{ reference: `ServiceRequest/${row.orderId}` }],
    subject: patient(row),
    effectiveDateTime: (row.performedAt ?? row.createdAt).toISOString(),
    issued: report.signedAt.toISOString(),
    performer: [centre(row)],
  });
  const category = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: row.kind === 'laboratory' || row.kind === 'pathology' ? 'laboratory' : row.kind === 'ecg' ? 'procedure' : 'imaging' }] }];
  const findings: Observation = {
    ...base(`${row.orderId}.findings`),
    category,
    code: { coding: [{ system: 'http://loinc.org', code: '59776-5', display: 'Procedure findings Narrative' }], text: '检查所见' },
    valueString: report.findings,
  };
  const measured = report.measurements.map((each): Observation => ({
    ...base(measureId(row.orderId, each.code)),
    category,
    code: { coding: [{ system: /^\d+-\d$/.test(each.code) ? 'http://loinc.org' : MEASURE_SYSTEM, code: each.code, display: each.title }], text: each.title },
    valueQuantity: { value: each.value, ...(each.unit === '' ? {} : { unit: each.unit, system: 'http://unitsofmeasure.org', code: each.unit }) },
    ...(each.low == null && each.high == null ? {} : { referenceRange: [{ ...(each.low == null ? {} : { low: { value: each.low } }), ...(each.high == null ? {} : { high: { value: each.high } }) }] }),
  }));
  return report.findings === '' ? measured : [findings, ...measured];
}

/** Versions follow from puts: preliminary, final, then amended or corrected. */
export function diagnosticReportOf(row: OrderRow, report: ReportRow): DiagnosticReport {
  const studies = row.data.filter((each) => each.kind === 'study');
  const practitioner = (id: string, name: string): Reference => ({ reference: `Practitioner/${id}`, ...(name === '' ? {} : { display: name }) });
  return {
    resourceType: 'DiagnosticReport',
    id: row.orderId,
    identifier: identifiers(row),
    basedOn: [{ reference: `ServiceRequest/${row.orderId}` }],
    status: report.status,
    category: [sectionOf(row.kind)],
    code: item(row),
    subject: patient(row),
    effectiveDateTime: (row.performedAt ?? row.createdAt).toISOString(),
    issued: report.signedAt.toISOString(),
    performer: [organisationReference(report.ownerOrganisationId, report.organisationName)],
    resultsInterpreter: [practitioner(report.authorId, report.authorName), ...(report.reviewerId === null ? [] : [practitioner(report.reviewerId, report.reviewerName ?? '')])],
    ...(studies.length === 0 ? {} : { imagingStudy: studies.map((each) => ({ ...(each.reference?.startsWith('ImagingStudy/') ? { reference: each.reference } : {}), ...(each.uid ? { identifier: { system: DICOM_UID, value: `urn:oid:${each.uid}` } } : {}), display: each.title })) }),
    result: observationsOf(row, report).map((each) => ({ reference: `Observation/${each.id ?? ''}` })),
    conclusion: report.impression,
    ...(report.critical ? { conclusionCode: [{ text: '危急值' }] } : {}),
  };
}

