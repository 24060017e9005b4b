import type { Text } from '#platform/kernel/problem.ts';
import type { ActionAbility } from '#platform/kernel/state-table.ts';
import { stateAfter, stateTitles, type Flow, type ReferralAction, type ReferralState, type Side } from './states.ts';

/** Who may do an action: one side, either side, or only the platform's clocks. */
export type Party = Side | 'either' | 'platform';

export interface ActionRule {
  readonly party: Party;
  /** Stem of the permission: `referral.<permission>`. */
  readonly permission: string;
  readonly title: Text;
}

const rule = (party: Party, permission: string, [zh, en]: readonly [string, string]): ActionRule => ({ party, permission: `referral.${permission}`, title: { zh, en } });

export const actionRules: Readonly<Record<ReferralAction, ActionRule>> = {
  'save-draft': rule('sender', 'save-draft', ['保存草稿', 'Save the draft']),
  submit: rule('sender', 'submit', ['提交转诊', 'Submit']),
  triage: rule('receiver', 'triage', ['分诊', 'Triage']),
  accept: rule('receiver', 'accept', ['接受', 'Accept']),
  'lock-resource': rule('receiver', 'lock-resource', ['锁定号源或床位', 'Lock a slot or bed']),
  reschedule: rule('receiver', 'reschedule', ['改约', 'Reschedule']),
  'counter-offer': rule('receiver', 'counter-offer', ['另提方案', 'Counter-offer']),
  'accept-counter-offer': rule('sender', 'accept-counter-offer', ['同意所提方案', 'Accept the counter-offer']),
  'take-other-member': rule('sender', 'accept-counter-offer', ['改转所提机构', 'Go to the member offered']),
  'decline-counter-offer': rule('sender', 'decline-counter-offer', ['不同意所提方案', 'Decline the counter-offer']),
  reject: rule('receiver', 'reject', ['退回', 'Reject']),
  resubmit: rule('sender', 'resubmit', ['修改后重新提交', 'Submit again']),
  withdraw: rule('sender', 'withdraw', ['撤回', 'Withdraw']),
  cancel: rule('either', 'cancel', ['取消', 'Cancel']),
  notify: rule('either', 'notify', ['通知居民', 'Notify the resident']),
  'arrange-transport': rule('either', 'arrange-transport', ['安排转运', 'Arrange transport']),
  'confirm-arrival': rule('receiver', 'confirm-arrival', ['确认到院', 'Confirm arrival']),
  'start-care': rule('receiver', 'start-care', ['开始诊治', 'Start care']),
  'report-outcome': rule('receiver', 'report-outcome', ['回复结果', 'Report the outcome']),
  close: rule('sender', 'close', ['结案', 'Close']),
  'register-emergency': rule('either', 'register-emergency', ['急诊补登', 'Register an emergency']),
  'plan-follow-up': rule('sender', 'plan-follow-up', ['安排随访', 'Plan follow-up']),
  'complete-follow-up': rule('either', 'complete-follow-up', ['完成随访', 'Complete a follow-up']),
  finish: rule('sender', 'finish', ['完成', 'Finish']),
  'plan-down': rule('receiver', 'plan-down', ['拟下转', 'Plan a down-referral']),
  'offer-down': rule('sender', 'offer-down', ['发出下转', 'Offer the down-referral']),
  'accept-down': rule('receiver', 'accept-down', ['接收下转', 'Accept the down-referral']),
  'decline-down': rule('receiver', 'decline-down', ['不接收下转', 'Decline the down-referral']),
  'discharge-with-plan': rule('sender', 'discharge-with-plan', ['带方案出院', 'Discharge with plan']),
  'record-first-visit': rule('receiver', 'record-first-visit', ['登记首次随访', 'Record the first visit']),
  'record-monitoring': rule('receiver', 'record-monitoring', ['登记管理情况', 'Record monitoring']),
  'mark-stable': rule('receiver', 'mark-stable', ['标记病情稳定', 'Mark stable']),
  'refer-up-again': rule('receiver', 'refer-up-again', ['再次上转', 'Refer up again']),
  escalate: rule('platform', 'escalate', ['超时上报', 'Escalate']),
  expire: rule('platform', 'expire', ['逾期', 'Expire']),
};

/** Actions that a hospital without an account cannot sign itself: the sender's coordinator records its answer. */
export const outsideActions: readonly ReferralAction[] = ['accept', 'reject', 'confirm-arrival', 'start-care', 'report-outcome'];

/** What decides an ability: where the referral stands and what the person acting may do. */
export interface AbilityView {
  readonly flow: Flow;
  readonly state: ReferralState;
  readonly outside: boolean;
  readonly fromOrganisationName: string;
  readonly toOrganisationName: string;
  /** The sides that the person acting belongs to. */
  readonly sides: readonly Side[];
  readonly holds: (permission: string) => boolean;
}

/** Possible now, or the reason why not and who can release it. The same words on server, desk and command line. */
export function abilityOf(view: AbilityView, action: ReferralAction): ActionAbility {
  const { party, permission, title } = actionRules[action];
  if (stateAfter(view.flow, view.state, action) === undefined) return { action, allowed: false, reason: wrongState(view.state, title) };
  if (party === 'platform') return { action, allowed: false, reason: { zh: '由系统按时限自动办理', en: 'Done by the platform when a clock runs out' } };
  const acting = view.outside && outsideActions.includes(action) ? 'sender' : party;
  if (acting !== 'either' && !view.sides.includes(acting)) return { action, allowed: false, reason: otherSide(view, acting, title) };
  if (view.sides.length === 0) return { action, allowed: false, reason: otherSide(view, 'sender', title) };
  const needed = view.outside && outsideActions.includes(action) ? 'referral.record-outside-answer' : permission;
  if (!view.holds(needed)) return { action, allowed: false, reason: missingPermission(title) };
  return { action, allowed: true };
}

const wrongState = (state: ReferralState, title: Text): Text => ({
  zh: `“${stateTitles[state].zh}”状态下不能${title.zh}`,
  en: `${title.en}: not possible while the referral is “${stateTitles[state].en}”`,
});

function otherSide(view: AbilityView, side: Side, title: Text): Text {
  const name = side === 'sender' ? view.fromOrganisationName : view.toOrganisationName;
  return { zh: `${title.zh}由${name}办理`, en: `${title.en}: to be done by ${name}` };
}

const missingPermission = (title: Text): Text => ({
  zh: `当前角色不能${title.zh}，请由本机构转诊专员办理或由系统管理员分配角色`,
  en: `${title.en}: your role may not; ask the referral coordinator or the system administrator of your organisation`,
});
