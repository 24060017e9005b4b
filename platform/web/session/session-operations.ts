import { command, query, type Schema } from '#platform/kernel/contract.ts';

export interface Assignment {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly role: string;
  readonly roleTitle: string;
}

export interface SessionState {
  readonly signedIn: boolean;
  readonly account?: { readonly id: string; readonly name: string; readonly language: 'zh' | 'en' | null };
  readonly assignments?: readonly Assignment[];
  readonly acting?: { readonly organisationId: string; readonly organisationName: string; readonly roles: readonly string[] };
  readonly permissions?: readonly string[];
}

/** The server checks; the browser only needs the type. */
const shape = <Shape>(): Schema<Shape, Shape> => ({ safeParse: (input) => ({ success: true, data: input as Shape }) });

type Nothing = Readonly<Record<string, never>>;

export const readSession = query({
  name: 'readSession', path: '/session', permission: 'public', input: shape<Nothing>(), output: shape<SessionState>(),
  summary: { zh: '当前登录', en: 'The present session' },
});

export const signIn = command({
  name: 'signIn', path: '/session', permission: 'public', event: 'session.started',
  input: shape<{ login: string; password: string }>(), output: shape<SessionState>(),
  summary: { zh: '登录', en: 'Sign in' },
});

export const endSession = command({
  name: 'endSession', path: '/session/end', permission: 'signed-in', event: 'session.ended',
  input: shape<Nothing>(), output: shape<unknown>(), summary: { zh: '退出登录', en: 'Sign out' },
});

export const actFor = command({
  name: 'actFor', path: '/session/act', permission: 'signed-in', event: 'session.acting-changed',
  input: shape<{ organisationId: string }>(), output: shape<SessionState>(),
  summary: { zh: '切换机构', en: 'Act for another organisation' },
});

export const setUpFirstAdministrator = command({
  name: 'setUpFirstAdministrator', path: '/setup', permission: 'public', event: 'session.started',
  input: shape<{ token: string; login: string; name: string; password: string }>(), output: shape<unknown>(),
  summary: { zh: '建立首位管理员', en: 'Set up the first administrator' },
});
