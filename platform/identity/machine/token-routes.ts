import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { CostLimit } from '#platform/http/cost-limit.ts';
import { ownAddress } from '#platform/http/own-address.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { ASSERTION_TYPE, verifyClientAssertion } from './assertion.ts';
import { ASSERTION_ALGORITHMS } from './client-keys.ts';
import { issueToken, TOKEN_SECONDS, verifyClient, type ClientLine } from './clients.ts';
import type { ForwardToken } from '../provider/routes.ts';
import { APP_SCOPES, scopeCovers, splitScopes } from '../scopes.ts';
import { COST } from '../serve.ts';
import { anonymousSubject } from '../subjects.ts';
import { countSignInAttempt, requireNotThrottled } from '../throttle.ts';

const FORM_BYTES_MAX = 16 * 1024;
const CLIENT_ID_LENGTH_MAX = 64;

/** Token endpoint (RFC 6749 §4.4, client credentials; client authentication by secret or by signed assertion) and the SMART configuration that points to it. */
export async function registerTokenRoutes(server: FastifyInstance, settings: Settings): Promise<void> {
  for (const url of ['/.well-known/smart-configuration', '/fhir/.well-known/smart-configuration']) {
    server.get(url, (request, reply) => reply.header('access-control-allow-origin', '*').send(smartConfiguration(baseOf(settings, request))));
  }
  await server.register(async (scoped) => {
    scoped.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
    scoped.post('/oauth2/token', async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      try {
        settings.limit.spend(request.ip, COST.secret);
        const form = formOf(request);
        if (settings.forward && OF_PEOPLE.has(form['grant_type'] ?? '')) return await settings.forward(request, reply, new URLSearchParams(form).toString());
        return await grant(settings, request);
      } catch (error) {
        return refuse(reply, error);
      }
    });
  });
}

/** RFC 6749 §5.2. */
class TokenRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Settings {
  readonly database: Database;
  readonly clock: Clock;
  readonly limit: CostLimit;
  /** `https://yigong.example`, when it is known; else the address that the request names. */
  readonly publicUrl?: string | undefined;
  /** Answers what concerns people: authorization codes and refresh tokens. */
  readonly forward?: ForwardToken | undefined;
}

const OF_PEOPLE = new Set(['authorization_code', 'refresh_token']);

const formOf = ({ body }: FastifyRequest): Record<string, string> => (typeof body === 'object' && body !== null ? (body as Record<string, string>) : {});

async function grant(settings: Settings, request: FastifyRequest): Promise<Record<string, unknown>> {
  const { database } = settings;
  const form: Record<string, unknown> = formOf(request);
  const client = await authenticate(settings, request, form);
  if (form['grant_type'] !== 'client_credentials') {
    throw typeof form['grant_type'] === 'string'
      ? new TokenRefusal(400, 'unsupported_grant_type', 'Only client_credentials is supported')
      : new TokenRefusal(400, 'invalid_request', 'grant_type is missing');
  }
  const asked = typeof form['scope'] === 'string' ? splitScopes(form['scope']) : [];
  const refused = asked.filter((scope) => !client.scopes.some((granted) => scopeCovers(granted, scope)));
  if (refused.length > 0) throw new TokenRefusal(400, 'invalid_scope', `This client was not given: ${refused.join(' ').slice(0, 200)}`);
  const scopes = asked.length > 0 ? asked : client.scopes;
  const token = await issueToken(database, client.clientId, scopes);
  const subject = { ...anonymousSubject, id: client.clientId, name: client.name, organisationId: client.organisationId };
  await recordAudit(database, subject, { action: 'identity.issue-token', outcome: 'success' });
  return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') };
}

/** By a signed assertion where one is sent, else by secret. Throws a TokenRefusal that is counted against the client and the address. */
async function authenticate(settings: Settings, request: FastifyRequest, form: Record<string, unknown>): Promise<ClientLine> {
  const { database, clock } = settings;
  if (form['client_assertion'] !== undefined || form['client_assertion_type'] !== undefined) {
    const { client_assertion: assertion, client_assertion_type: type } = form;
    if (type !== ASSERTION_TYPE || typeof assertion !== 'string') throw new TokenRefusal(400, 'invalid_request', `client_assertion_type must be ${ASSERTION_TYPE}`);
    settings.limit.spend(request.ip, COST.assertion);
    const outcome = await verifyClientAssertion(database, { assertion, audiences: [`${baseOf(settings, request)}/oauth2/token`, `${baseOf(settings, request)}/oidc/token`], now: clock.now() });
    if (outcome.client) return outcome.client;
    return refuseClient(database, { clientId: outcome.clientId, address: request.ip, reason: outcome.reason });
  }
  const { clientId, secret } = credentialsOf(request, form);
  const client = await verifyClient(database, clientId, secret);
  return client ?? refuseClient(database, { clientId, address: request.ip, reason: 'Unknown client, wrong secret, or client disabled' });
}

/**
 * Only failures are counted: a secret of 256 random bits is not guessed, many workers of one client ask at once, and a
 * stranger's wrong secrets must not lock a hospital's interface out. Unknown clients count like known ones, against
 * the address too, so that nobody can fill the table with names.
 */
async function refuseClient(database: Database, { clientId, address, reason }: { clientId: string; address: string; reason: string }): Promise<never> {
  await requireNotThrottled(database, clientId, address);
  await countSignInAttempt(database, clientId, address);
  await recordAudit(database, { ...anonymousSubject, id: clientId.slice(0, CLIENT_ID_LENGTH_MAX) }, { action: 'identity.issue-token', outcome: 'refused' });
  throw new TokenRefusal(401, 'invalid_client', reason);
}

function credentialsOf(request: FastifyRequest, form: Record<string, unknown>): { clientId: string; secret: string } {
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return { clientId: formDecoded(id), secret: formDecoded(rest.join(':')) };
  }
  const { client_id: clientId, client_secret: secret } = form;
  if (typeof clientId === 'string' && typeof secret === 'string') return { clientId, secret };
  throw new TokenRefusal(401, 'invalid_client', 'Send a signed client_assertion, or client_id and client_secret as a form or by HTTP Basic');
}

/** RFC 6749 §2.3.1: both parts of Basic are form-encoded first. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof Problem && error.kind === 'too-many') {
    return reply.code(429).header('retry-after', '60').send({ error: 'temporarily_unavailable', error_description: error.text.en });
  }
  if (!(error instanceof TokenRefusal)) throw error;
  if (error.status === 401) void reply.header('www-authenticate', 'Basic realm="yigong"');
  return reply.code(error.status).send({ error: error.code, error_description: error.message });
}

const baseOf = ({ publicUrl }: Settings, request: FastifyRequest): string => ownAddress(request, publicUrl);

function smartConfiguration(base: string): Record<string, unknown> {
  return {
    issuer: `${base}/oidc`,
    jwks_uri: `${base}/oidc/jwks`,
    authorization_endpoint: `${base}/oidc/auth`,
    token_endpoint: `${base}/oauth2/token`,
    revocation_endpoint: `${base}/oidc/token/revocation`,
    introspection_endpoint: `${base}/oidc/token/introspection`,
    userinfo_endpoint: `${base}/oidc/me`,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
    scopes_supported: [...APP_SCOPES, 'user/*.cruds', 'patient/*.rs', 'system/*.cruds', 'system/*.rs', 'api/*'],
    capabilities: [
      'launch-ehr', 'context-ehr-patient', 'launch-standalone', 'client-public', 'client-confidential-asymmetric', 'client-confidential-symmetric', 'sso-openid-connect', 'context-standalone-patient',
      'permission-offline', 'permission-online', 'permission-patient', 'permission-user', 'permission-v1', 'permission-v2',
    ],
  };
}
