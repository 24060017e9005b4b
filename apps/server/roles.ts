import type { Text } from '#platform/kernel/problem.ts';

/** Every role that an assignment may name. Which permissions a role holds is declared in the contracts of the rooms. */
export const ROLES = {
  'village-doctor': { zh: '村医', en: 'Village doctor' },
  'township-doctor': { zh: '基层医生', en: 'Township doctor' },
  'specialist': { zh: '专科医生', en: 'Specialist' },
  'referral-coordinator': { zh: '转诊专员', en: 'Referral coordinator' },
  'ward-manager': { zh: '床位管理员', en: 'Ward manager' },
  'diagnostic-reader': { zh: '诊断医生', en: 'Reading doctor' },
  'technician': { zh: '医技人员', en: 'Technician' },
  'laboratory-staff': { zh: '检验人员', en: 'Laboratory staff' },
  'coder': { zh: '病案编码员', en: 'Clinical coder' },
  'insurance-office': { zh: '医保办', en: 'Insurance office of the consortium' },
  'insurance-bureau': { zh: '医保局', en: 'Insurance bureau' },
  'integrator': { zh: '接口工程师', en: 'Integration engineer' },
  'consortium-office': { zh: '医共体办公室', en: 'Consortium office' },
  'index-manager': { zh: '主索引管理员', en: 'Index manager' },
  'health-bureau': { zh: '卫健局', en: 'Health bureau' },
  'privacy-officer': { zh: '隐私专员', en: 'Privacy officer' },
  'security-administrator': { zh: '安全管理员', en: 'Security administrator' },
  'system-administrator': { zh: '系统管理员', en: 'System administrator' },
  'audit-administrator': { zh: '审计管理员', en: 'Audit administrator' },
  'resident': { zh: '居民', en: 'Resident' },
} as const satisfies Record<string, Text>;

export type Role = keyof typeof ROLES;

export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);

export const roleTitle = (role: string): Text => (isRole(role) ? ROLES[role] : { zh: role, en: role });
