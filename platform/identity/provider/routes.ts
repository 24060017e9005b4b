import { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider as OidcProvider } from 'oidc-provider';
import { endSession } from '../sessions.ts';
import { endedSessionCookie, sessionToken } from '../credentials.ts';
import { COST, type IdentityRoutes } from '../serve.ts';
import { registerAuthorisationRoutes } from './authorisations.ts';
import { createProvider, dropProviderSession, learnScopes, OIDC_PATH, SILENT } from './provider.ts';
import { isSilent, silentResult } from './silent.ts';
import { bindToBrowser } from './request-cookie.ts';

export interface OidcRoutes extends IdentityRoutes {
  readonly resourceTypes: readonly string[];
}

/** Forwards a token request that the provider answers (authorization code, refresh token), given as form text. */
export type ForwardToken = (request: FastifyRequest, reply: FastifyReply, form: string) => Promise<FastifyReply>;

/** Keys turn rarely; a provider that is older reads them again. */
const PROVIDER_MS_MAX = 3600_000;

/**
 * OpenID Connect below `/oidc` (discovery, authorization code with PKCE, refresh, userinfo, revocation, introspection,
 * logout). People sign in on our own pages, with our own session: the provider keeps no sign-in of its own.
 */
export async function registerOidcRoutes(server: FastifyInstance, settings: OidcRoutes): Promise<ForwardToken> {
  /** How the session of a request that is under way ends. */
  const leaving = new WeakMap<IncomingMessage, () => Promise<void>>();
  const signedOut = async (raw: IncomingMessage): Promise<void> => leaving.get(raw)?.();
  /** A request for authorisation, or its continuation after the consent screen, which another process may have begun. */
  const learnFrom = async (url: string, provider: OidcProvider): Promise<void> => {
    const [path = ''] = url.split('?');
    const uid = /^\/auth\/([A-Za-z0-9_-]+)$/.exec(path)?.[1];
    if (path === '/auth') learnScopes(provider, new URLSearchParams(url.slice(path.length + 1)).get('scope') ?? '');
    else if (uid !== undefined) learnScopes(provider, String((await provider.Interaction.find(uid))?.params['scope'] ?? ''));
  };
  const providers = new Map<string, { at: number; provider: Promise<OidcProvider> }>();
  const providerFor = (base: string): Promise<OidcProvider> => {
    const found = providers.get(base);
    if (found && performance.now() - found.at < PROVIDER_MS_MAX) return found.provider;
    const provider = createProvider({ database: settings.database, base, resourceTypes: settings.resourceTypes, signedOut });
    providers.set(base, { at: performance.now(), provider });
    provider.catch(() => providers.delete(base));
    return provider;
  };
  const baseOf = () => settings.publicUrl ?? ownAddress(server);
  const providerOf = () => providerFor(baseOf());

  const forward = async (request: FastifyRequest, reply: FastifyReply, raw: IncomingMessage): Promise<FastifyReply> => {
    settings.limit.spend(request.ip, COST.assertion);
    const provider = await providerOf();
    await learnFrom(raw.url ?? '', provider);
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    // The logout page sends its form back to us and the browser on to the app.
    if (raw.url?.startsWith('/session/end')) reply.raw.removeHeader('content-security-policy');
    leaving.set(raw, () => endOwnSession(settings, request, reply));
    reply.hijack();
    await provider.callback()(raw, reply.raw);
    return reply;
  };

  await server.register(async (scoped) => {
    // The provider reads bodies itself.
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scoped.get<{ Params: { uid: string } }>(`${OIDC_PATH}/interaction/:uid`, async (request, reply) => {
      const provider = await providerOf();
      const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
      if (interaction?.uid !== request.params.uid) return reply.redirect('/');
      if (isSilent(interaction.params)) return answerSilently(settings, { request, reply, interaction: interaction as never });
      bindToBrowser(request, reply, interaction.uid);
      return reply.redirect(`/authorize?uid=${interaction.uid}`);
    });
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE', 'PUT'] as const) {
      scoped.route({ method, url: `${OIDC_PATH}/*`, handler: (request, reply) => forward(request, reply, mounted(request.raw)) });
    }
  });
  registerAuthorisationRoutes(server, settings, providerOf);

  return (request, reply, form) => forward(request, reply, tokenRequest(request, form));
}

/** Without a public address: that at which this process listens. */
function ownAddress(server: FastifyInstance): string {
  const address = server.server.address();
  const scheme = 'setSecureContext' in server.server ? 'https' : 'http';
  return `${scheme}://localhost:${typeof address === 'object' && address ? address.port : 80}`;
}

interface SilentInteraction {
  readonly params: Readonly<Record<string, unknown>>;
  readonly iat: number;
  readonly exp: number;
  readonly returnTo: string;
  result?: unknown;
  save(seconds: number): Promise<string>;
}

/** `prompt=none`: nothing is shown; the live session answers, or the app is told why it cannot. */
async function answerSilently(
  { database, reader }: OidcRoutes,
  { request, reply, interaction }: { request: FastifyRequest; reply: FastifyReply; interaction: SilentInteraction },
): Promise<FastifyReply> {
  const token = sessionToken(request);
  const signedIn = token === undefined ? undefined : await reader.signedInByToken(token);
  interaction.result = await silentResult(database, interaction.params, { session: signedIn?.session, at: new Date(interaction.iat * 1000), now: new Date() });
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
  return reply.redirect(interaction.returnTo);
}

/** As Connect mounts a part below a path; and each authorization begins without what the provider remembers of the browser. */
function mounted(raw: IncomingMessage & { originalUrl?: string }): IncomingMessage {
  const { url = '' } = raw;
  raw.originalUrl = url;
  raw.url = url.slice(OIDC_PATH.length);
  const [path = '', query = ''] = raw.url.split('?');
  if (path === '/auth') {
    dropProviderSession(raw);
    const parameters = new URLSearchParams(query);
    // SMART asks for a refresh token by its scope alone; OpenID Connect wants the person to be asked, which we always do.
    if (parameters.get('prompt') === 'none') {
      parameters.delete('prompt');
      parameters.set(SILENT, '1');
      raw.url = `${path}?${parameters.toString()}`;
      raw.originalUrl = OIDC_PATH + raw.url;
    } else if (!parameters.has('prompt') && /(^| )offline_access( |$)/.test(parameters.get('scope') ?? '')) {
      parameters.set('prompt', 'consent');
      raw.url = `${path}?${parameters.toString()}`;
      raw.originalUrl = OIDC_PATH + raw.url;
    }
  }
  return raw;
}

/** A token request whose body our own endpoint has read already. */
function tokenRequest(request: FastifyRequest, form: string): IncomingMessage {
  const raw = new IncomingMessage(request.raw.socket) as IncomingMessage & { originalUrl?: string };
  raw.method = 'POST';
  raw.url = '/token';
  raw.originalUrl = `${OIDC_PATH}/token`;
  raw.headers = { ...request.raw.headers, 'content-length': String(Buffer.byteLength(form)) };
  // Otherwise its end would be taken for a broken connection, which closes the socket.
  raw.complete = true;
  raw.push(form);
  raw.push(null);
  return raw;
}

/** Signing out at the provider signs out here. */
async function endOwnSession({ database, reader }: OidcRoutes, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = sessionToken(request);
  if (token === undefined) return;
  const { session } = await reader.signedInByToken(token);
  if (session) await endSession(database, session.sessionId);
  reader.forget(request);
  if (!reply.raw.headersSent) reply.raw.appendHeader('set-cookie', endedSessionCookie(request));
}
