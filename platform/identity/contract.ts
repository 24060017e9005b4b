import { z } from 'zod';
import { command, query, type ModuleContract } from '#platform/kernel/contract.ts';
import { beginLaunch, decideAuthorisation, getAuthorisation, listLaunchableApps, revokeOwnApp } from './contract/authorisations.ts';
import {
  addPasskey, beginOutsideLink, beginPasskey, beginPasskeySignIn, beginStepUp, beginTotp, changeOwnPassword, chooseNewPassword, confirmTotp, endOtherSessions, endOwnSession, getOwnSecurity,
  proveSecondFactor, removePasskey, removeTotp, renewRecoveryCodes, signInWithPasskey, stepUp,
} from './contract/own-account.ts';
import { sessionSchema } from './contract/session-view.ts';

/** Sign-ins are audited but not announced: no reaction follows them, and colleagues' screens need not know. */
const unannounced = { event: '' } as const;
const own = { permission: 'signed-in' } as const;
const done = z.object({ done: z.literal(true) });

export const getSession = query({
  name: 'getSession',
  path: '/session',
  permission: 'public',
  summary: { zh: '当前登录、可用身份与权限', en: 'Who is signed in, as whom, with which permissions' },
  input: z.object({}),
  output: sessionSchema,
});

export const signIn = command({
  name: 'signIn',
  path: '/session',
  permission: 'public',
  ...unannounced,
  summary: { zh: '登录', en: 'Sign in' },
  input: z.object({ login: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
  output: sessionSchema,
});

export const signOut = command({
  name: 'signOut',
  path: '/session/end',
  permission: 'public',
  ...unannounced,
  summary: { zh: '退出登录', en: 'Sign out' },
  input: z.object({}),
  output: sessionSchema,
});

export const actFor = command({
  name: 'actFor',
  path: '/session/act',
  ...own,
  ...unannounced,
  summary: { zh: '切换所代表的机构', en: 'Act for another organisation' },
  input: z.object({ organisationId: z.string().min(1).max(64) }),
  output: sessionSchema,
});

export const setUpAccount = command({
  name: 'setUpAccount',
  path: '/setup',
  permission: 'public',
  ...unannounced,
  summary: { zh: '用一次性链接建立首个管理员或重设密码', en: 'Make the first administrator, or set a password, with a link that works once' },
  input: z.object({
    token: z.string().min(1).max(200),
    login: z.string().max(200).optional(),
    name: z.string().max(100).optional(),
    password: z.string().min(1).max(1000),
  }),
  output: sessionSchema,
});

export const DRAFT_BYTES_MAX = 256 * 1024;
export const DRAFTS_MAX = 100;
export const SAVED_VIEWS_MAX = 200;

const key = z.string().min(1).max(300);

const draftSchema = z.object({ key, title: z.string(), path: z.string(), value: z.unknown(), updatedAt: z.string() });
export type DraftView = z.infer<typeof draftSchema>;

export const listDrafts = query({
  name: 'listDrafts',
  path: '/drafts',
  ...own,
  summary: { zh: '本人未提交的草稿', en: 'My unsent drafts' },
  input: z.object({}),
  output: z.object({ rows: z.array(draftSchema) }),
});

/** Kept out of audit and outbox: it happens at every pause in typing and tells nobody else anything. */
export const saveDraft = command({
  name: 'saveDraft',
  path: '/drafts',
  ...own,
  ...unannounced,
  summary: { zh: '保存草稿', en: 'Keep a draft' },
  input: z.object({
    key,
    title: z.string().max(200).default(''),
    path: z.string().max(500).startsWith('/').default('/'),
    value: z.unknown(),
  }),
  output: done,
});

export const discardDraft = command({
  name: 'discardDraft',
  path: '/drafts/discard',
  ...own,
  ...unannounced,
  summary: { zh: '丢弃草稿', en: 'Discard a draft' },
  input: z.object({ key }),
  output: done,
});

const savedViewSchema = z.object({ listKey: key, name: z.string(), value: z.unknown() });
export type SavedView = z.infer<typeof savedViewSchema>;

export const listSavedViews = query({
  name: 'listSavedViews',
  path: '/saved-views',
  ...own,
  summary: { zh: '本人保存的列表视图', en: 'My saved views of lists' },
  input: z.object({ listKey: key.optional() }),
  output: z.object({ rows: z.array(savedViewSchema) }),
});

export const saveView = command({
  name: 'saveView',
  path: '/saved-views',
  ...own,
  ...unannounced,
  summary: { zh: '保存列表视图', en: 'Save a view of a list' },
  input: z.object({ listKey: key, name: z.string().trim().min(1).max(60), value: z.unknown() }),
  output: done,
});

export const deleteView = command({
  name: 'deleteView',
  path: '/saved-views/delete',
  ...own,
  ...unannounced,
  summary: { zh: '删除列表视图', en: 'Delete a saved view' },
  input: z.object({ listKey: key, name: z.string() }),
  output: done,
});

export const contract = {
  module: 'identity',
  title: { zh: '身份与登录', en: 'Identity' },
  operations: {
    getSession, signIn, signOut, actFor, setUpAccount,
    proveSecondFactor, chooseNewPassword, beginPasskeySignIn, signInWithPasskey, beginStepUp, stepUp,
    getOwnSecurity, endOwnSession, endOtherSessions, changeOwnPassword, beginTotp, confirmTotp, removeTotp, renewRecoveryCodes, beginPasskey, addPasskey, removePasskey, beginOutsideLink,
    getAuthorisation, decideAuthorisation, revokeOwnApp, listLaunchableApps, beginLaunch,
    listDrafts, saveDraft, discardDraft, listSavedViews, saveView, deleteView,
  },
  permissions: {},
  trail: {
    'identity.sign-in': { zh: '登录', en: 'Signed in' },
    'identity.sign-out': { zh: '退出登录', en: 'Signed out' },
    'identity.end-session': { zh: '远程退出登录', en: 'Ended a session from afar' },
    'identity.step-up': { zh: '再次证明身份', en: 'Proved again who it is' },
    'identity.act-for': { zh: '切换所代表的机构', en: 'Changed the organisation acted for' },
    'identity.change-password': { zh: '修改密码', en: 'Changed the password' },
    'identity.add-totp': { zh: '添加验证器', en: 'Added an authenticator app' },
    'identity.remove-totp': { zh: '移除验证器', en: 'Removed the authenticator app' },
    'identity.add-passkey': { zh: '添加通行密钥', en: 'Added a passkey' },
    'identity.remove-passkey': { zh: '移除通行密钥', en: 'Removed a passkey' },
    'identity.renew-recovery-codes': { zh: '更换恢复码', en: 'Renewed the recovery codes' },
    'identity.link-outside': { zh: '关联外部身份', en: 'Linked an outside identity' },
    'identity.issue-token': { zh: '签发机器客户端令牌', en: 'Issued a token to a machine' },
    'identity.authorise-app': { zh: '授权应用', en: 'Authorised an app' },
    'identity.revoke-app': { zh: '撤销应用授权', en: 'Took an authorisation of an app back' },
    'identity.launch-app': { zh: '打开应用', en: 'Opened an app' },
  },
  problems: {
    'identity.sign-in-failed': {
      kind: 'unauthenticated',
      zh: '登录名或密码不正确，或账号已停用或锁定。请核对后重试；忘记密码请联系本机构系统管理员。',
      en: 'The login or the password is wrong, or the account is disabled. Try again, or ask the system administrator of your organisation.',
    },
    'identity.sign-in-throttled': {
      kind: 'too-many',
      zh: '登录失败次数过多，请稍后再试（最长 30 分钟），或请本机构系统管理员解锁。',
      en: 'Too many failed sign-ins. Wait (30 minutes at most), or ask the system administrator of your organisation to unlock the account.',
    },
    'identity.cross-site': {
      kind: 'forbidden',
      zh: '该请求不是由本系统页面发出的，已拒绝。请在本系统页面内操作；程序调用请使用访问令牌。',
      en: 'This request did not come from a page of this system and was refused. Use the pages, or an access token from a program.',
    },
    'identity.setup-link-invalid': {
      kind: 'conflict',
      zh: '该链接无效、已使用或已过期。请在服务器上运行 yigong user setup-link 取得新链接。',
      en: 'This link is not valid, was used, or has expired. Run `yigong user setup-link` on the server for a new one.',
    },
    'identity.password-weak': {
      kind: 'invalid',
      zh: '密码须 10 至 128 个字符，含大写、小写、数字、符号中的三类（满 16 个字符则不限），且不含登录名。',
      en: 'A password has 10 to 128 characters of three kinds among upper case, lower case, digits and signs (16 or more: any), without the login.',
    },
    'identity.password-common': {
      kind: 'invalid',
      zh: '该密码过于常见，由常用词、键盘顺序、连续数字或日期组成，容易被猜中，请换一个。',
      en: 'This password is made of common words, keyboard runs, numbers or dates, and is guessed first. Choose another.',
    },
    'identity.password-used': {
      kind: 'invalid',
      zh: '该密码最近用过，不能与最近 5 次的密码相同，请换一个。',
      en: 'This password was used lately. Choose one that differs from your last five.',
    },
    'identity.password-wrong': {
      kind: 'business-rule',
      zh: '当前密码不正确，请重新输入。',
      en: 'The present password is wrong. Type it again.',
    },
    'identity.code-wrong': {
      kind: 'business-rule',
      zh: '验证码不正确、已使用或已过期。请等待验证器显示下一个验证码后重试，或使用未用过的恢复码。',
      en: 'The code is wrong, was used, or is over. Wait for the next one of the app, or use a recovery code that was not used yet.',
    },
    'identity.sign-in-over': {
      kind: 'unauthenticated',
      zh: '本次登录已过期或尝试次数过多，请重新输入登录名和密码。',
      en: 'This sign-in took too long or failed too often. Begin again with login and password.',
    },
    'identity.passkey-failed': {
      kind: 'business-rule',
      zh: '通行密钥未能验证，可能不属于本系统或已被移除。请改用登录名和密码，或换一个通行密钥。',
      en: 'The passkey could not be verified; it may belong elsewhere or have been removed. Use login and password, or another passkey.',
    },
    'identity.totp-set-up': {
      kind: 'conflict',
      zh: '该账号已启用验证器应用。更换时请先移除原有的。',
      en: 'This account has an authenticator app already. Remove it before setting up another.',
    },
    'identity.login-taken': {
      kind: 'conflict',
      zh: '该登录名已被使用，请换一个。',
      en: 'This login is taken. Choose another.',
    },
    'identity.too-many-kept': {
      kind: 'business-rule',
      zh: '保存的内容过多或过大，请先清理旧的草稿或视图。',
      en: 'Too much is kept already, or this is too large. Discard old drafts or views first.',
    },
  },
  events: {},
} as const satisfies ModuleContract;
