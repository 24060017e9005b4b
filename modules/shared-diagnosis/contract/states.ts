import type { Text } from '#platform/kernel/problem.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { words } from './words.ts';

/** domain.md 4.2: order → performed → data → read → reviewed → issued → read by the requester. */
export const ORDER_STATES = words({
  ordered: ['已申请', 'Ordered'], scheduled: ['已预约', 'Scheduled'], acquired: ['已检查', 'Performed'], uploaded: ['已上传', 'Data arrived'],
  returned: ['退回重做', 'Returned to the site'], waiting: ['待诊断', 'Waiting for a reader'], reading: ['诊断中', 'Being read'], consulting: ['上级会诊中', 'With a higher centre'],
  preliminary: ['待审核', 'Preliminary, to be reviewed'], issued: ['已发布', 'Issued'], amended: ['已更正', 'Amended'], acknowledged: ['申请方已阅', 'Seen by the requester'],
  cancelled: ['已取消', 'Cancelled'],
});
export type OrderState = keyof typeof ORDER_STATES & string;
export const orderStates = Object.keys(ORDER_STATES) as OrderState[];

export const ORDER_ACTIONS = words({
  order: ['申请', 'Order'], schedule: ['预约', 'Schedule'], perform: ['登记检查', 'Record the examination'], 'attach-data': ['接收数据', 'Attach data'],
  'pass-quality': ['质量合格', 'Accept the quality'], return: ['退回重做', 'Return to the site'], redirect: ['改派中心', 'Send to another centre'], cancel: ['取消', 'Cancel'],
  claim: ['领取', 'Claim'], release: ['放回', 'Release'], 'consult-up': ['请上级会诊', 'Consult upward'], 'answer-consult': ['回复会诊', 'Answer the consultation'],
  'write-preliminary': ['提交初步报告', 'Write the preliminary report'], 'send-back': ['退回修改', 'Send back to the reader'], issue: ['审核发布', 'Review and issue'],
  'issue-emergency': ['急诊单签发布', 'Issue as an emergency'], confirm: ['补审核', 'Confirm the emergency report'], amend: ['更正报告', 'Amend the report'],
  acknowledge: ['确认已阅', 'Confirm having read it'], escalate: ['超时上报', 'Escalate'],
});
export type OrderAction = keyof typeof ORDER_ACTIONS & string;
export const orderActions = Object.keys(ORDER_ACTIONS) as OrderAction[];

/** Not listed = refused with `shared-diagnosis.wrong-state`. */
export const orderTable: StateTable<OrderState, OrderAction> = {
  ordered: { schedule: 'scheduled', perform: 'acquired', 'attach-data': 'uploaded', redirect: 'ordered', cancel: 'cancelled' },
  scheduled: { schedule: 'scheduled', perform: 'acquired', 'attach-data': 'uploaded', redirect: 'scheduled', cancel: 'cancelled' },
  acquired: { 'attach-data': 'uploaded', redirect: 'acquired', cancel: 'cancelled' },
  uploaded: { 'attach-data': 'uploaded', 'pass-quality': 'waiting', return: 'returned', redirect: 'uploaded', cancel: 'cancelled', escalate: 'uploaded' },
  returned: { schedule: 'scheduled', perform: 'acquired', 'attach-data': 'uploaded', cancel: 'cancelled' },
  waiting: { 'attach-data': 'waiting', claim: 'reading', return: 'returned', redirect: 'waiting', cancel: 'cancelled', escalate: 'waiting' },
  reading: {
    'attach-data': 'reading', claim: 'reading', release: 'waiting', return: 'returned', 'consult-up': 'consulting', 'write-preliminary': 'preliminary',
    'issue-emergency': 'issued', escalate: 'reading',
  },
  consulting: { 'attach-data': 'consulting', 'answer-consult': 'reading', escalate: 'consulting' },
  preliminary: { 'send-back': 'reading', issue: 'issued', escalate: 'preliminary' },
  issued: { confirm: 'issued', amend: 'amended', acknowledge: 'acknowledged', escalate: 'issued' },
  amended: { amend: 'amended', acknowledge: 'acknowledged', escalate: 'amended' },
  acknowledged: { confirm: 'acknowledged', amend: 'amended', escalate: 'acknowledged' },
  cancelled: {},
};

/** Who moves next; `centre` is the one that reads. */
export type Side = 'requester' | 'centre' | 'consultant';
export const whoseMove: Readonly<Record<OrderState, Side | 'none'>> = {
  ordered: 'requester', scheduled: 'requester', acquired: 'requester', uploaded: 'centre', returned: 'requester', waiting: 'centre', reading: 'centre',
  consulting: 'consultant', preliminary: 'centre', issued: 'requester', amended: 'requester', acknowledged: 'none', cancelled: 'none',
};

/** The promised moment counts from `waiting` until the report is issued. */
export const timedStates: readonly OrderState[] = ['waiting', 'reading', 'consulting', 'preliminary'];
/** On the list of the readers. */
export const readingStates: readonly OrderState[] = ['uploaded', 'waiting', 'reading', 'consulting', 'preliminary'];
export const reportedStates: readonly OrderState[] = ['issued', 'amended', 'acknowledged'];

/** domain.md 4.3. */
export const CRITICAL_STATES = words({
  detected: ['待核实', 'Detected'], verified: ['已核实待通知', 'Verified'], notified: ['已通知待确认', 'Notified'], acknowledged: ['已确认待处置', 'Acknowledged'],
  acted: ['已处置', 'Acted upon'], 'effect-recorded': ['已记录效果', 'Effect recorded'], closed: ['已闭环', 'Closed'], dismissed: ['已排除', 'Dismissed'],
});
export type CriticalState = keyof typeof CRITICAL_STATES & string;
export const criticalStates = Object.keys(CRITICAL_STATES) as CriticalState[];

export const CRITICAL_ACTIONS = words({
  detect: ['发现', 'Detect'], verify: ['核实', 'Verify'], dismiss: ['排除', 'Dismiss'], notify: ['通知', 'Notify'], acknowledge: ['确认收到', 'Acknowledge'],
  escalate: ['逐级上报', 'Escalate'], act: ['记录处置', 'Record the action'], 'record-effect': ['记录效果', 'Record the effect'], close: ['闭环', 'Close'],
});
export type CriticalAction = keyof typeof CRITICAL_ACTIONS & string;
export const criticalActions = Object.keys(CRITICAL_ACTIONS) as CriticalAction[];

/** An escalation leaves the state as it is: the clock runs on until somebody acknowledges. */
export const criticalTable: StateTable<CriticalState, CriticalAction> = {
  detected: { verify: 'verified', dismiss: 'dismissed' },
  verified: { notify: 'notified', dismiss: 'dismissed' },
  notified: { notify: 'notified', acknowledge: 'acknowledged', escalate: 'notified' },
  acknowledged: { act: 'acted' },
  acted: { act: 'acted', 'record-effect': 'effect-recorded' },
  'effect-recorded': { act: 'acted', 'record-effect': 'effect-recorded', close: 'closed' },
  closed: {},
  dismissed: {},
};
export const openCriticalStates: readonly CriticalState[] = ['detected', 'verified', 'notified', 'acknowledged', 'acted', 'effect-recorded'];

/** Who moves next on a critical value. */
export const criticalMove: Readonly<Record<CriticalState, 'reporter' | 'receiver' | 'none'>> = {
  detected: 'reporter', verified: 'reporter', notified: 'receiver', acknowledged: 'receiver', acted: 'receiver', 'effect-recorded': 'receiver', closed: 'none', dismissed: 'none',
};

export const titleOf = (table: Readonly<Record<string, Text>>, code: string): Text => table[code] ?? { zh: code, en: code };
