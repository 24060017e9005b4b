import type { PermissionDeclaration } from '#platform/kernel/contract.ts';
import type { ProblemDeclaration } from '#platform/kernel/problem.ts';

const CLINICIANS = ['village-doctor', 'township-doctor', 'specialist', 'referral-coordinator'] as const;
const DOCTORS = ['village-doctor', 'township-doctor', 'specialist'] as const;

export const permissions = {
  'health-record.read': { zh: '查看有诊疗、转诊、签约等关系的居民健康档案', en: 'Read the record of a person with whom a relation exists', roles: CLINICIANS },
  'health-record.review-access': { zh: '查看档案的访问记录', en: 'Review who looked at a record', roles: ['privacy-officer', 'audit-administrator'] },
  'health-record.register-consent': { zh: '登记居民的授权或拒绝', en: 'Register what residents permit or refuse', roles: CLINICIANS },
  'health-record.withdraw-consent': { zh: '为居民撤回授权或拒绝', en: 'Withdraw consents and refusals for residents', roles: CLINICIANS },
  'health-record.break-glass': { zh: '紧急查看档案', en: 'Open a record in an emergency', roles: DOCTORS },
  'health-record.reveal-item': { zh: '显示遮蔽的敏感内容', en: 'Uncover sensitive items', roles: DOCTORS },
  'health-record.share-item': { zh: '向其他机构共享一项内容', en: 'Share one thing with another organisation', roles: CLINICIANS },
  'health-record.request-access': { zh: '申请打开居民档案', en: 'Ask that a record be opened', roles: CLINICIANS },
  'health-record.decide-access-request': { zh: '复核同事打开档案的申请', en: 'Decide on the requests of colleagues', roles: [...CLINICIANS, 'ward-manager', 'privacy-officer'] },
  'health-record.list-reviews': { zh: '查看待复核的紧急查看和告警', en: 'See emergency openings and alarms', roles: ['privacy-officer'] },
  'health-record.decide-review': { zh: '给出复核结论', en: 'Decide reviews', roles: ['privacy-officer'] },
  'health-record.answer-request': { zh: '答复居民的异议和更正', en: 'Answer objections and corrections', roles: ['privacy-officer'] },
  'health-record.list-sensitive-kinds': { zh: '查看敏感诊断清单', en: 'See the list of sensitive kinds', roles: ['privacy-officer', 'security-administrator', 'audit-administrator'] },
  'health-record.change-sensitive-kind': { zh: '修改敏感诊断清单', en: 'Change the list of sensitive kinds', roles: ['privacy-officer', 'security-administrator'] },
  'portal.own-record': { zh: '查看本人的健康档案', en: 'Read the own record', roles: ['resident'] },
  'portal.register-own-consent': { zh: '本人授权或拒绝', en: 'Permit or refuse for oneself', roles: ['resident'] },
  'portal.withdraw-own-consent': { zh: '本人撤回授权或拒绝', en: 'Withdraw own consents and refusals', roles: ['resident'] },
  'portal.raise-own-request': { zh: '提出异议或更正', en: 'Object or ask for a correction', roles: ['resident'] },
} as const satisfies Record<string, PermissionDeclaration>;

export const problems = {
  'health-record.no-own-record': {
    kind: 'not-found',
    zh: '此账号尚未与居民主索引关联，请携带身份证件到任一成员单位办理。',
    en: 'This account is not linked to a person yet. Any member organisation links it when shown an identity document.',
  },
  'health-record.no-organisation': { kind: 'forbidden', zh: '请先选择代表的机构再操作；可由系统管理员分配机构。', en: 'Choose the organisation you act for first; the system administrator assigns it.' },
  'health-record.no-person': { kind: 'not-found', zh: '没有这位居民，请核对后重新查找。', en: 'There is no such person. Check and search again.' },
  'health-record.no-organisation-meant': { kind: 'not-found', zh: '没有所选的机构，请重新选择。', en: 'The organisation chosen does not exist. Choose again.' },
  'health-record.consent-not-found': { kind: 'not-found', zh: '没有这份授权，或不属于该居民。', en: 'There is no such consent, or it is not of this person.' },
  'health-record.consent-withdrawn': { kind: 'conflict', zh: '这份授权已经撤回，无需再次撤回。', en: 'This consent has been withdrawn already.' },
  'health-record.consent-needs-end': { kind: 'invalid', zh: '授权必须有期限，且指明一个机构。请填写天数和机构。', en: 'A permit needs an end and one organisation. Give the days and the organisation.' },
  'health-record.already-open': { kind: 'business-rule', zh: '您所在机构已可查看该档案，不需要紧急查看或申请。', en: 'Your organisation can open this record already; no emergency opening or request is needed.' },
  'health-record.item-not-found': { kind: 'not-found', zh: '该档案中没有这项内容。', en: 'The record has no such item.' },
  'health-record.item-not-yours': { kind: 'forbidden', zh: '只能共享本机构书写的内容；其他内容请由书写机构共享。', en: 'Only what your own organisation wrote can be shared; ask its author for anything else.' },
  'health-record.review-not-found': { kind: 'not-found', zh: '没有这条复核，或不属于您的机构。', en: 'There is no such review, or it is not of your organisation.' },
  'health-record.review-decided': { kind: 'conflict', zh: '这条复核已有结论。', en: 'This review has been decided already.' },
  'health-record.own-review': { kind: 'forbidden', zh: '不能复核自己的查看；请由另一位隐私专员处理。', en: 'Nobody reviews the own look; another privacy officer decides.' },
  'health-record.request-not-found': { kind: 'not-found', zh: '没有这条申请，或不属于您的机构。', en: 'There is no such request, or it is not of your organisation.' },
  'health-record.request-answered': { kind: 'conflict', zh: '这条申请已有答复。', en: 'This request has been answered already.' },
  'health-record.own-request': { kind: 'forbidden', zh: '自己提出的申请须由同一机构的另一位同事复核。', en: 'A colleague of the same organisation decides on your request, not you.' },
  'health-record.sensitive-kind-overtaken': { kind: 'conflict', zh: '该类别已被他人修改，请刷新后再改。', en: 'Somebody else has changed this kind. Reload and change it again.' },
  'health-record.nothing-to-stop': { kind: 'conflict', zh: '没有正在进行的重新标记。', en: 'No marking is under way.' },
  'health-record.nothing-to-resume': { kind: 'conflict', zh: '没有停下的重新标记可以继续。', en: 'No marking has been stopped that could go on.' },
  'health-record.too-many-requests': { kind: 'too-many', zh: '待答复的申请已达上限，请等待答复后再提。', en: 'Too many of your requests wait for an answer. Wait for one before raising another.' },
} as const satisfies Record<string, ProblemDeclaration>;
