import type { StateTable } from '#platform/kernel/state-table.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** A request for care elsewhere (up or lateral), and a handing-back (down), are two state machines of one core. */
export const flows = ['outward', 'down'] as const;
export type Flow = (typeof flows)[number];

export const outwardStates = [
  'draft',
  'submitted',
  'triaged',
  'counter_offered',
  'accepted',
  'resource_locked',
  'notified',
  'arrived',
  'in_care',
  'outcome_reported',
  'closed',
  'follow_up',
  'finished',
  'rejected',
  'withdrawn',
  'expired',
  'emergency_override',
] as const;
export type OutwardState = (typeof outwardStates)[number];

export const downStates = [
  'planned',
  'offered',
  'declined',
  'accepted_by_primary',
  'discharged_with_plan',
  'first_visit_done',
  'monitored',
  'stable',
  're_up',
  'withdrawn',
] as const;
export type DownState = (typeof downStates)[number];

export const states = [...new Set([...outwardStates, ...downStates])] as const;
export type ReferralState = OutwardState | DownState;

export const actions = [
  'save-draft',
  'submit',
  'triage',
  'accept',
  'lock-resource',
  'reschedule',
  'counter-offer',
  'accept-counter-offer',
  'take-other-member',
  'decline-counter-offer',
  'reject',
  'resubmit',
  'withdraw',
  'cancel',
  'notify',
  'arrange-transport',
  'confirm-arrival',
  'start-care',
  'report-outcome',
  'close',
  'register-emergency',
  'plan-follow-up',
  'complete-follow-up',
  'finish',
  'plan-down',
  'offer-down',
  'accept-down',
  'decline-down',
  'discharge-with-plan',
  'record-first-visit',
  'record-monitoring',
  'mark-stable',
  'refer-up-again',
  'escalate',
  'expire',
] as const;
export type ReferralAction = (typeof actions)[number];

/** Not yet under way at the other side: an emergency arrival overtakes any of these. */
const overtaken = { 'register-emergency': 'emergency_override' } as const;

/** domain.md 4.1, up and lateral. `escalate` and the like lead to the same state: the clock runs on. */
export const outwardTable: StateTable<OutwardState, ReferralAction> = {
  draft: { 'save-draft': 'draft', submit: 'submitted', withdraw: 'withdrawn', ...overtaken },
  submitted: {
    triage: 'triaged',
    accept: 'accepted',
    'counter-offer': 'counter_offered',
    reject: 'rejected',
    withdraw: 'withdrawn',
    escalate: 'submitted',
    ...overtaken,
  },
  triaged: {
    accept: 'accepted',
    'counter-offer': 'counter_offered',
    reject: 'rejected',
    withdraw: 'withdrawn',
    escalate: 'triaged',
    ...overtaken,
  },
  counter_offered: {
    'accept-counter-offer': 'accepted',
    'take-other-member': 'submitted',
    'decline-counter-offer': 'submitted',
    withdraw: 'withdrawn',
    escalate: 'counter_offered',
    ...overtaken,
  },
  accepted: {
    'lock-resource': 'resource_locked',
    notify: 'notified',
    'arrange-transport': 'accepted',
    'confirm-arrival': 'arrived',
    cancel: 'withdrawn',
    expire: 'expired',
    escalate: 'accepted',
    ...overtaken,
  },
  resource_locked: {
    reschedule: 'resource_locked',
    notify: 'notified',
    'arrange-transport': 'resource_locked',
    'confirm-arrival': 'arrived',
    cancel: 'withdrawn',
    expire: 'expired',
    escalate: 'resource_locked',
    ...overtaken,
  },
  notified: {
    'lock-resource': 'resource_locked',
    reschedule: 'resource_locked',
    'arrange-transport': 'notified',
    'confirm-arrival': 'arrived',
    cancel: 'withdrawn',
    expire: 'expired',
    escalate: 'notified',
    ...overtaken,
  },
  arrived: { 'start-care': 'in_care', escalate: 'arrived' },
  in_care: { 'report-outcome': 'outcome_reported', 'plan-down': 'in_care', escalate: 'in_care' },
  outcome_reported: { close: 'closed', 'plan-down': 'outcome_reported', escalate: 'outcome_reported' },
  closed: { 'plan-follow-up': 'follow_up', finish: 'finished' },
  follow_up: { 'plan-follow-up': 'follow_up', 'complete-follow-up': 'follow_up', finish: 'finished' },
  finished: {},
  rejected: { resubmit: 'submitted', close: 'closed', escalate: 'rejected', ...overtaken },
  withdrawn: {},
  expired: { close: 'closed', escalate: 'expired', ...overtaken },
  emergency_override: { 'start-care': 'in_care', escalate: 'emergency_override' },
};

/** domain.md 4.1, down. `declined` returns the move to the hospital, which offers elsewhere or withdraws. */
export const downTable: StateTable<DownState, ReferralAction> = {
  planned: { 'offer-down': 'offered', withdraw: 'withdrawn', escalate: 'planned' },
  offered: { 'accept-down': 'accepted_by_primary', 'decline-down': 'declined', withdraw: 'withdrawn', escalate: 'offered' },
  declined: { 'offer-down': 'offered', withdraw: 'withdrawn', escalate: 'declined' },
  accepted_by_primary: { 'discharge-with-plan': 'discharged_with_plan', withdraw: 'withdrawn', escalate: 'accepted_by_primary' },
  discharged_with_plan: {
    'record-first-visit': 'first_visit_done',
    'complete-follow-up': 'discharged_with_plan',
    'refer-up-again': 're_up',
    escalate: 'discharged_with_plan',
  },
  first_visit_done: {
    'record-monitoring': 'monitored',
    'complete-follow-up': 'first_visit_done',
    'refer-up-again': 're_up',
    escalate: 'first_visit_done',
  },
  monitored: {
    'record-monitoring': 'monitored',
    'complete-follow-up': 'monitored',
    'mark-stable': 'stable',
    'refer-up-again': 're_up',
    escalate: 'monitored',
  },
  stable: { 'complete-follow-up': 'stable' },
  re_up: {},
  withdrawn: {},
};

/** The state that `action` leads to, or undefined where it is refused. */
export function stateAfter(flow: Flow, state: ReferralState, action: ReferralAction): ReferralState | undefined {
  const table: Readonly<Record<string, Readonly<Partial<Record<ReferralAction, ReferralState>>>>> =
    flow === 'outward' ? outwardTable : downTable;
  return table[state]?.[action];
}

export type Side = 'sender' | 'receiver';
export type Move = Side | 'none';

/** Whose move it is while a referral stands in a state; for a hospital without an account the sender records it. */
export const whoseMove: Readonly<Record<Flow, Readonly<Partial<Record<ReferralState, Move>>>>> = {
  outward: {
    draft: 'sender',
    submitted: 'receiver',
    triaged: 'receiver',
    counter_offered: 'sender',
    accepted: 'receiver',
    resource_locked: 'receiver',
    notified: 'receiver',
    arrived: 'receiver',
    in_care: 'receiver',
    outcome_reported: 'sender',
    closed: 'none',
    follow_up: 'sender',
    finished: 'none',
    rejected: 'sender',
    withdrawn: 'none',
    expired: 'sender',
    emergency_override: 'receiver',
  },
  down: {
    planned: 'sender',
    offered: 'receiver',
    declined: 'sender',
    accepted_by_primary: 'sender',
    discharged_with_plan: 'receiver',
    first_visit_done: 'receiver',
    monitored: 'receiver',
    stable: 'none',
    re_up: 'none',
    withdrawn: 'none',
  },
};

/** While a referral stands in one of these, no second one may run for the same person, problem and flow. */
export const liveStates: Readonly<Record<Flow, readonly ReferralState[]>> = {
  outward: [
    'submitted',
    'triaged',
    'counter_offered',
    'accepted',
    'resource_locked',
    'notified',
    'arrived',
    'in_care',
    'outcome_reported',
    'emergency_override',
  ],
  down: ['planned', 'offered', 'declined', 'accepted_by_primary', 'discharged_with_plan', 'first_visit_done', 'monitored'],
};

export const isLive = (flow: Flow, state: ReferralState): boolean => liveStates[flow].includes(state);

export const stateTitles: Readonly<Record<ReferralState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '已提交', en: 'Submitted' },
  triaged: { zh: '已分诊', en: 'Triaged' },
  counter_offered: { zh: '另提方案', en: 'Counter-offer' },
  accepted: { zh: '已接受', en: 'Accepted' },
  resource_locked: { zh: '已锁定号源或床位', en: 'Slot or bed locked' },
  notified: { zh: '已通知居民', en: 'Resident notified' },
  arrived: { zh: '已到院', en: 'Arrived' },
  in_care: { zh: '诊治中', en: 'In care' },
  outcome_reported: { zh: '已回复结果', en: 'Outcome reported' },
  closed: { zh: '已结案', en: 'Closed' },
  follow_up: { zh: '随访中', en: 'Follow-up' },
  finished: { zh: '已完成', en: 'Finished' },
  rejected: { zh: '已退回', en: 'Rejected' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  expired: { zh: '逾期未到', en: 'Expired' },
  emergency_override: { zh: '急诊补登', en: 'Emergency override' },
  planned: { zh: '拟下转', en: 'Down planned' },
  offered: { zh: '已发下转', en: 'Offered' },
  declined: { zh: '基层未接收', en: 'Declined' },
  accepted_by_primary: { zh: '基层已接收', en: 'Accepted by primary' },
  discharged_with_plan: { zh: '带方案出院', en: 'Discharged with plan' },
  first_visit_done: { zh: '首访完成', en: 'First visit done' },
  monitored: { zh: '持续管理', en: 'Monitored' },
  stable: { zh: '病情稳定', en: 'Stable' },
  re_up: { zh: '再次上转', en: 'Referred up again' },
};

export const priorities = ['emergency', 'urgent', 'normal'] as const;
export type Priority = (typeof priorities)[number];
export const priorityTitles: Readonly<Record<Priority, Text>> = {
  emergency: { zh: '急诊', en: 'Emergency' },
  urgent: { zh: '紧急', en: 'Urgent' },
  normal: { zh: '普通', en: 'Normal' },
};

export const directions = ['up', 'lateral', 'down'] as const;
export type Direction = (typeof directions)[number];
export const directionTitles: Readonly<Record<Direction, Text>> = {
  up: { zh: '上转', en: 'Up' },
  lateral: { zh: '平级转诊', en: 'Lateral' },
  down: { zh: '下转', en: 'Down' },
};
