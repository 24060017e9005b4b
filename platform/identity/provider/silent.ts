import type { Sql } from '#platform/database/transaction.ts';
import type { LiveSession } from '../sessions.ts';
import { splitScopes } from '../scopes.ts';
import { findCoveringGrant } from './app-tokens.ts';
import { SILENT } from './provider.ts';

type Params = Readonly<Record<string, unknown>>;

/** Nothing may be shown: `prompt=none`. */
export const isSilent = (params: Params): boolean => params[SILENT] !== undefined;

/** Seconds since 1970, as the ID token's `auth_time` says when the person last proved who they are. */
export const provedSeconds = ({ provedAt }: Pick<LiveSession, 'provedAt'>): number => Math.floor(provedAt.getTime() / 1000);

/** The person named by an ID token whose signature the provider has verified. */
function hintedAccount(params: Params): string | undefined {
  const payload = String(params['id_token_hint'] ?? '').split('.')[1];
  if (payload === undefined) return undefined;
  try {
    return String((JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub?: unknown }).sub);
  } catch {
    return '';
  }
}

/** Whether the session is that of the person whom the app expects (OpenID Connect Core 3.1.2.1, `id_token_hint`). */
export const isHinted = (params: Params, { accountId }: Pick<LiveSession, 'accountId'>): boolean => (hintedAccount(params) ?? accountId) === accountId;

/** Whether the person has to prove again who they are: `prompt=login`, or longer ago than `max_age` seconds. */
export function needsProof(params: Params, { provedAt }: Pick<LiveSession, 'provedAt'>, asked: { readonly at: Date; readonly now: Date }): boolean {
  const forced = String(params['prompt'] ?? '').split(' ').includes('login');
  if (forced && provedAt < asked.at) return true;
  const most = params['max_age'] === undefined ? undefined : Number(params['max_age']);
  if (most === undefined || !Number.isFinite(most)) return false;
  // Zero asks for a proof of this request.
  return provedAt < asked.at && asked.now.getTime() - provedAt.getTime() > most * 1000;
}

/** What a request that may show nothing is answered with: the code that the same grant gave before, or why it needs somebody. */
export async function silentResult(sql: Sql, params: Params, { session, at, now }: { session: LiveSession | undefined; at: Date; now: Date }): Promise<object> {
  const loginRequired = { error: 'login_required', error_description: 'nobody is signed in, or somebody else, or not recently enough' };
  if (session === undefined || !isHinted(params, session) || needsProof(params, session, { at, now })) return loginRequired;
  const scopes = splitScopes(String(params['scope'] ?? ''));
  const grantId = await findCoveringGrant(sql, { accountId: session.accountId, clientId: String(params['client_id'] ?? ''), sessionId: session.sessionId, scopes });
  if (grantId === undefined) return { error: 'consent_required', error_description: 'the person has not allowed this in this session' };
  return { login: { accountId: session.accountId, ts: provedSeconds(session) }, consent: { grantId } };
}
