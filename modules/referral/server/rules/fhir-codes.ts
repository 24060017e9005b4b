import type { ServiceRequest, Task } from '#fhir/types/resources.gen.ts';
import type { Flow, Priority, ReferralState } from '../../contract/states.ts';

type TaskStatus = Task['status'];
type RequestStatus = ServiceRequest['status'];

/** Codes of our own that FHIR has no word for. */
export const STATE_SYSTEM = 'https://yigong.dev/fhir/CodeSystem/referral-state';
export const ACTION_SYSTEM = 'https://yigong.dev/fhir/CodeSystem/referral-action';
export const NUMBER_SYSTEM = 'https://yigong.dev/fhir/sid/referral-number';
export const REASON_SYSTEM = 'https://yigong.dev/fhir/CodeSystem/referral-reason';
export const ICD10_SYSTEM = 'http://hl7.org/fhir/sid/icd-10';

/** https://hl7.org/fhir/R4/valueset-task-status.html; `Task.businessStatus` carries our state itself. */
const taskStatusByState: Readonly<Record<Flow, Readonly<Partial<Record<ReferralState, TaskStatus>>>>> = {
  outward: {
    draft: 'draft',
    submitted: 'requested',
    triaged: 'received',
    counter_offered: 'on-hold',
    accepted: 'accepted',
    resource_locked: 'accepted',
    notified: 'ready',
    arrived: 'in-progress',
    in_care: 'in-progress',
    emergency_override: 'in-progress',
    outcome_reported: 'completed',
    closed: 'completed',
    follow_up: 'completed',
    finished: 'completed',
    rejected: 'rejected',
    withdrawn: 'cancelled',
    expired: 'failed',
  },
  down: {
    planned: 'draft',
    offered: 'requested',
    declined: 'rejected',
    accepted_by_primary: 'accepted',
    discharged_with_plan: 'in-progress',
    first_visit_done: 'in-progress',
    monitored: 'in-progress',
    stable: 'completed',
    re_up: 'completed',
    withdrawn: 'cancelled',
  },
};

export const taskStatusOf = (flow: Flow, state: ReferralState): TaskStatus => taskStatusByState[flow][state] ?? 'requested';

export function requestStatusOf(flow: Flow, state: ReferralState): RequestStatus {
  const task = taskStatusOf(flow, state);
  if (task === 'draft') return 'draft';
  if (task === 'completed') return 'completed';
  return state === 'withdrawn' || state === 'expired' || state === 'rejected' ? 'revoked' : 'active';
}

/** https://hl7.org/fhir/R4/valueset-request-priority.html */
export const fhirPriority = (priority: Priority): 'stat' | 'urgent' | 'routine' =>
  priority === 'emergency' ? 'stat' : priority === 'urgent' ? 'urgent' : 'routine';
