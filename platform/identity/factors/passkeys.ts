import type { AuthenticationResponseJSON, AuthenticatorTransportFuture, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken } from '../tokens.ts';

const CHALLENGE_MINUTES = 5;
const NAME = 'Yigong 医共';

/** The address of our pages as the browser sees it: passkeys are bound to its host name. */
export interface RelyingParty {
  /** `https://yigong.example:8443` */
  readonly origin: string;
}

const hostOf = ({ origin }: RelyingParty): string => new URL(origin).hostname;

type Purpose = 'register' | 'sign-in' | 'step-up';

/** Who is asked: somebody signed in, by one session and for no other of the same person. */
export interface Asked {
  readonly accountId: string;
  readonly sessionId: string;
}

interface Challenge {
  readonly purpose: Purpose;
  /** Null at sign-in, when nobody is known yet. */
  readonly asked: Asked | null;
}

const hashOf = (challenge: string, asked: Asked | null): string => hashToken(asked === null ? challenge : `${asked.sessionId}|${challenge}`);

async function keepChallenge(sql: Sql, challenge: string, { purpose, asked }: Challenge): Promise<void> {
  await sql.execute(
    `insert into identity.challenge (challenge_hash, purpose, account_id, expires_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(mins => $4))`,
    [hashOf(challenge, asked), purpose, asked?.accountId ?? null, CHALLENGE_MINUTES],
  );
}

/** True once for each challenge given out for this purpose and session. */
const takeChallenge = (sql: Sql, { purpose, asked }: Challenge) => async (challenge: string): Promise<boolean> => {
  const taken = await sql.execute(
    `delete from identity.challenge where challenge_hash = $1 and purpose = $2 and account_id is not distinct from $3 and expires_at > clock_timestamp()`,
    [hashOf(challenge, asked), purpose, asked?.accountId ?? null],
  );
  return taken === 1;
};

/** Whether the browser says that our page stood in a frame of somebody else's: no page of ours does, whoever answers there was led. */
function isFramed(response: unknown): boolean {
  try {
    const { clientDataJSON } = (response as AuthenticationResponseJSON).response;
    return (JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { crossOrigin?: unknown }).crossOrigin === true;
  } catch {
    // The verification says what is wrong with it.
    return false;
  }
}

interface StoredPasskey {
  readonly id: string;
  readonly accountId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: AuthenticatorTransportFuture[];
}

const listStored = (sql: Sql, accountId: string): Promise<StoredPasskey[]> =>
  sql.query<StoredPasskey>(
    `select passkey_id as id, account_id as "accountId", public_key as "publicKey", counter, transports
     from identity.passkey where account_id = $1 order by created_at limit 50`,
    [accountId],
  );

/** Options for `navigator.credentials.create`: a resident key that asks for finger, face or PIN. */
export async function beginPasskey(sql: Sql, party: RelyingParty, account: Asked & { readonly login: string; readonly name: string }): Promise<unknown> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  const known = await listStored(sql, account.accountId);
  const options = await generateRegistrationOptions({
    rpName: NAME,
    rpID: hostOf(party),
    userName: account.login,
    userDisplayName: account.name,
    userID: new Uint8Array(Buffer.from(account.accountId, 'utf8')),
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(sql, options.challenge, { purpose: 'register', asked: account });
  return options;
}

/** Stores the passkey that the browser made; false when its answer does not hold. */
export async function addPasskey(sql: Sql, party: RelyingParty, { asked, name, response }: { asked: Asked; name: string; response: unknown }): Promise<boolean> {
  if (isFramed(response)) return false;
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: takeChallenge(sql, { purpose: 'register', asked }),
    expectedOrigin: party.origin,
    expectedRPID: hostOf(party),
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return false;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  const added = await sql.execute(
    `insert into identity.passkey (passkey_id, account_id, public_key, counter, transports, is_backed_up, name)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (passkey_id) do nothing`,
    [credential.id, asked.accountId, Buffer.from(credential.publicKey), credential.counter, credential.transports ?? [], credentialBackedUp, name],
  );
  return added === 1;
}

/** Options for `navigator.credentials.get`; without somebody signed in any passkey of this place may answer. */
export async function beginPasskeyProof(sql: Sql, party: RelyingParty, asked: Asked | null): Promise<unknown> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  const known = asked === null ? [] : await listStored(sql, asked.accountId);
  const options = await generateAuthenticationOptions({
    rpID: hostOf(party),
    userVerification: 'required',
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
  });
  await keepChallenge(sql, options.challenge, { purpose: asked === null ? 'sign-in' : 'step-up', asked });
  return options;
}

/** The account whose passkey answered, or undefined. Of somebody signed in only own passkeys count. */
export async function provePasskey(sql: Sql, party: RelyingParty, { asked, response }: { asked: Asked | null; response: unknown }): Promise<string | undefined> {
  const { id } = (response ?? {}) as { id?: unknown };
  if (typeof id !== 'string') return undefined;
  if (isFramed(response)) return undefined;
  const rows = await sql.query<StoredPasskey>(
    `select passkey_id as id, account_id as "accountId", public_key as "publicKey", counter, transports
     from identity.passkey where passkey_id = $1 and ($2::text is null or account_id = $2)`,
    [id, asked?.accountId ?? null],
  );
  const passkey = rows[0];
  if (!passkey) return undefined;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const verified = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: takeChallenge(sql, { purpose: asked === null ? 'sign-in' : 'step-up', asked }),
    expectedOrigin: party.origin,
    expectedRPID: hostOf(party),
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: Number(passkey.counter), transports: passkey.transports },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  const { newCounter } = verified.authenticationInfo;
  // Of two that count to the same number at once one is a copy (WebAuthn §7.2 step 22); synchronised passkeys stay at nought.
  const counted = await sql.execute('update identity.passkey set counter = $2, last_used_at = clock_timestamp() where passkey_id = $1 and (counter < $2 or (counter = 0 and $2 = 0))', [id, newCounter]);
  return counted === 1 ? passkey.accountId : undefined;
}

export interface PasskeyLine {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly isBackedUp: boolean;
}

export const listPasskeys = (sql: Sql, accountId: string): Promise<PasskeyLine[]> =>
  sql.query<PasskeyLine>(
    `select passkey_id as id, name, created_at as "createdAt", last_used_at as "lastUsedAt", is_backed_up as "isBackedUp"
     from identity.passkey where account_id = $1 order by created_at limit 50`,
    [accountId],
  );

/** Returns false where the account has no such passkey. */
export async function removePasskey(sql: Sql, accountId: string, passkeyId: string): Promise<boolean> {
  return (await sql.execute('delete from identity.passkey where account_id = $1 and passkey_id = $2', [accountId, passkeyId])) === 1;
}
