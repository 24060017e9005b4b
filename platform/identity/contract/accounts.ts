import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';

const text = z.object({ zh: z.string(), en: z.string() });
const id = z.string().min(1).max(64);
const reason = z.string().trim().min(4, '请写明原因（至少 4 个字） | Give a reason of at least 4 characters').max(500);
const day = z.iso.date({ error: '日期应为 YYYY-MM-DD 且真实存在 | A real date as YYYY-MM-DD' });

const assignmentSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  role: z.string(),
  roleTitle: text,
  validFrom: z.string(),
  validUntil: z.string().nullable(),
});

const accountState = z.enum(['active', 'waiting', 'locked', 'disabled']);

const accountSchema = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  /** waiting: never signed in, the set-up link is unused; locked: by failed sign-ins; disabled: by an administrator. */
  state: accountState,
  lockedUntil: z.string().nullable(),
  hasSecondFactor: z.boolean(),
  lastSignedInAt: z.string().nullable(),
  assignments: z.array(assignmentSchema),
});
export type AccountView = z.infer<typeof accountSchema>;

export const listAccounts = query({
  name: 'listAccounts',
  path: '/accounts',
  permission: 'account.list',
  summary: { zh: '本机构及下级的工作人员账号', en: 'Accounts of staff here and below' },
  input: z.object({
    q: z.string().max(100).optional(),
    state: accountState.optional(),
    role: z.string().max(64).optional(),
    organisationId: id.optional(),
    ...pageInput,
  }),
  output: pageOf(accountSchema),
});

export const getAccount = query({
  name: 'getAccount',
  path: '/accounts/{id}',
  permission: 'account.list',
  summary: { zh: '账号详情：角色、第二验证方式、登录设备', en: 'One account: roles, second factors, sessions' },
  input: z.object({ id }),
  output: accountSchema.extend({
    createdAt: z.string(),
    passwordChangedAt: z.string().nullable(),
    hasTotp: z.boolean(),
    passkeys: z.number(),
    recoveryCodes: z.number(),
    sessions: z.array(z.object({
      id: z.string(), createdAt: z.string(), lastSeenAt: z.string(), address: z.string(), isInside: z.boolean(),
      device: z.object({ browser: z.string(), system: z.string() }),
      method: z.enum(['password', 'password-totp', 'password-recovery-code', 'passkey', 'setup-link', 'outside']),
    })),
  }),
});

export const listRoles = query({
  name: 'listRoles',
  path: '/roles',
  permission: 'account.list',
  summary: { zh: '可授予的角色', en: 'Roles that can be granted' },
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ role: z.string(), title: text })) }),
});

/** Shown once; works once, for seven days. */
const linkSchema = z.object({ id: z.string(), path: z.string() });

export const createAccount = command({
  name: 'createAccount',
  path: '/accounts',
  permission: 'account.create',
  event: 'account.created',
  stepUp: true,
  summary: { zh: '建立账号，得到一次性设置链接', en: 'Make an account; answers its set-up link' },
  input: z.object({
    login: z.string().trim().min(2).max(64),
    name: z.string().trim().min(1).max(100),
    organisationId: id,
    practitionerId: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/).optional(),
  }),
  output: linkSchema,
});

export const issueSetUpLink = command({
  name: 'issueSetUpLink',
  path: '/accounts/{id}/set-up-link',
  permission: 'account.issue-set-up-link',
  event: 'account.set-up-link-issued',
  stepUp: true,
  summary: { zh: '为账号生成新的设置链接，用于重设密码', en: 'Make a new set-up link, to set the password again' },
  input: z.object({ id, reason }),
  output: linkSchema,
});

export const grantRole = command({
  name: 'grantRole',
  path: '/accounts/{id}/roles',
  permission: 'account.grant-role',
  event: 'account.role-granted',
  stepUp: true,
  summary: { zh: '授予角色', en: 'Grant a role' },
  input: z.object({ id, organisationId: id, role: z.string().min(1).max(64), validFrom: day.optional(), validUntil: day.nullable().default(null), reason }),
  output: accountSchema,
});

export const revokeRole = command({
  name: 'revokeRole',
  path: '/accounts/{id}/roles/{assignmentId}/revoke',
  permission: 'account.revoke-role',
  event: 'account.role-revoked',
  stepUp: true,
  summary: { zh: '撤销角色', en: 'Revoke a role' },
  input: z.object({ id, assignmentId: id, reason }),
  output: accountSchema,
});

export const lockAccount = command({
  name: 'lockAccount',
  path: '/accounts/{id}/lock',
  permission: 'account.lock',
  event: 'account.locked',
  stepUp: 'or-password',
  summary: { zh: '停用账号并退出其所有登录', en: 'Disable an account and sign it out everywhere' },
  input: z.object({ id, reason }),
  output: accountSchema,
});

export const unlockAccount = command({
  name: 'unlockAccount',
  path: '/accounts/{id}/unlock',
  permission: 'account.unlock',
  event: 'account.unlocked',
  stepUp: 'or-password',
  summary: { zh: '解锁或恢复账号', en: 'Unlock or enable an account' },
  input: z.object({ id, reason }),
  output: accountSchema,
});

export const resetFactors = command({
  name: 'resetFactors',
  path: '/accounts/{id}/reset-factors',
  permission: 'account.reset-factors',
  event: 'account.factors-reset',
  stepUp: true,
  summary: { zh: '移除账号的全部第二验证方式', en: 'Take away all second factors of an account' },
  input: z.object({ id, reason }),
  output: accountSchema,
});

export const endAccountSessions = command({
  name: 'endAccountSessions',
  path: '/accounts/{id}/end-sessions',
  permission: 'account.end-sessions',
  event: 'account.sessions-ended',
  summary: { zh: '退出账号的所有登录', en: 'Sign an account out everywhere' },
  input: z.object({ id, reason }),
  output: z.object({ ended: z.number() }),
});

const system = ['system-administrator'];
const security = ['security-administrator'];

export const contract = {
  module: 'accounts',
  title: { zh: '账号与角色', en: 'Accounts and roles' },
  operations: { listAccounts, getAccount, listRoles, createAccount, issueSetUpLink, grantRole, revokeRole, lockAccount, unlockAccount, resetFactors, endAccountSessions },
  permissions: {
    'account.list': { zh: '查看账号', en: 'See accounts', roles: [...system, ...security] },
    'account.create': { zh: '建立账号', en: 'Make accounts', roles: system },
    'account.issue-set-up-link': { zh: '生成设置链接', en: 'Make set-up links', roles: system },
    'account.lock': { zh: '停用账号', en: 'Disable accounts', roles: [...system, ...security] },
    'account.unlock': { zh: '解锁账号', en: 'Unlock accounts', roles: system },
    'account.end-sessions': { zh: '退出他人登录', en: 'Sign others out', roles: [...system, ...security] },
    'account.grant-role': { zh: '授予角色', en: 'Grant roles', roles: security },
    'account.revoke-role': { zh: '撤销角色', en: 'Revoke roles', roles: security },
    'account.reset-factors': { zh: '移除第二验证方式', en: 'Take second factors away', roles: security },
  },
  problems: {
    'account.administrators-apart': {
      kind: 'business-rule',
      zh: '系统管理员、安全管理员、审计管理员须由不同的人担任。请先撤销此人现有的管理员角色，或授予他人。',
      en: 'System, security and audit administrators are different people. Revoke the administrator role that this person holds first, or grant it to somebody else.',
    },
    'account.own-account': {
      kind: 'forbidden',
      zh: '不能对自己的账号执行此操作，请由另一位管理员办理。',
      en: 'This cannot be done to the own account. Ask another administrator.',
    },
    'account.unknown-role': {
      kind: 'invalid',
      zh: '没有这个角色，请从列表中选择。',
      en: 'There is no such role. Choose one from the list.',
    },
    'account.wrong-state': {
      kind: 'conflict',
      zh: '账号已处于该状态，或没有可执行的内容。请刷新后核对。',
      en: 'The account is in that state already, or there is nothing to do. Refresh and look again.',
    },
    'account.administrator-link': {
      kind: 'forbidden',
      zh: '管理员账号的密码不能由另一位管理员通过链接重设。请在服务器上运行 yigong user setup-link。',
      en: 'The password of an administrator is not reset by another administrator\'s link. Run `yigong user setup-link` on the server.',
    },
  },
  events: {
    'account.created': { zh: '账号已建立', en: 'An account was made' },
    'account.set-up-link-issued': { zh: '已生成设置链接', en: 'A set-up link was made' },
    'account.role-granted': { zh: '角色已授予', en: 'A role was granted' },
    'account.role-revoked': { zh: '角色已撤销', en: 'A role was revoked' },
    'account.locked': { zh: '账号已停用', en: 'An account was disabled' },
    'account.unlocked': { zh: '账号已解锁', en: 'An account was unlocked' },
    'account.factors-reset': { zh: '第二验证方式已移除', en: 'Second factors were taken away' },
    'account.sessions-ended': { zh: '已退出所有登录', en: 'Sessions were ended' },
  },
} as const satisfies ModuleContract;
