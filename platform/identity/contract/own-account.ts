import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { ownAppSchema } from './authorisations.ts';
import { factorKind, sessionSchema } from './session-view.ts';

/** Kept out of the outbox: what a person does with the own account tells nobody else anything. All of it is audited. */
const unannounced = { event: '' } as const;
const own = { permission: 'signed-in', ...unannounced } as const;
const open = { permission: 'public', ...unannounced } as const;
const none = z.object({});
const done = z.object({ done: z.literal(true) });
const password = z.string().min(1).max(1000);
const code = z.string().trim().min(1).max(40);
/** What the browser's WebAuthn interface takes and gives (WebAuthn Level 3, JSON forms). */
const options = z.object({ options: z.unknown() });
const response = z.record(z.string(), z.unknown());

export const proveSecondFactor = command({
  name: 'proveSecondFactor',
  path: '/session/second-factor',
  ...open,
  summary: { zh: '登录第二步：验证码或恢复码', en: 'Second step of signing in: a code of the app or from paper' },
  input: z.object({ code }),
  output: sessionSchema,
});

export const chooseNewPassword = command({
  name: 'chooseNewPassword',
  path: '/session/new-password',
  ...open,
  summary: { zh: '登录时更换到期的密码', en: 'Choose a new password while signing in' },
  input: z.object({ password }),
  output: sessionSchema,
});

export const beginPasskeySignIn = command({
  name: 'beginPasskeySignIn',
  path: '/session/passkey/begin',
  ...open,
  summary: { zh: '取得通行密钥登录的挑战', en: 'Get what a passkey signs to sign in' },
  input: none,
  output: options,
});

export const signInWithPasskey = command({
  name: 'signInWithPasskey',
  path: '/session/passkey',
  ...open,
  summary: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
  input: z.object({ response }),
  output: sessionSchema,
});

export const beginStepUp = command({
  name: 'beginStepUp',
  path: '/session/step-up/begin',
  ...own,
  summary: { zh: '可用于再次验证身份的方式', en: 'By what I can prove again who I am' },
  input: none,
  output: z.object({
    /** Empty: only the password, and a second factor can be set up. */
    kinds: z.array(factorKind),
    /** For the browser, when there is a passkey. */
    options: z.unknown(),
  }),
});

export const stepUp = command({
  name: 'stepUp',
  path: '/session/step-up',
  ...own,
  summary: { zh: '再次验证身份', en: 'Prove again who I am' },
  input: z.object({ code: code.optional(), response: response.optional(), password: password.optional() }),
  output: done,
});

const sessionLine = z.object({
  id: z.string(),
  isThis: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  address: z.string(),
  /** The address belongs to the network of a house, not to the internet. */
  isInside: z.boolean(),
  device: z.object({ browser: z.string(), system: z.string() }),
  method: z.enum(['password', 'password-totp', 'password-recovery-code', 'passkey', 'setup-link', 'outside']),
});

export const getOwnSecurity = query({
  name: 'getOwnSecurity',
  path: '/own/security',
  permission: 'signed-in',
  summary: { zh: '我的登录方式与登录设备', en: 'How I sign in, and where I am signed in' },
  input: none,
  output: z.object({
    login: z.string(),
    passwordChangedAt: z.string().nullable(),
    /** Null: this account's password has no end. */
    passwordUntil: z.string().nullable(),
    /** Name of the outside provider, where one is set up for staff, and whether this account is linked to it. */
    outside: z.object({ name: z.object({ zh: z.string(), en: z.string() }), isLinked: z.boolean() }).nullable(),
    hasTotp: z.boolean(),
    recoveryCodes: z.number(),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string(), lastUsedAt: z.string().nullable(), isBackedUp: z.boolean() })),
    sessions: z.array(sessionLine),
    apps: z.array(ownAppSchema),
  }),
});

export const endOwnSession = command({
  name: 'endOwnSession',
  path: '/own/sessions/{id}/end',
  ...own,
  summary: { zh: '远程退出一个登录', en: 'Sign out one of my browsers' },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: done,
});

export const endOtherSessions = command({
  name: 'endOtherSessions',
  path: '/own/sessions/end-others',
  ...own,
  summary: { zh: '退出其他所有登录', en: 'Sign out everywhere else' },
  input: none,
  output: z.object({ ended: z.number() }),
});

export const changeOwnPassword = command({
  name: 'changeOwnPassword',
  path: '/own/password',
  ...own,
  summary: { zh: '修改密码', en: 'Change my password' },
  input: z.object({ current: password, password }),
  output: done,
});

export const beginTotp = command({
  name: 'beginTotp',
  path: '/own/totp/begin',
  ...own,
  stepUp: 'or-password',
  summary: { zh: '开始设置验证器应用', en: 'Begin to set up an authenticator app' },
  input: none,
  output: z.object({ secret: z.string(), uri: z.string() }),
});

/** Shown once; empty when codes exist already. */
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const confirmTotp = command({
  name: 'confirmTotp',
  path: '/own/totp/confirm',
  ...own,
  summary: { zh: '用验证码确认验证器应用', en: 'Confirm the authenticator app with a code' },
  input: z.object({ code }),
  output: recoveryCodes,
});

export const removeTotp = command({
  name: 'removeTotp',
  path: '/own/totp/remove',
  ...own,
  stepUp: true,
  summary: { zh: '移除验证器应用', en: 'Remove the authenticator app' },
  input: none,
  output: done,
});

export const renewRecoveryCodes = command({
  name: 'renewRecoveryCodes',
  path: '/own/recovery-codes',
  ...own,
  stepUp: true,
  summary: { zh: '重新生成恢复码', en: 'Make new recovery codes' },
  input: none,
  output: recoveryCodes,
});

export const beginPasskey = command({
  name: 'beginPasskey',
  path: '/own/passkeys/begin',
  ...own,
  stepUp: 'or-password',
  summary: { zh: '开始添加通行密钥', en: 'Begin to add a passkey' },
  input: none,
  output: options,
});

export const addPasskey = command({
  name: 'addPasskey',
  path: '/own/passkeys',
  ...own,
  summary: { zh: '添加通行密钥', en: 'Add a passkey' },
  input: z.object({ name: z.string().trim().min(1).max(60), response }),
  output: recoveryCodes,
});

export const removePasskey = command({
  name: 'removePasskey',
  path: '/own/passkeys/{id}/remove',
  ...own,
  stepUp: true,
  summary: { zh: '移除通行密钥', en: 'Remove a passkey' },
  input: z.object({ id: z.string().min(1).max(400) }),
  output: done,
});

export const beginOutsideLink = command({
  name: 'beginOutsideLink',
  path: '/own/outside-link',
  ...own,
  stepUp: 'or-password',
  summary: { zh: '关联统一身份认证账号', en: 'Link my identity at the outside provider' },
  input: none,
  output: z.object({ to: z.string() }),
});
