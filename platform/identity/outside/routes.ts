import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '#platform/audit/audit.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { findAccount, type Account } from '../accounts.ts';
import { beginOutsideLink } from '../contract/own-account.ts';
import { setPendingCookie, setSessionCookie } from '../credentials.ts';
import { findFactors, kindsOf } from '../factors/factors.ts';
import { beginPending } from '../pending-sign-in.ts';
import { COST, originOf, placeOf, requireSession, serve, type IdentityRoutes } from '../serve.ts';
import { subjectOfAccount } from '../sign-in.ts';
import { beginSession } from '../sessions.ts';
import { OutsideProvider, randomText, type OutsidePerson, type OutsideSettings } from './outside-provider.ts';
import { findLinkedAccount, keepUnderWay, linkAccount, takeUnderWay, type UnderWay } from './outside-store.ts';

const COOKIE = 'yigong_outside';
const CALLBACK = '/outside/callback';

/**
 * Signing in at an outside identity provider. It says who somebody is; which account that is was linked before, by that
 * person or on the server. Nobody gets an account by it.
 */
export function registerOutsideRoutes(server: FastifyInstance, settings: IdentityRoutes, outside: OutsideSettings | undefined): void {
  const provider = outside && new OutsideProvider(outside);

  serve(server, { operation: beginOutsideLink, settings, cost: COST.code }, async (request, _input, reply) => {
    const { session } = await requireSession(settings.reader, request);
    if (!provider || session.personId !== null) throw platformProblem('platform.not-found');
    return { to: await begin(settings, provider, { request, reply, returnPath: '/security', linkAccountId: session.accountId }) };
  });
  if (!provider) return;

  server.get<{ Querystring: { to?: string } }>('/outside/sign-in', async (request, reply) => {
    settings.limit.spend(request.ip, COST.code);
    const url = await begin(settings, provider, { request, reply, returnPath: ownPath(request.query.to), linkAccountId: null }).catch(() => undefined);
    return reply.redirect(url ?? '/?outside=failed');
  });

  server.get<{ Querystring: Record<string, string | undefined> }>(CALLBACK, async (request, reply) => {
    settings.limit.spend(request.ip, COST.assertion);
    const { state = '', code = '' } = request.query;
    const isOurs = (request.headers.cookie ?? '').split(';').some((part) => part.trim() === `${COOKIE}=${state}`);
    const underWay = isOurs ? await takeUnderWay(settings.database, state) : undefined;
    setStateCookie(request, reply, null);
    if (!underWay || code === '') return reply.redirect('/?outside=failed');
    const redirectUrl = originOf(settings, request) + CALLBACK;
    const person = await provider.redeem({ code, redirectUrl, verifier: underWay.verifier, nonce: underWay.nonce, now: settings.clock.now() }).catch(() => undefined);
    const arrived = person && (await finish(settings, provider.issuer, { request, reply, person, underWay }));
    return reply.redirect(arrived ? underWay.returnPath : '/?outside=failed');
  });
}

interface Beginning {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly returnPath: string;
  readonly linkAccountId: string | null;
}

async function begin(settings: IdentityRoutes, provider: OutsideProvider, { request, reply, returnPath, linkAccountId }: Beginning): Promise<string> {
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
  const url = await provider.authorizationUrl({ redirectUrl: originOf(settings, request) + CALLBACK, state, nonce, verifier });
  await keepUnderWay(settings.database, state, { nonce, verifier, returnPath, linkAccountId });
  setStateCookie(request, reply, state);
  return url;
}

interface Arrival {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: OutsidePerson;
  readonly underWay: UnderWay;
}

/** Links, or signs in; false when the person there is no account here. */
async function finish(settings: IdentityRoutes, issuer: string, { request, reply, person, underWay }: Arrival): Promise<boolean> {
  const { database, ids } = settings;
  if (underWay.linkAccountId !== null) {
    const account = await findAccount(database, underWay.linkAccountId);
    const linked = await linkAccount(database, { issuer, subject: person.subject, accountId: underWay.linkAccountId });
    await recordAudit(database, subjectOfAccount(account), { action: 'identity.link-outside', outcome: linked ? 'success' : 'refused' });
    return linked;
  }
  const accountId = await findLinkedAccount(database, issuer, person.subject);
  const account = accountId === undefined ? undefined : await findAccount(database, accountId);
  if (!account || !mayEnter(account)) {
    await recordAudit(database, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'refused', detail: { method: 'outside' } });
    return false;
  }
  const kinds = person.hasSecondFactor ? [] : kindsOf(await findFactors(database, account.accountId));
  if (kinds.length > 0) {
    setPendingCookie(request, reply, await beginPending(database, account.accountId, 'second-factor'));
    return true;
  }
  const token = await database.transaction(async (tx) => {
    await recordAudit(tx, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'success', detail: { method: 'outside' } });
    return beginSession(tx, { sessionId: ids.newId(), accountId: account.accountId, method: 'outside', ...placeOf(request) });
  });
  setSessionCookie(request, reply, token);
  return true;
}

/** Staff who have an account here that is not shut. */
const mayEnter = ({ disabledAt, personId }: Account): boolean => disabledAt === null && personId === null;

/** A page of ours, never an address that leads away. */
const ownPath = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[\w\-/.]*$/.test(to) ? to : '/');

function setStateCookie(request: FastifyRequest, reply: FastifyReply, state: string | null): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  void reply.header('set-cookie', `${COOKIE}=${state ?? ''}; Path=/outside; HttpOnly; SameSite=Lax; Max-Age=${state === null ? 0 : 600}${secure}`);
}
