import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { actFor, deleteView, discardDraft, getSession, listDrafts, listSavedViews, saveDraft, saveView, setUpAccount, signIn, signOut } from './contract.ts';
import { beginPasskeySignIn, chooseNewPassword, proveSecondFactor, signInWithPasskey as signInWithPasskeyOperation } from './contract/own-account.ts';
import type { SessionView } from './contract/session-view.ts';
import { pendingToken, setPendingCookie, setSessionCookie } from './credentials.ts';
import { findFactors, kindsOf, type FactorKind } from './factors/factors.ts';
import { beginPasskeyProof } from './factors/passkeys.ts';
import { keepDraft, keepView, listDraftsOf, listViewsOf, removeDraft, removeView } from './own-account/kept-input.ts';
import { registerOutsideRoutes } from './outside/routes.ts';
import { registerLaunchRoutes } from './own-account/launch-routes.ts';
import { registerOwnAccountRoutes } from './own-account/own-account-routes.ts';
import { beginPending, findPending } from './pending-sign-in.ts';
import { COST, originOf, placeOf, requireSession, serve, type IdentityRoutes } from './serve.ts';
import { beginSession, endSession, setActingOrganisation } from './sessions.ts';
import { redeemSetupLink } from './setup-links.ts';
import { signInWithCode, signInWithNewPassword, signInWithPasskey, signInWithPassword, type SignInOutcome } from './sign-in.ts';
import type { SignedIn } from './subjects.ts';

/** Sign-in, session, the own account and what a person keeps. */
export function registerIdentityRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  registerSessionRoutes(server, settings);
  registerStepRoutes(server, settings);
  registerOwnAccountRoutes(server, settings);
  registerLaunchRoutes(server, settings);
  registerKeptInputRoutes(server, settings);
  registerOutsideRoutes(server, settings, settings.outside);
}

function registerSessionRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, ids, reader } = settings;

  serve(server, { operation: getSession, settings }, async (request) => {
    const view = await describe(settings, await reader.signedInOf(request));
    const pending = view.signedIn ? undefined : await pendingOf(settings, request);
    return pending ? { ...view, pending } : view;
  });

  serve(server, { operation: signIn, settings, cost: COST.hash }, async (request, { login, password }, reply) =>
    go(settings, { request, reply }, await signInWithPassword(settings, { login, password, ...placeOf(request) })));

  serve(server, { operation: signOut, settings }, async (request, _input, reply) => {
    const { session, subject } = await reader.signedInOf(request);
    if (session) {
      await endSession(database, session.sessionId);
      await recordAudit(database, subject, { action: 'identity.sign-out', outcome: 'success' });
    }
    reader.forget(request);
    setSessionCookie(request, reply, null);
    return { signedIn: false as const, needsSetUp: false };
  });

  serve(server, { operation: actFor, settings }, async (request, { organisationId }) => {
    const { session, roles, subject } = await requireSession(reader, request);
    if (!roles.some((held) => held.organisationId === organisationId)) throw platformProblem('platform.organisation-forbidden');
    await setActingOrganisation(database, session.sessionId, organisationId);
    await recordAudit(database, subject, { action: 'identity.act-for', outcome: 'success', organisationId });
    reader.forget(request);
    return describe(settings, await reader.signedInOf(request));
  });

  serve(server, { operation: setUpAccount, settings, cost: COST.newPassword }, async (request, input, reply) => {
    const accountId = await redeemSetupLink(settings, input);
    const kinds = kindsOf(await findFactors(database, accountId));
    // A link sets a password; it does not stand for the second factor.
    const outcome: SignInOutcome = kinds.length > 0
      ? { pending: await beginPending(database, accountId, 'second-factor'), needs: 'second-factor', kinds }
      : { session: await beginSession(database, { sessionId: ids.newId(), accountId, method: 'setup-link', ...placeOf(request) }) };
    return go(settings, { request, reply }, outcome);
  });
}

/** What follows a right password, and passkeys, which need none. */
function registerStepRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  serve(server, { operation: proveSecondFactor, settings, cost: COST.code }, async (request, { code }, reply) =>
    go(settings, { request, reply }, await signInWithCode(settings, { token: pendingToken(request), code, ...placeOf(request) })));

  serve(server, { operation: chooseNewPassword, settings, cost: COST.newPassword }, async (request, { password }, reply) =>
    go(settings, { request, reply }, { session: await signInWithNewPassword(settings, { token: pendingToken(request), password, ...placeOf(request) }) }));

  serve(server, { operation: beginPasskeySignIn, settings, cost: COST.code }, async (request) => ({
    options: await beginPasskeyProof(settings.database, { origin: originOf(settings, request) }, null),
  }));

  serve(server, { operation: signInWithPasskeyOperation, settings, cost: COST.passkey }, async (request, { response }, reply) =>
    go(settings, { request, reply }, { session: await signInWithPasskey(settings, { party: { origin: originOf(settings, request) }, response, ...placeOf(request) }) }));
}

function registerKeptInputRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  const accountOf = async (request: FastifyRequest): Promise<string> => (await requireSession(reader, request)).session.accountId;
  const done = { done: true } as const;

  serve(server, { operation: listDrafts, settings }, async (request) => ({ rows: await listDraftsOf(database, await accountOf(request)) }));
  serve(server, { operation: saveDraft, settings }, async (request, draft) => {
    await keepDraft(database, await accountOf(request), draft);
    return done;
  });
  serve(server, { operation: discardDraft, settings }, async (request, { key }) => {
    await removeDraft(database, await accountOf(request), key);
    return done;
  });
  serve(server, { operation: listSavedViews, settings }, async (request, { listKey }) => ({ rows: await listViewsOf(database, await accountOf(request), listKey) }));
  serve(server, { operation: saveView, settings }, async (request, view) => {
    await keepView(database, await accountOf(request), view);
    return done;
  });
  serve(server, { operation: deleteView, settings }, async (request, view) => {
    await removeView(database, await accountOf(request), view);
    return done;
  });
}

/** After a sign-in outside, or a reload in the middle: what is still missing. */
async function pendingOf({ database }: IdentityRoutes, request: FastifyRequest): Promise<{ needs: 'second-factor'; kinds: FactorKind[] } | undefined> {
  const token = pendingToken(request);
  const pending = token === undefined ? undefined : await findPending(database, token, 'second-factor');
  return pending && { needs: 'second-factor', kinds: kindsOf(await findFactors(database, pending.accountId)) };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Sets the cookie and answers as if the request had already carried it; or says what is still missing. */
async function go(settings: IdentityRoutes, { request, reply }: Exchange, outcome: SignInOutcome): Promise<SessionView> {
  if ('pending' in outcome) {
    setPendingCookie(request, reply, outcome.pending);
    return { signedIn: false, needsSetUp: false, pending: { needs: outcome.needs, kinds: [...outcome.kinds] } };
  }
  setSessionCookie(request, reply, outcome.session);
  if (pendingToken(request) !== undefined) setPendingCookie(request, reply, null);
  return describe(settings, await settings.reader.signedInByToken(outcome.session));
}

async function describe(settings: IdentityRoutes, { subject, session, roles }: SignedIn): Promise<SessionView> {
  if (!session) return { signedIn: false, needsSetUp: await needsSetUp(settings.database), ...(settings.outside ? { outside: settings.outside.name } : {}) };
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
    hasSecondFactor: session.proof.hasSecondFactor,
  };
}

/** Accounts are closed, never taken away: what strangers ask at each visit is read from the database until there is one. */
const setUp = new WeakSet<Database>();

async function needsSetUp(database: Database): Promise<boolean> {
  if (setUp.has(database)) return false;
  const rows = await database.query<{ empty: boolean }>('select not exists (select 1 from identity.account) as empty');
  const isEmpty = rows[0]?.empty ?? false;
  if (!isEmpty) setUp.add(database);
  return isEmpty;
}
