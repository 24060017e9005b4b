import type { Text } from '#platform/kernel/problem.ts';
import { nextState, type ActionAbility } from '#platform/kernel/state-table.ts';
import { CRITICAL_ACTIONS, CRITICAL_STATES, criticalTable, ORDER_ACTIONS, ORDER_STATES, orderTable, type CriticalAction, type CriticalState, type OrderAction, type OrderState, type Side } from './states.ts';

export interface ActionRule {
  /** `performer` is the site that examines, `requester` the one that asked: either may be the other. */
  readonly party: Side | 'performer' | 'platform';
  readonly permission: string;
}

const rule = (party: ActionRule['party'], permission: string): ActionRule => ({ party, permission: `shared-diagnosis.${permission}` });

export const orderRules: Readonly<Record<OrderAction, ActionRule>> = {
  order: rule('requester', 'order'),
  schedule: rule('performer', 'schedule'),
  perform: rule('performer', 'perform'),
  'attach-data': rule('performer', 'attach-data'),
  'pass-quality': rule('centre', 'pass-quality'),
  return: rule('centre', 'return'),
  redirect: rule('centre', 'redirect'),
  cancel: rule('requester', 'cancel'),
  claim: rule('centre', 'claim'),
  release: rule('centre', 'release'),
  'consult-up': rule('centre', 'consult-up'),
  'answer-consult': rule('consultant', 'answer-consult'),
  'write-preliminary': rule('centre', 'write-preliminary'),
  'send-back': rule('centre', 'send-back'),
  issue: rule('centre', 'issue'),
  'issue-emergency': rule('centre', 'issue-emergency'),
  confirm: rule('centre', 'confirm'),
  amend: rule('centre', 'amend'),
  acknowledge: rule('requester', 'acknowledge'),
  escalate: rule('platform', 'escalate'),
};

export interface AbilityView {
  readonly state: OrderState;
  readonly sides: readonly ActionRule['party'][];
  readonly requesterName: string;
  readonly performerName: string;
  readonly centreName: string;
  readonly consultantName: string | null;
  readonly holds: (permission: string) => boolean;
}

/** Possible now, or why not and who can release it: the same words on server, desk and command line. */
export function orderAbility(view: AbilityView, action: OrderAction): ActionAbility {
  const title = ORDER_ACTIONS[action];
  const { party, permission } = orderRules[action];
  const refuse = (reason: Text): ActionAbility => ({ action, allowed: false, reason });
  if (nextState(orderTable, view.state, action) === undefined) {
    return refuse({ zh: `“${ORDER_STATES[view.state].zh}”状态下不能${title.zh}`, en: `${title.en}: not possible while the order is “${ORDER_STATES[view.state].en}”` });
  }
  if (party === 'platform') return refuse({ zh: '由系统按时限自动办理', en: 'Done by the platform when a clock runs out' });
  if (!view.sides.includes(party)) {
    const name = party === 'centre' ? view.centreName : party === 'consultant' ? (view.consultantName ?? '') : party === 'performer' ? view.performerName : view.requesterName;
    return refuse({ zh: `${title.zh}由${name}办理`, en: `${title.en}: to be done by ${name}` });
  }
  if (!view.holds(permission)) {
    return refuse({ zh: `当前角色不能${title.zh}，请由有权限的同事办理或由系统管理员分配角色`, en: `${title.en}: your role may not; ask a colleague who may, or the system administrator` });
  }
  return { action, allowed: true };
}

type CriticalParty = 'reporter' | 'receiver' | 'platform';
const critical = (party: CriticalParty, permission: string): { party: CriticalParty; permission: string } => ({ party, permission: `shared-diagnosis.${permission}` });

const criticalRules: Readonly<Record<CriticalAction, { readonly party: CriticalParty; readonly permission: string }>> = {
  detect: critical('reporter', 'mark-critical'),
  verify: critical('reporter', 'verify-critical'),
  dismiss: critical('reporter', 'dismiss-critical'),
  notify: critical('reporter', 'notify-critical'),
  acknowledge: critical('receiver', 'acknowledge-critical'),
  escalate: critical('platform', 'escalate-critical'),
  act: critical('receiver', 'act-on-critical'),
  'record-effect': critical('receiver', 'record-critical-effect'),
  close: critical('receiver', 'close-critical'),
};

export interface CriticalView {
  readonly state: CriticalState;
  readonly sides: readonly ('reporter' | 'receiver')[];
  readonly reporterName: string;
  readonly receiverName: string;
  readonly holds: (permission: string) => boolean;
}

export function criticalAbility(view: CriticalView, action: CriticalAction): ActionAbility {
  const title = CRITICAL_ACTIONS[action];
  const { party, permission } = criticalRules[action];
  const refuse = (reason: Text): ActionAbility => ({ action, allowed: false, reason });
  if (nextState(criticalTable, view.state, action) === undefined) {
    return refuse({ zh: `“${CRITICAL_STATES[view.state].zh}”状态下不能${title.zh}`, en: `${title.en}: not possible while the value is “${CRITICAL_STATES[view.state].en}”` });
  }
  if (party === 'platform') return refuse({ zh: '由系统按时限自动办理', en: 'Done by the platform when a clock runs out' });
  if (!view.sides.includes(party)) {
    const name = party === 'reporter' ? view.reporterName : view.receiverName;
    return refuse({ zh: `${title.zh}由${name}办理`, en: `${title.en}: to be done by ${name}` });
  }
  if (!view.holds(permission)) return refuse({ zh: `当前角色不能${title.zh}，请由有权限的同事办理`, en: `${title.en}: your role may not; ask a colleague who may` });
  return { action, allowed: true };
}
