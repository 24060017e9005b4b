import type { PermissionDeclaration } from '#platform/kernel/contract.ts';
import type { ProblemDeclaration, Text } from '#platform/kernel/problem.ts';

const DESKS = ['village-doctor', 'township-doctor', 'specialist', 'referral-coordinator', 'ward-manager', 'index-manager'] as const;

export const permissions = {
  'resident.read': { zh: '查找居民并查看主索引', en: 'Find residents and see their index entry', roles: [...DESKS, 'consortium-office', 'privacy-officer', 'insurance-office'] },
  'resident.register': { zh: '登记居民', en: 'Register a resident', roles: DESKS },
  'resident.register-newborn': { zh: '登记新生儿', en: 'Register a newborn', roles: DESKS },
  'resident.register-without-document': { zh: '登记身份不明患者', en: 'Register a person without document', roles: DESKS },
  'resident.update': { zh: '修改居民联系方式和证件', en: 'Change contact data and documents', roles: DESKS },
  'resident.reveal-identifier': { zh: '显示完整证件号或电话', en: 'Reveal a full identifier', roles: DESKS },
  'resident.issue-code': { zh: '发放居民码', en: 'Issue a resident code', roles: [...DESKS, 'resident'] },
  'resident.resolve-code': { zh: '扫描居民码', en: 'Resolve a resident code', roles: DESKS },
  'resident.list-reviews': { zh: '查看疑似重复', en: 'See possible doubles', roles: ['index-manager'] },
  'resident.decide-review': { zh: '判定疑似重复', en: 'Decide on possible doubles', roles: ['index-manager'] },
  'resident.merge': { zh: '合并居民档案', en: 'Merge residents', roles: ['index-manager'] },
  'resident.unmerge': { zh: '撤销合并', en: 'Take a merge back', roles: ['index-manager'] },
} as const satisfies Record<string, PermissionDeclaration>;

export const problems = {
  'resident.not-found': {
    kind: 'not-found',
    zh: '主索引中没有该居民，请核对编号或重新查找。',
    en: 'The index has no such resident. Check the number or search again.',
  },
  'resident.birth-date-differs': {
    kind: 'invalid',
    zh: '身份证号中的出生日期与填写的不一致，请核对后修改其中一项。',
    en: 'The birth date within the identity number differs from the one given. Correct one of them.',
  },
  'resident.sex-differs': {
    kind: 'invalid',
    zh: '身份证号中的性别与填写的不一致，请核对后修改其中一项。',
    en: 'The sex within the identity number differs from the one given. Correct one of them.',
  },
  'resident.document-incomplete': {
    kind: 'invalid',
    zh: '其他证件的类型和号码要一起填写。',
    en: 'Give type and number of the other document together.',
  },
  'resident.birth-in-future': {
    kind: 'invalid',
    zh: '出生日期不能晚于今天。',
    en: 'The birth date cannot lie after today.',
  },
  'resident.no-organisation': {
    kind: 'forbidden',
    zh: '请先选择代表的机构再登记；可由系统管理员分配机构。',
    en: 'Choose the organisation you act for before registering; the system administrator assigns it.',
  },
  'resident.not-a-mother': {
    kind: 'business-rule',
    zh: '所选母亲的性别或年龄与生育不符，请重新选择母亲。',
    en: 'The sex or age of the chosen mother does not fit a birth. Choose the mother again.',
  },
  'resident.identifier-taken': {
    kind: 'conflict',
    zh: '该证件号已属于另一位居民。请由主索引管理员在疑似重复中核对。',
    en: 'Another resident holds this number. The index manager can compare the two.',
  },
  'resident.identity-fixed': {
    kind: 'business-rule',
    zh: '已有身份证的居民不能在此改名或改号，请由主索引管理员办理。',
    en: 'Name and number of a resident with an identity card cannot be changed here. Ask the index manager.',
  },
  'resident.no-such-identifier': {
    kind: 'not-found',
    zh: '该居民没有登记这种证件。',
    en: 'This resident has no identifier of that kind.',
  },
  'resident.merged': {
    kind: 'conflict',
    zh: '该居民已合并到另一份主索引，请打开合并后的档案办理。',
    en: 'This resident has been merged into another entry. Open that one.',
  },
  'resident.same-resident': {
    kind: 'invalid',
    zh: '不能把一位居民与其自身合并。',
    en: 'A resident cannot be merged with itself.',
  },
  'resident.valid-cards-differ': {
    kind: 'business-rule',
    zh: '两份档案各有有效且不同的身份证号，通常是两个人。确认公安机关更正过号码后，请勾选确认再合并。',
    en: 'Both entries hold valid, different identity numbers: usually two people. Confirm that the police corrected the number, then merge.',
  },
  'resident.not-merged': {
    kind: 'conflict',
    zh: '该居民当前没有被合并，无需撤销。',
    en: 'This resident is not merged at present; there is nothing to take back.',
  },
  'resident.review-decided': {
    kind: 'conflict',
    zh: '这对疑似重复已经判定。如判错，请用合并或撤销合并更正。',
    en: 'This pair has been decided already. Correct it by merging or taking the merge back.',
  },
  'resident.code-invalid': {
    kind: 'business-rule',
    zh: '居民码无效、已使用或已过期，请居民重新出示。',
    en: 'The code is not valid, was used before, or has expired. Ask the resident to show a new one.',
  },
} as const satisfies Record<string, ProblemDeclaration>;

export const events = {
  'resident.registered': { zh: '居民已登记', en: 'A resident was registered' },
  'resident.newborn-registered': { zh: '新生儿已登记', en: 'A newborn was registered' },
  'resident.registered-without-document': { zh: '身份不明患者已登记', en: 'A person without document was registered' },
  'resident.updated': { zh: '居民信息已修改', en: 'A resident was changed' },
  'resident.review-opened': { zh: '发现疑似重复', en: 'A possible double was found' },
  'resident.review-decided': { zh: '疑似重复已判定', en: 'A possible double was decided' },
  'resident.merged': { zh: '居民已合并', en: 'Residents were merged' },
  'resident.unmerged': { zh: '合并已撤销', en: 'A merge was taken back' },
  'resident.code-issued': { zh: '居民码已发放', en: 'A resident code was issued' },
  'resident.code-resolved': { zh: '居民码已扫描', en: 'A resident code was resolved' },
} as const satisfies Record<string, Text>;
