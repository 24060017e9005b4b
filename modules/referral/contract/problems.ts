import type { ProblemDeclaration } from '#platform/kernel/problem.ts';

export const referralProblems = {
  'referral.not-found': {
    kind: 'not-found',
    zh: '没有找到该转诊，或您所在机构不是转出、转入方。请核对转诊单号，或请转出机构查询。',
    en: 'No such referral, or your organisation is neither its sender nor its receiver. Check the number or ask the sender.',
  },
  'referral.wrong-state': {
    kind: 'conflict',
    zh: '转诊当前状态不允许此操作，可能已被他人办理。请刷新后按页面提示的可办事项继续。',
    en: 'The referral is not in a state that allows this; somebody may have acted already. Refresh and choose from the actions shown.',
  },
  'referral.changed-meanwhile': {
    kind: 'conflict',
    zh: '您查看之后转诊已有变化。已填内容已保留，请刷新核对后再提交。',
    en: 'The referral changed after you opened it. What you typed is kept; refresh, compare and send again.',
  },
  'referral.other-side': {
    kind: 'forbidden',
    zh: '此步骤由转诊的另一方办理。请联系对方机构的转诊专员。',
    en: 'This step belongs to the other side of the referral. Ask the referral coordinator there.',
  },
  'referral.incomplete': {
    kind: 'business-rule',
    zh: '转诊单还不完整，请补充列出的项目后再提交；草稿已保存。',
    en: 'The referral is not complete. Fill in the places listed and submit again; the draft is kept.',
  },
  'referral.no-destination': {
    kind: 'business-rule',
    zh: '请选择接收机构，或填写医共体外医院的名称。',
    en: 'Choose the receiving organisation, or give the name of the hospital outside the consortium.',
  },
  'referral.same-organisation': {
    kind: 'business-rule',
    zh: '转出与接收机构不能相同。院内转科请在本院系统办理。',
    en: 'Sender and receiver must differ. A move within one organisation is arranged in its own system.',
  },
  'referral.no-agreement': {
    kind: 'business-rule',
    zh: '两机构之间没有有效的双向转诊协议。请选择已签约机构，或由医共体办公室签订协议；危急情况请按急诊优先级提交。',
    en: 'No valid referral agreement joins the two organisations. Choose another member or ask the consortium office to sign one; emergencies need none.',
  },
  'referral.treat-locally': {
    kind: 'business-rule',
    zh: '按病种清单，该诊断可在本级诊治。确需转诊请填写理由后提交，由接收方审核。',
    en: 'By the disease list this diagnosis is treated at your level. If a referral is needed, give the reason; the receiver will judge it.',
  },
  'referral.not-for-receiver': {
    kind: 'business-rule',
    zh: '按病种清单，接收机构不承接该诊断。请改选机构，或填写理由后发出。',
    en: 'By the disease list the receiving unit does not take this diagnosis. Choose another unit, or give a reason.',
  },
  'referral.already-live': {
    kind: 'conflict',
    zh: '该居民同一问题已有进行中的转诊，请改为“跟踪”该转诊；如需另转，由原转出方先撤回。',
    en: 'This person already has a live referral for the same problem. Track that one; its sender can withdraw it first.',
  },
  'referral.no-consent': {
    kind: 'business-rule',
    zh: '尚未取得居民或其代理人同意。请征得同意后勾选；无法表达意愿的危急患者请按急诊优先级提交。',
    en: 'Consent of the resident or a representative is missing. Record it; an emergency may go without.',
  },
  'referral.resource-needed': {
    kind: 'business-rule',
    zh: '接受非急诊转诊须同时锁定号源或床位。请选择号源或床位；没有空位时可“另提方案”。',
    en: 'Accepting a referral that is no emergency locks a slot or a bed. Choose one; with none free, make a counter-offer.',
  },
  'referral.no-resource': {
    kind: 'business-rule',
    zh: '该转诊还没有锁定的号源或床位，请先选择。',
    en: 'Choose a slot or a bed to lock.',
  },
  'referral.reason-unknown': {
    kind: 'invalid',
    zh: '原因编码不在目录中，请从列表选择。',
    en: 'The reason code is not in the catalogue. Choose from the list.',
  },
  'referral.counter-offer-incomplete': {
    kind: 'invalid',
    zh: '另提方案应写明时间、地点或机构：改时间请给出新号源或时间，改地点请给出科室或院区，改机构请选择成员机构。',
    en: 'A counter-offer names a time (slot or hour), a place (department or site) or another member.',
  },
  'referral.arrival-implausible': {
    kind: 'invalid',
    zh: '到院时间不能晚于现在，也不能早于提交时间。',
    en: 'The arrival cannot lie in the future, nor before the referral was made.',
  },
  'referral.emergency-too-late': {
    kind: 'business-rule',
    zh: '急诊补登须在到院后 24 小时内完成。已超时的请由医共体办公室另行登记说明。',
    en: 'An emergency is registered within 24 hours of arrival. Later, the consortium office records the case with a statement.',
  },
  'referral.not-outside': {
    kind: 'business-rule',
    zh: '接收方是医共体成员，应由对方自行答复。',
    en: 'The receiver is a member with an account and answers for itself.',
  },
  'referral.reconciliation-incomplete': {
    kind: 'business-rule',
    zh: '用药清单须逐条选择：继续、调整、停用或无药；调整、停用和无药须说明。',
    en: 'Every line of the medication list needs a decision: continue, change, stop or not stocked, with a note for the last three.',
  },
  'referral.parent-not-in-care': {
    kind: 'business-rule',
    zh: '原转诊不在诊治中或已回复结果的状态，不能由此下转。',
    en: 'A hand-back starts while the first referral is in care or its outcome is reported.',
  },
  'referral.care-plan-missing': {
    kind: 'business-rule',
    zh: '带方案出院须有管理方案和首访期限。',
    en: 'Discharge with a plan needs the care plan and the term of the first visit.',
  },
  'referral.follow-up-not-open': {
    kind: 'conflict',
    zh: '该随访任务已办结或不属于本转诊，请刷新列表。',
    en: 'This follow-up task is finished or belongs elsewhere. Refresh the list.',
  },
  'referral.follow-ups-open': {
    kind: 'business-rule',
    zh: '仍有未完成的随访任务，请先完成或登记失访。',
    en: 'Follow-up tasks are open. Complete them or record them as lost.',
  },
} as const satisfies Record<string, ProblemDeclaration>;
