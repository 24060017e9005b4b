import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordAudit } from '#platform/audit/audit.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { isClosedAddress } from '#platform/http/outbound.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { endSessionsOf, findAccount, setPassword } from '../accounts.ts';
import { contract } from '../contract.ts';
import {
  addPasskey, beginPasskey, beginStepUp, beginTotp, changeOwnPassword, confirmTotp, endOtherSessions, endOwnSession, getOwnSecurity, removePasskey, removeTotp, renewRecoveryCodes, stepUp,
} from '../contract/own-account.ts';
import { revokeOwnApp } from '../contract/authorisations.ts';
import { deviceOf } from './device.ts';
import { proveCode } from '../factors/codes.ts';
import { dropCodesWithoutFactor, findFactors, kindsOf } from '../factors/factors.ts';
import * as passkeys from '../factors/passkeys.ts';
import { renewRecoveryCodes as renewCodes } from '../factors/recovery-codes.ts';
import * as totp from '../factors/totp.ts';
import { isLinked } from '../outside/outside-store.ts';
import { listOwnApps, revokeOwnApp as revokeApp } from '../provider/app-tokens.ts';
import { verifyPassword } from '../passwords/passwords.ts';
import { COST, originOf, requireSession, serve, type IdentityRoutes } from '../serve.ts';
import { endSessionOf, listSessions, noteProof, type LiveSession, type SessionLine } from '../sessions.ts';
import { countSignInAttempt, forgiveSignIn, requireNotThrottled } from '../throttle.ts';

const problem = problemsOf(contract.problems);
const done = { done: true } as const;
const DAY_MS = 86_400_000;

/** What a person sees and changes of the own account. */
export function registerOwnAccountRoutes(server: FastifyInstance, settings: IdentityRoutes): void {
  registerOverview(server, settings);
  registerSessions(server, settings);
  registerPassword(server, settings);
  registerStepUp(server, settings);
  registerTotp(server, settings);
  registerPasskeys(server, settings);
  registerApps(server, settings);
}

/** Writes the audit row and forgets what this process remembers of the session: its proof may have changed. */
async function note({ database, reader }: IdentityRoutes, request: FastifyRequest, { action, detail = null, outcome = 'success' }: { action: string; detail?: Record<string, unknown> | null; outcome?: 'success' | 'refused' }): Promise<void> {
  const { subject } = await reader.signedInOf(request);
  await recordAudit(database, subject, { action, outcome, detail });
  reader.forget(request);
}

function registerOverview(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader, passwordDaysMax } = settings;
  serve(server, { operation: getOwnSecurity, settings }, async (request) => {
    const { session } = await requireSession(reader, request);
    const [account, factors, keys, sessions, apps] = await Promise.all([
      findAccount(database, session.accountId), findFactors(database, session.accountId), passkeys.listPasskeys(database, session.accountId), listSessions(database, session.accountId),
      listOwnApps(database, session.accountId),
    ]);
    const changedAt = account?.passwordChangedAt ?? null;
    return {
      login: session.login,
      passwordChangedAt: changedAt?.toISOString() ?? null,
      passwordUntil: changedAt === null || session.personId !== null ? null : new Date(changedAt.getTime() + passwordDaysMax * DAY_MS).toISOString(),
      outside: settings.outside && session.personId === null ? { name: settings.outside.name, isLinked: await isLinked(database, settings.outside.issuer, session.accountId) } : null,
      hasTotp: factors.hasTotp,
      recoveryCodes: factors.recoveryCodes,
      passkeys: keys.map(({ createdAt, lastUsedAt, ...rest }) => ({ ...rest, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })),
      sessions: sessions.map((line) => viewOf(line, session)),
      apps: apps.map(({ grantedAt, lastUsedAt, scopes, ...app }) => ({ ...app, scopes: [...scopes], grantedAt: grantedAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })),
    };
  });
}

const viewOf = ({ userAgent, createdAt, lastSeenAt, ...line }: SessionLine, { sessionId }: LiveSession) => ({
  ...line,
  isThis: line.id === sessionId,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
  isInside: isClosedAddress(line.address),
  device: deviceOf(userAgent),
});

function registerSessions(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  serve(server, { operation: endOwnSession, settings }, async (request, { id }) => {
    const { session } = await requireSession(reader, request);
    if (!(await endSessionOf(database, session.accountId, id))) throw platformProblem('platform.not-found');
    await note(settings, request, { action: 'identity.end-session', detail: { session: id } });
    return done;
  });
  serve(server, { operation: endOtherSessions, settings }, async (request) => {
    const { session } = await requireSession(reader, request);
    const ended = await endSessionsOf(database, session.accountId, session.sessionId);
    await note(settings, request, { action: 'identity.end-session', detail: { ended } });
    return { ended };
  });
}

function registerApps(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  serve(server, { operation: revokeOwnApp, settings }, async (request, { id }) => {
    const { session } = await requireSession(reader, request);
    const clientId = await database.transaction((tx) => revokeApp(tx, { accountId: session.accountId, grantId: id }));
    if (clientId === undefined) throw platformProblem('platform.not-found');
    await note(settings, request, { action: 'identity.revoke-app', detail: { client: clientId } });
    return done;
  });
}

function registerPassword(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  serve(server, { operation: changeOwnPassword, settings, cost: COST.newPassword }, async (request, { current, password }) => {
    const { session } = await requireSession(reader, request);
    await requirePassword(settings, request, { session, password: current });
    await database.transaction((tx) => setPassword(tx, { accountId: session.accountId, login: session.login, password, keepSessionId: session.sessionId }));
    await noteProof(database, session.sessionId, 'password');
    await note(settings, request, { action: 'identity.change-password' });
    return done;
  });
}

/** Guesses at an open screen are counted like those at the sign-in page. Throws `identity.password-wrong`. */
async function requirePassword({ database }: IdentityRoutes, request: FastifyRequest, { session, password }: { session: LiveSession; password: string }): Promise<void> {
  const name = `password|${session.accountId}`;
  await requireNotThrottled(database, name, request.ip);
  await countSignInAttempt(database, name, request.ip);
  const account = await findAccount(database, session.accountId);
  if (!(await verifyPassword(account?.passwordHash, password))) throw problem('identity.password-wrong');
  await forgiveSignIn(database, name, request.ip);
}

function registerStepUp(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader, clock } = settings;
  serve(server, { operation: beginStepUp, settings, cost: COST.code }, async (request) => {
    const { session } = await requireSession(reader, request);
    const kinds = kindsOf(await findFactors(database, session.accountId));
    const options = kinds.includes('passkey') ? await passkeys.beginPasskeyProof(database, { origin: originOf(settings, request) }, session) : null;
    return { kinds, options };
  });
  serve(server, { operation: stepUp, settings, cost: COST.hash }, async (request, { code, response, password }) => {
    const { session } = await requireSession(reader, request);
    const { accountId, sessionId } = session;
    if (code !== undefined) {
      if (!(await proveCode(database, { accountId, code, now: clock.now(), address: request.ip }))) return refuse(settings, request, 'identity.code-wrong');
      await noteProof(database, sessionId, 'second-factor');
    } else if (response !== undefined) {
      if (!(await passkeys.provePasskey(database, { origin: originOf(settings, request) }, { asked: session, response }))) return refuse(settings, request, 'identity.passkey-failed');
      await noteProof(database, sessionId, 'second-factor');
    } else {
      await requirePassword(settings, request, { session, password: password ?? '' });
      await noteProof(database, sessionId, 'password');
    }
    await note(settings, request, { action: 'identity.step-up', detail: { by: code !== undefined ? 'code' : response !== undefined ? 'passkey' : 'password' } });
    return done;
  });
}

async function refuse(settings: IdentityRoutes, request: FastifyRequest, code: 'identity.code-wrong' | 'identity.passkey-failed'): Promise<never> {
  await note(settings, request, { action: 'identity.step-up', outcome: 'refused', detail: { code } });
  throw problem(code);
}

function registerTotp(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader, clock } = settings;
  serve(server, { operation: beginTotp, settings, cost: COST.code }, async (request) => {
    const { session } = await requireSession(reader, request);
    if ((await findFactors(database, session.accountId)).hasTotp) throw problem('identity.totp-set-up');
    return totp.beginTotp(database, { accountId: session.accountId, login: session.login });
  });
  serve(server, { operation: confirmTotp, settings, cost: COST.code }, async (request, { code }) => {
    const { session } = await requireSession(reader, request);
    const { accountId } = session;
    const name = `second-factor|${accountId}`;
    await requireNotThrottled(database, name, request.ip);
    await countSignInAttempt(database, name, request.ip);
    if (!(await totp.confirmTotp(database, { accountId, code: code.replace(/\s/g, ''), now: clock.now() }))) throw problem('identity.code-wrong');
    await forgiveSignIn(database, name, request.ip);
    return { recoveryCodes: await finishFactor(settings, request, { session, action: 'identity.add-totp' }) };
  });
  serve(server, { operation: removeTotp, settings }, async (request) => {
    const { session } = await requireSession(reader, request);
    if ((await totp.removeTotp(database, session.accountId)) === 0) throw platformProblem('platform.not-found');
    await dropCodesWithoutFactor(database, session.accountId);
    await note(settings, request, { action: 'identity.remove-totp' });
    return done;
  });
  serve(server, { operation: renewRecoveryCodes, settings }, async (request) => {
    const { session } = await requireSession(reader, request);
    const recoveryCodes = await database.transaction((tx) => renewCodes(tx, session.accountId));
    await note(settings, request, { action: 'identity.renew-recovery-codes' });
    return { recoveryCodes };
  });
}

/** A factor just made was just proved; with the first one come the codes for losing it. */
async function finishFactor(settings: IdentityRoutes, request: FastifyRequest, { session, action }: { session: LiveSession; action: string }): Promise<string[]> {
  const { database } = settings;
  await noteProof(database, session.sessionId, 'second-factor');
  const { recoveryCodes } = await findFactors(database, session.accountId);
  const codes = recoveryCodes > 0 ? [] : await database.transaction((tx) => renewCodes(tx, session.accountId));
  await note(settings, request, { action });
  return codes;
}

function registerPasskeys(server: FastifyInstance, settings: IdentityRoutes): void {
  const { database, reader } = settings;
  serve(server, { operation: beginPasskey, settings, cost: COST.code }, async (request) => {
    const { session } = await requireSession(reader, request);
    return { options: await passkeys.beginPasskey(database, { origin: originOf(settings, request) }, session) };
  });
  serve(server, { operation: addPasskey, settings, cost: COST.passkey }, async (request, { name, response }) => {
    const { session } = await requireSession(reader, request);
    const added = await passkeys.addPasskey(database, { origin: originOf(settings, request) }, { asked: session, name, response });
    if (!added) throw problem('identity.passkey-failed');
    return { recoveryCodes: await finishFactor(settings, request, { session, action: 'identity.add-passkey' }) };
  });
  serve(server, { operation: removePasskey, settings }, async (request, { id }) => {
    const { session } = await requireSession(reader, request);
    if (!(await passkeys.removePasskey(database, session.accountId, id))) throw platformProblem('platform.not-found');
    await dropCodesWithoutFactor(database, session.accountId);
    await note(settings, request, { action: 'identity.remove-passkey' });
    return done;
  });
}
