import type { ProblemDeclaration } from '#platform/kernel/problem.ts';

const conflict = (zh: string, en: string) => ({ kind: 'conflict' as const, zh, en });
const ruled = (zh: string, en: string) => ({ kind: 'business-rule' as const, zh, en });

export const diagnosisProblems = {
  'shared-diagnosis.not-found': { kind: 'not-found', zh: '没有找到，或您所在机构不是申请、检查、诊断任何一方。请核对编号。', en: 'Not found, or your organisation takes no part in it. Check the number.' },
  'shared-diagnosis.wrong-state': conflict('当前状态不允许此操作，可能已被他人办理。请刷新后按页面提示继续。', 'The present state does not allow this; somebody may have acted already. Refresh and choose from the actions shown.'),
  'shared-diagnosis.changed-meanwhile': conflict('您查看之后已有变化。已填内容已保留，请刷新核对后再提交。', 'It changed after you opened it. What you typed is kept; refresh, compare and send again.'),
  'shared-diagnosis.other-side': { kind: 'forbidden', zh: '此步骤由另一方机构办理。', en: 'This step belongs to another organisation.' },
  'shared-diagnosis.no-centre': ruled('当天没有为该机构、该检查类型签约的诊断中心。请由医共体办公室签订服务合同。', 'No diagnosis centre is under contract for this organisation and examination on this day. The consortium office signs contracts.'),
  'shared-diagnosis.not-the-centre': ruled('医共体未指定该机构为这些成员的服务中心。请先在“服务中心”里指定，或把合同登记为第二中心。', 'The consortium has not made this organisation the centre for these members. Assign it under Service centres first, or sign it as a second centre.'),
  'shared-diagnosis.not-a-member': ruled('合同双方不在同一个医共体内。', 'Centre and member are not in one consortium on that day.'),
  'shared-diagnosis.contract-overlaps': conflict('同一成员、同一类型、同一顺位在这段时间已有合同。请先终止原合同。', 'The member already has a contract of this kind and rank in the period. End that one first.'),
  'shared-diagnosis.shares-do-not-sum': ruled('分成比例合计须为 100%。', 'The shares must sum to 100%.'),
  'shared-diagnosis.modality-unknown': ruled('检查类型与诊断类别不符。', 'The modality does not belong to this kind of diagnosis.'),
  'shared-diagnosis.period-reversed': ruled('结束不能早于开始。', 'The end lies before the beginning.'),
  'shared-diagnosis.already-ended': conflict('已经终止。', 'It has ended already.'),
  'shared-diagnosis.no-permit': ruled('您在该中心没有此类检查的有效诊断许可。请由医共体办公室登记许可。', 'You hold no valid permit of this centre for this kind of examination. The consortium office registers permits.'),
  'shared-diagnosis.no-reviewer-permit': ruled('审核需要审核医师许可。请由有审核许可的医师审核，或由医共体办公室登记。', 'Reviewing needs a reviewer permit. Ask a reviewer, or the consortium office to register one.'),
  'shared-diagnosis.claimed': conflict('已被其他医师领取。对方放回或锁定到期后可以领取。', 'Another reader has claimed it. It is free again when released or when the lock ends.'),
  'shared-diagnosis.not-yours': conflict('报告不在您名下。请先领取；若锁定已过期请重新领取。', 'It is not claimed by you. Claim it first; claim again if your lock has ended.'),
  'shared-diagnosis.same-person': ruled('初步报告与审核须为不同医师。请由另一位审核医师审核。', 'Preliminary report and review must be by different persons. Ask another reviewer.'),
  'shared-diagnosis.not-an-emergency': ruled('只有急诊可以单人签发，须在 24 小时内补审核。', 'Only an emergency may be issued by one reader; it is reviewed within 24 hours.'),
  'shared-diagnosis.report-empty': ruled('请填写检查所见和诊断意见。', 'Give findings and impression.'),
  'shared-diagnosis.measurement-invalid': ruled('测量值不符合模板要求，请更正列出的项目。', 'A measurement does not fit its template; correct the places listed.'),
  'shared-diagnosis.no-higher-centre': ruled('所选机构不能会诊：须是不同的机构。', 'That organisation cannot be consulted: it must be another one.'),
  'shared-diagnosis.quality-too-low': ruled('丙级质量须写明原因或退回重做。', 'Grade C needs a note, or return it to the site.'),
  'shared-diagnosis.no-second-centre': ruled('没有其他签约中心可以改派。', 'There is no other centre under contract to send it to.'),
  'shared-diagnosis.nothing-to-confirm': conflict('该报告不需要补审核。', 'This report needs no later review.'),
  'shared-diagnosis.shift-overlaps': conflict('该医师这段时间已有排班。', 'This reader has a shift in that time already.'),
  'shared-diagnosis.rule-invalid': ruled('危急值规则不完整：数值规则需要比较符、数值和单位。', 'The rule is not complete: a numeric rule needs comparator, value and unit.'),
  'shared-diagnosis.read-back-missing': ruled('请先复述确认后再登记收到。', 'Read the value back before acknowledging.'),
  'shared-diagnosis.own-report': ruled('不能复读本人书写或审核的报告。', 'A report cannot be re-read by one of its own readers.'),
  'shared-diagnosis.nothing-to-sample': ruled('该月没有可抽取的报告，或已全部抽取。', 'There is no report left to sample in that month.'),
  'shared-diagnosis.month-not-over': ruled('该月尚未结束，不能锁定结算单。', 'The month is not over; its statement cannot be frozen yet.'),
  'shared-diagnosis.statement-unchanged': conflict('自上次锁定后没有变化，无需新版本。', 'Nothing changed since the last frozen version.'),
  'shared-diagnosis.reason-needed': ruled('新版本的结算单须写明原因。', 'A new version of a statement needs its reason.'),
} as const satisfies Record<string, ProblemDeclaration>;
