import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';

const own = { permission: 'signed-in' } as const;
const uid = z.string().regex(/^[A-Za-z0-9_-]{10,100}$/);

export const getAuthorisation = query({
  name: 'getAuthorisation',
  path: '/authorisations/{uid}',
  ...own,
  summary: { zh: '外部应用请求的授权', en: 'What an outside app asks to be allowed' },
  input: z.object({ uid }),
  output: z.object({
    app: z.string(),
    /** Host to which the browser goes back. */
    host: z.string(),
    scopes: z.array(z.string()),
    /** Asked for, but not to be had: not registered for this app, or not for this person. */
    refused: z.array(z.string()),
  }),
});

export const decideAuthorisation = command({
  name: 'decideAuthorisation',
  path: '/authorisations/{uid}/decide',
  ...own,
  event: '',
  summary: { zh: '同意或拒绝外部应用的授权', en: 'Allow or refuse what an outside app asks' },
  input: z.object({ uid, allow: z.boolean() }),
  output: z.object({ to: z.string() }),
});

/** What I allowed outside apps to do in my name, as far as it still holds. */
export const ownAppSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  grantedAt: z.string(),
  lastUsedAt: z.string().nullable(),
  /** Goes on after this sign-in has ended. */
  isLasting: z.boolean(),
});

export const revokeOwnApp = command({
  name: 'revokeOwnApp',
  path: '/own/apps/{id}/revoke',
  ...own,
  event: '',
  summary: { zh: '收回对外部应用的授权', en: 'Take back what I allowed an outside app' },
  input: z.object({ id: z.string().min(1).max(100) }),
  output: z.object({ done: z.literal(true) }),
});

export const listLaunchableApps = query({
  name: 'listLaunchableApps',
  path: '/own/launchable-apps',
  ...own,
  summary: { zh: '可从患者档案打开的应用', en: 'Apps that can be opened from a record' },
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ clientId: z.string(), name: z.string() })) }),
});

export const beginLaunch = command({
  name: 'beginLaunch',
  path: '/own/launches',
  ...own,
  event: '',
  summary: { zh: '从患者档案打开应用', en: 'Open an app from a record' },
  input: z.object({ clientId: z.string().min(1).max(200), personId: z.string().min(1).max(64) }),
  output: z.object({ to: z.string() }),
});
