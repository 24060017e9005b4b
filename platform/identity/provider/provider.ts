import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Configuration, KoaContextWithOIDC, Provider as OidcProvider } from 'oidc-provider';
import { requestJson } from '#platform/http/outbound.ts';
import type { Database } from '#platform/database/transaction.ts';
import { ASSERTION_ALGORITHMS } from '../machine/client-keys.ts';
import { APP_SCOPES, isAppScope, splitScopes } from '../scopes.ts';
import { hashToken } from '../tokens.ts';
import { findGrantPatient } from './app-tokens.ts';
import { findPersonClaims } from './person-claims.ts';
import { createRecords } from './records.ts';
import { readSigningKeys } from './signing-keys.ts';

export const OIDC_PATH = '/oidc';
export const SILENT = 'yigong_silent';

const MINUTE = 60;
const TTL = { AccessToken: 60 * MINUTE, AuthorizationCode: MINUTE, IdToken: 60 * MINUTE, Interaction: 10 * MINUTE, Grant: 90 * 1440 * MINUTE, RefreshToken: 30 * 1440 * MINUTE, Session: 7 * 1440 * MINUTE };

export interface ProviderSettings {
  readonly database: Database;
  /** Address of this server as browsers see it, without a path. */
  readonly base: string;
  /** Resource types that scopes may name. */
  readonly resourceTypes: readonly string[];
  /** The person said, on the logout page, that they leave. Awaited before the browser goes on. */
  readonly signedOut: (request: IncomingMessage) => Promise<void>;
}

/** The certified provider over our accounts, apps and tables. Loaded at the first request: starting the server costs nothing. */
export async function createProvider({ database, base, resourceTypes, signedOut }: ProviderSettings): Promise<OidcProvider> {
  const { Provider, errors } = await loadQuietly();
  const keys = await readSigningKeys(database);
  const configuration: Configuration = {
    adapter: createRecords(database, { usedTwice: () => new errors.InvalidGrant('it was used already') }) as never,
    jwks: { keys: keys as never },
    cookies: {
      keys: keys.map((key) => createHmac('sha256', String(key.d)).update('cookies').digest('base64url')),
      names: { session: 'yigong_oidc', interaction: 'yigong_oidc_interaction', resume: 'yigong_oidc_resume' },
      long: { httpOnly: true, sameSite: 'lax', overwrite: true, signed: true },
      short: { httpOnly: true, sameSite: 'lax', overwrite: true, signed: true },
    },
    findAccount: async (_context, accountId) => {
      const claims = await findPersonClaims(database, accountId, base);
      return claims && { accountId, claims: async () => claims };
    },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'locale'], fhirUser: ['fhirUser'] },
    // SMART App Launch 2.0: the ID token itself carries `fhirUser`.
    conformIdTokenClaims: false,
    scopes: everyScope(resourceTypes),
    discovery: { scopes_supported: [...APP_SCOPES, 'user/*.cruds', 'patient/*.rs'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS], idTokenSigningAlgValues: ['RS256'] },
    extraParams: {
      launch: null,
      // `prompt=none`, kept under a name that the library does not act on: our session, not its own, says who is signed in.
      [SILENT]: null,
      aud: (_context: unknown, value: string | undefined) => {
        if (value !== undefined && value.replace(/\/$/, '') !== `${base}/fhir`) throw new errors.InvalidRequest('aud is not the FHIR base of this server');
      },
    } as never,
    features: {
      devInteractions: { enabled: false },
      // Who keeps a secret may ask about a token that it was shown; an app without one about its own.
      introspection: { enabled: true, allowedPolicy: async (_context, client, token) => client.clientAuthMethod !== 'none' || token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: async (_context, client, token) => token.clientId === client.clientId },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_context, interaction) => `${OIDC_PATH}/interaction/${interaction.uid}` },
    clientBasedCORS: (_context, origin, client) => (client.redirectUris ?? []).some((url) => URL.canParse(url) && new URL(url).origin === origin),
    fetch: (async (url: URL | string) => new Response(JSON.stringify(await requestJson({ url: String(url) })), { headers: { 'content-type': 'application/json' } })) as never,
    ttl: TTL,
    renderError: renderError as never,
  };
  const provider = new Provider(`${base}${OIDC_PATH}`, configuration);
  provider.proxy = base.startsWith('https:');
  compareHashedSecrets(provider);
  scopesOf.set(provider, await internalScopes(provider));
  provider.use(async (context, next) => {
    await next();
    const asked = context as KoaContextWithOIDC;
    await addLaunchContext(database, asked);
    if (asked.oidc?.route === 'end_session_confirm' && asked.oidc.params?.['logout'] !== undefined && asked.status < 400) await signedOut(asked.req);
  });
  return provider;
}

/**
 * The library says on Node 20 that it wants 22. Its tests and ours pass on 20.19, and a line on every start would teach
 * people to overlook warnings.
 */
async function loadQuietly(): Promise<typeof import('oidc-provider')> {
  const speaker = globalThis.console;
  const { warn } = speaker;
  speaker.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    speaker.warn = warn;
  }
}

/** Every spelling of a SMART scope that can be granted: letters in their order, and the words of version 1. */
function everyScope(resourceTypes: readonly string[]): string[] {
  const letters = Array.from({ length: 31 }, (_, bits) => [...'cruds'].filter((_letter, at) => ((bits + 1) >> at) & 1).join(''));
  const endings = [...letters, 'read', 'write', '*'];
  const resources = ['user', 'patient'].flatMap((context) => ['*', ...resourceTypes].flatMap((type) => endings.map((ending) => `${context}/${type}.${ending}`)));
  return [...APP_SCOPES, ...resources];
}

const scopesOf = new WeakMap<OidcProvider, { readonly scopes: Set<string>; readonly plain: number }>();
/** Scopes with search parameters that a provider remembers. */
const LEARNT_MAX = 2_000;
/** Where the library keeps its state; it drops every scope that is not in its set, and copies the set that it is given. */
const STATE_MODULE: string = 'oidc-provider/lib/helpers/weak_cache.js';

async function internalScopes(provider: OidcProvider): Promise<{ scopes: Set<string>; plain: number }> {
  const { default: stateOf } = (await import(STATE_MODULE)) as { default: (provider: OidcProvider) => { configuration: { scopes: Set<string> } } };
  const { scopes } = stateOf(provider).configuration;
  return { scopes, plain: scopes.size };
}

/** Scopes with search parameters are without number: the provider knows each from when it is first asked for. */
export function learnScopes(provider: OidcProvider, asked: string): void {
  const { scopes, plain } = scopesOf.get(provider)!;
  for (const scope of splitScopes(asked)) {
    if (scopes.has(scope) || !scope.includes('?') || !isAppScope(scope) || !scopes.has(scope.slice(0, scope.indexOf('?')))) continue;
    if (scopes.size > plain + LEARNT_MAX) for (const each of [...scopes].slice(plain)) scopes.delete(each);
    scopes.add(scope);
  }
}

/** Our secrets are stored as hashes; what is sent is hashed before it is compared. */
function compareHashedSecrets(provider: OidcProvider): void {
  const prototype = provider.Client.prototype as unknown as { compareClientSecret(given: string): unknown };
  const compare = prototype.compareClientSecret;
  prototype.compareClientSecret = function compareHashed(given: string) {
    return compare.call(this, hashToken(given));
  };
}

/** SMART App Launch 2.0, "Launch context arrives with your access_token". */
async function addLaunchContext(database: Database, context: KoaContextWithOIDC): Promise<void> {
  const body = context.body as { access_token?: unknown } | undefined;
  if (context.oidc?.route !== 'token' || body?.access_token === undefined) return;
  const grantId = context.oidc.entities.Grant?.jti ?? context.oidc.entities.AccessToken?.grantId;
  const patient = grantId === undefined ? null : await findGrantPatient(database, grantId);
  if (patient !== null) context.body = { ...body, patient, need_patient_banner: true };
}

function renderError(context: { type: string; body: string }, out: { error: string; error_description?: string }): void {
  const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  context.type = 'html';
  context.body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>授权未完成 · Not authorised</title><main><h1>授权未完成 · Not authorised</h1>
<p>请回到应用重新开始，或联系应用提供方。 Go back to the app and begin again, or ask its maker.</p><p><code>${escape(out.error)}: ${escape(out.error_description ?? '')}</code></p></main></html>`;
}

/** The provider's own cookies of a request, by which it would take somebody for signed in whom our session does not know. */
export function dropProviderSession(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '').split(';').filter((part) => !/^\s*yigong_oidc(\.sig)?=/.test(part)).join(';');
  request.headers.cookie = kept;
}
