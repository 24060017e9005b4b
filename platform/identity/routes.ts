import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { parseInput } from '#platform/http/dispatcher.ts';
import { flatInput } from '#platform/http/routes.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { AnyOperation, InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { Text } from '#platform/kernel/problem.ts';
import {
  actFor, deleteView, discardDraft, getSession, listDrafts, listSavedViews, saveDraft, saveView, setUpAccount, signIn, signOut,
  type SessionView,
} from './contract.ts';
import { setSessionCookie } from './credentials.ts';
import { keepDraft, keepView, listDraftsOf, listViewsOf, removeDraft, removeView } from './kept-input.ts';
import { beginSession, endSession, setActingOrganisation } from './sessions.ts';
import { useSetupLink } from './setup-links.ts';
import { signInWithPassword } from './sign-in.ts';
import { requireOwnPage, type SignedIn, type SubjectReader } from './subjects.ts';

export interface IdentityRoutes {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly reader: SubjectReader;
  /** Names of organisations by id; the platform knows only the ids. */
  readonly organisationNames: (organisationIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly roleTitle: (role: string) => Text;
}

type Handler<O> = (request: FastifyRequest, input: InputOf<O>, reply: FastifyReply) => Promise<ResultOf<O>>;

/** Sign-in, session and what a person keeps. These set cookies or write often, so they do not pass the dispatcher. */
export function registerIdentityRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  registerSessionRoutes(server, settings);
  registerKeptInputRoutes(server, settings);
}

function serve<O extends AnyOperation>(server: FastifyInstance, operation: O, handler: Handler<O>): void {
  server.route({
    method: operation.method,
    url: `/api${operation.path}`,
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      if (operation.kind === 'command') requireOwnPage(request);
      return handler(request, parseInput(operation, flatInput(request)) as InputOf<O>, reply);
    },
  });
}

function registerSessionRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, ids, reader } = settings;

  serve(server, getSession, async (request) => describe(settings, await reader.signedInOf(request)));

  serve(server, signIn, async (request, { login, password }, reply) => {
    const token = await signInWithPassword(settings, { login, password, address: request.ip, userAgent: userAgentOf(request) });
    return begin(settings, { request, reply, token });
  });

  serve(server, signOut, async (request, _input, reply) => {
    const { session, subject } = await reader.signedInOf(request);
    if (session) {
      await endSession(database, session.sessionId);
      await recordAudit(database, subject, { action: 'identity.sign-out', outcome: 'success' });
    }
    reader.forget(request);
    setSessionCookie(request, reply, null);
    return { signedIn: false as const, needsSetUp: false };
  });

  serve(server, actFor, async (request, { organisationId }) => {
    const { session, roles, subject } = await reader.signedInOf(request);
    if (!session) throw platformProblem('platform.unauthenticated');
    if (!roles.some((held) => held.organisationId === organisationId)) throw platformProblem('platform.organisation-forbidden');
    await setActingOrganisation(database, session.sessionId, organisationId);
    await recordAudit(database, subject, { action: 'identity.act-for', outcome: 'success', organisationId });
    reader.forget(request);
    return describe(settings, await reader.signedInOf(request));
  });

  serve(server, setUpAccount, async (request, input, reply) => {
    const accountId = await useSetupLink(settings, input);
    const token = await beginSession(database, { sessionId: ids.newId(), accountId, userAgent: userAgentOf(request) });
    return begin(settings, { request, reply, token });
  });
}

function registerKeptInputRoutes(server: FastifyInstance, { database, reader }: IdentityRoutes): void {
  const accountOf = async (request: FastifyRequest): Promise<string> => {
    const { session } = await reader.signedInOf(request);
    if (!session) throw platformProblem('platform.unauthenticated');
    return session.accountId;
  };
  const done = { done: true } as const;

  serve(server, listDrafts, async (request) => ({ rows: await listDraftsOf(database, await accountOf(request)) }));
  serve(server, saveDraft, async (request, draft) => {
    await keepDraft(database, await accountOf(request), draft);
    return done;
  });
  serve(server, discardDraft, async (request, { key }) => {
    await removeDraft(database, await accountOf(request), key);
    return done;
  });
  serve(server, listSavedViews, async (request, { listKey }) => ({ rows: await listViewsOf(database, await accountOf(request), listKey) }));
  serve(server, saveView, async (request, view) => {
    await keepView(database, await accountOf(request), view);
    return done;
  });
  serve(server, deleteView, async (request, view) => {
    await removeView(database, await accountOf(request), view);
    return done;
  });
}

const userAgentOf = (request: FastifyRequest): string => request.headers['user-agent'] ?? '';

/** Sets the cookie and answers as if the request had already carried it. */
async function begin(settings: IdentityRoutes, { request, reply, token }: { request: FastifyRequest; reply: FastifyReply; token: string }): Promise<SessionView> {
  setSessionCookie(request, reply, token);
  return describe(settings, await settings.reader.signedInByToken(token));
}

async function describe(settings: IdentityRoutes, { subject, session, roles }: SignedIn): Promise<SessionView> {
  if (!session) return { signedIn: false, needsSetUp: await needsSetUp(settings.database) };
  const names = await settings.organisationNames([...new Set(roles.map((held) => held.organisationId))]);
  return {
    signedIn: true,
    kind: subject.kind === 'resident' ? 'resident' : 'staff',
    account: {
      id: session.accountId,
      name: session.name,
      language: session.language,
      fhirReference: session.fhirReference,
      personId: session.personId,
    },
    assignments: roles.map(({ organisationId, role }) => ({
      organisationId,
      organisationName: names.get(organisationId) ?? organisationId,
      role,
      roleTitle: settings.roleTitle(role),
    })),
    acting: subject.organisationId,
    permissions: [...subject.permissions].sort(),
    expiresAt: session.expiresAt.toISOString(),
  };
}

async function needsSetUp(database: Database): Promise<boolean> {
  const rows = await database.query<{ empty: boolean }>('select not exists (select 1 from identity.account) as empty');
  return rows[0]?.empty ?? false;
}
