import type { JSONWebKeySet, JWTPayload } from 'jose';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken } from '../tokens.ts';
import { ASSERTION_ALGORITHMS, keysAt } from './client-keys.ts';
import { findSigningClient, type ClientLine } from './clients.ts';

/** RFC 7523 §2.2. */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** SMART App Launch 2.0: `exp` lies at most five minutes ahead. */
const LIFE_SECONDS_MAX = 300;
/** Clocks of hospitals differ. */
const SKEW_SECONDS = 30;
const JTI_LENGTH_MAX = 255;
const ASSERTION_LENGTH_MAX = 8_192;

export interface AssertionRequest {
  readonly assertion: string;
  /** Addresses of the token endpoint, any of which the assertion may name as `aud`. */
  readonly audiences: readonly string[];
  readonly now: Date;
  /** CDS Hooks 2.0 asks for no `sub`; the token endpoint does. */
  readonly needsSubject?: boolean;
}

export type AssertionOutcome =
  | { readonly client: ClientLine }
  /** `reason` is for the machine's maker and names no secret; `clientId` counts the failure. */
  | { readonly client?: undefined; readonly clientId: string; readonly reason: string };

/** Checks a signed client assertion (RFC 7523 §3; SMART App Launch 2.0, "Authenticating to the Token endpoint") and uses it up. */
export async function verifyClientAssertion(sql: Sql, request: AssertionRequest): Promise<AssertionOutcome> {
  const read = await readUnverified(request.assertion);
  if (!read) return { clientId: '', reason: 'client_assertion is no signed JWT with kid, iss and jti' };
  const { clientId, kid, jku } = read;
  const found = await findSigningClient(sql, clientId);
  if (!found) return { clientId, reason: 'unknown client, client disabled, or client without keys' };
  if (jku !== undefined && jku !== found.jwksUrl) return { clientId, reason: 'jku is not the address registered for this client' };
  let keys: JSONWebKeySet;
  try {
    keys = found.jwks ?? (await keysAt(found.jwksUrl ?? '', kid));
  } catch (error) {
    return { clientId, reason: `the keys of the client could not be read: ${(error as Error).message}` };
  }
  const verified = await verify(keys, request, clientId);
  if (typeof verified === 'string') return { clientId, reason: verified };
  if (!(await markUsed(sql, clientId, verified))) return { clientId, reason: 'this jti was used before' };
  return { client: found.client };
}

interface Unverified {
  readonly clientId: string;
  readonly kid: string;
  readonly jku: string | undefined;
}

async function readUnverified(assertion: string): Promise<Unverified | undefined> {
  if (assertion.length > ASSERTION_LENGTH_MAX) return undefined;
  try {
    const { decodeJwt, decodeProtectedHeader } = await import('jose');
    const header = decodeProtectedHeader(assertion);
    const { iss, jti } = decodeJwt(assertion);
    if (typeof iss !== 'string' || typeof jti !== 'string' || jti === '' || jti.length > JTI_LENGTH_MAX || typeof header.kid !== 'string') return undefined;
    return { clientId: iss, kid: header.kid, jku: header.jku };
  } catch {
    return undefined;
  }
}

async function verify(keys: JSONWebKeySet, { assertion, audiences, now, needsSubject = true }: AssertionRequest, clientId: string): Promise<JWTPayload | string> {
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
      algorithms: [...ASSERTION_ALGORITHMS],
      issuer: clientId,
      ...(needsSubject ? { subject: clientId } : {}),
      audience: [...audiences],
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
      requiredClaims: ['exp', 'jti', 'aud'],
    });
    const seconds = Math.floor(now.getTime() / 1000);
    if ((payload.exp ?? Infinity) > seconds + LIFE_SECONDS_MAX + SKEW_SECONDS) return 'exp lies more than five minutes ahead';
    return payload;
  } catch (error) {
    return (error as Error).message;
  }
}

/** False when the assertion was used before; of two uses at once one wins. */
async function markUsed(sql: Sql, clientId: string, { jti = '', exp = 0 }: JWTPayload): Promise<boolean> {
  const written = await sql.execute(
    `insert into identity.used_assertion (client_id, jti_hash, expires_at) values ($1, $2, to_timestamp($3))
     on conflict do nothing`,
    [clientId, hashToken(jti), exp + SKEW_SECONDS + 1],
  );
  return written === 1;
}
