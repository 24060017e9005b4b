import type { CodeableConcept, Task } from '#fhir/types/resources.gen.ts';
import type { CriticalState, OrderState } from '../../contract/states.ts';
import type { Kind, Priority } from '../../contract/words.ts';

export const NUMBER_SYSTEM = 'urn:yigong:diagnosis-order';
export const CRITICAL_NUMBER_SYSTEM = 'urn:yigong:critical-value';
export const STATE_SYSTEM = 'urn:yigong:diagnosis-state';
export const CRITICAL_STATE_SYSTEM = 'urn:yigong:critical-state';
export const ACTION_SYSTEM = 'urn:yigong:diagnosis-action';
export const ITEM_SYSTEM = 'urn:yigong:diagnosis-item';
export const MEASURE_SYSTEM = 'urn:yigong:diagnosis-measure';
export const ICD10_SYSTEM = 'http://hl7.org/fhir/sid/icd-10';
export const DICOM_UID = 'urn:dicom:uid';

export const fhirPriority = (priority: Priority): 'routine' | 'urgent' | 'stat' => (priority === 'emergency' ? 'stat' : priority);

/** HL7 table 0074, as DiagnosticReport.category wants it. */
const SECTIONS: Readonly<Record<Kind, readonly [string, string]>> = {
  imaging: ['RAD', 'Radiology'], ecg: ['EC', 'Electrocardiac (e.g., EKG, EEC, Holter)'], laboratory: ['LAB', 'Laboratory'], pathology: ['SP', 'Surgical Pathology'], ultrasound: ['RUS', 'Radiology Ultrasound'],
};
export const sectionOf = (kind: Kind): CodeableConcept => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: SECTIONS[kind][0], display: SECTIONS[kind][1] }] });

const ORDER_CATEGORIES: Readonly<Record<Kind, readonly [string, string]>> = {
  imaging: ['363679005', 'Imaging'], ultrasound: ['363679005', 'Imaging'], ecg: ['103693007', 'Diagnostic procedure'], laboratory: ['108252007', 'Laboratory procedure'], pathology: ['108252007', 'Laboratory procedure'],
};
export const orderCategory = (kind: Kind): CodeableConcept => ({ coding: [{ system: 'http://snomed.info/sct', code: ORDER_CATEGORIES[kind][0], display: ORDER_CATEGORIES[kind][1] }] });

export const requestStatusOf = (state: OrderState): 'active' | 'completed' | 'revoked' => (state === 'cancelled' ? 'revoked' : ['issued', 'amended', 'acknowledged'].includes(state) ? 'completed' : 'active');

const TASK_STATUS: Readonly<Record<OrderState, Task['status']>> = {
  ordered: 'requested', scheduled: 'accepted', acquired: 'in-progress', uploaded: 'received', returned: 'on-hold', waiting: 'ready', reading: 'in-progress', consulting: 'in-progress', preliminary: 'in-progress',
  issued: 'completed', amended: 'completed', acknowledged: 'completed', cancelled: 'cancelled',
};
export const taskStatusOf = (state: OrderState): Task['status'] => TASK_STATUS[state];

const CRITICAL_TASK_STATUS: Readonly<Record<CriticalState, Task['status']>> = {
  detected: 'draft', verified: 'ready', notified: 'requested', acknowledged: 'accepted', acted: 'in-progress', 'effect-recorded': 'in-progress', closed: 'completed', dismissed: 'cancelled',
};
export const criticalTaskStatusOf = (state: CriticalState): Task['status'] => CRITICAL_TASK_STATUS[state];
