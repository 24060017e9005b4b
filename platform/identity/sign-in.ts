import { recordAudit } from '#platform/audit/audit.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { findAccount, findAccountByLogin, loginKey, setPassword, type Account } from './accounts.ts';
import { contract } from './contract.ts';
import { findFactors, kindsOf, type FactorKind } from './factors/factors.ts';
import { provePasskey, type RelyingParty } from './factors/passkeys.ts';
import { verifyPassword } from './passwords/passwords.ts';
import { beginPending, countPendingFailure, endPending, findPending, moveToNewPassword } from './pending-sign-in.ts';
import { proveCode } from './factors/codes.ts';
import { beginSession, type Place, type SignInMethod } from './sessions.ts';
import { anonymousSubject } from './subjects.ts';
import { countSignInAttempt, forgiveSignIn, requireNotThrottled } from './throttle.ts';

const problem = problemsOf(contract.problems);

const DAY_MS = 86_400_000;

export interface SignInSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** After so many days staff choose a new password. */
  readonly passwordDaysMax: number;
}

export interface SignInAttempt extends Place {
  readonly login: string;
  readonly password: string;
}

/** A session, or what is still missing. Tokens go into cookies. */
export type SignInOutcome =
  | { readonly session: string }
  | { readonly pending: string; readonly needs: 'second-factor' | 'new-password'; readonly kinds: readonly FactorKind[] };

/**
 * One answer for an unknown login, a wrong password and a disabled account: `identity.sign-in-failed`; after too many
 * failures `identity.sign-in-throttled`.
 */
export async function signInWithPassword(settings: SignInSettings, attempt: SignInAttempt): Promise<SignInOutcome> {
  const { database } = settings;
  const name = loginKey(attempt.login);
  await requireNotThrottled(database, name, attempt.address);
  await countSignInAttempt(database, name, attempt.address);
  const account = await findAccountByLogin(database, attempt.login);
  const right = await verifyPassword(account?.passwordHash, attempt.password);
  if (!account || !right || account.disabledAt !== null) return refuse(database, account);
  await forgiveSignIn(database, name, attempt.address);
  const kinds = kindsOf(await findFactors(database, account.accountId));
  if (kinds.length > 0) return { pending: await beginPending(database, account.accountId, 'second-factor'), needs: 'second-factor', kinds };
  return admit(settings, account, { place: attempt, method: 'password' });
}

export interface PendingCode extends Place {
  readonly token: string | undefined;
  readonly code: string;
}

/** The second step: a code of the authenticator app, or one from paper. Throws `identity.code-wrong` or `identity.sign-in-over`. */
export async function signInWithCode(settings: SignInSettings, { token, code, ...place }: PendingCode): Promise<SignInOutcome> {
  const { database, clock } = settings;
  const pending = token === undefined ? undefined : await findPending(database, token, 'second-factor');
  const account = pending && (await findAccount(database, pending.accountId));
  if (!token || !account || account.disabledAt !== null) throw problem('identity.sign-in-over');
  const proved = await proveCode(database, { accountId: account.accountId, code, now: clock.now(), address: place.address });
  if (!proved) {
    await countPendingFailure(database, token);
    await recordAudit(database, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'refused', detail: { step: 'second-factor' } });
    throw problem('identity.code-wrong');
  }
  if (isPasswordOver(settings, account)) {
    await moveToNewPassword(database, token, proved);
    return { pending: token, needs: 'new-password', kinds: [] };
  }
  await endPending(database, token);
  return admit(settings, account, { place, method: proved === 'totp' ? 'password-totp' : 'password-recovery-code' });
}

export interface PasskeyAnswer extends Place {
  readonly party: RelyingParty;
  readonly response: unknown;
}

/** Signs in by a passkey alone. Throws `identity.passkey-failed`. */
export async function signInWithPasskey(settings: SignInSettings, { party, response, ...place }: PasskeyAnswer): Promise<string> {
  const { database } = settings;
  const counted = 'passkey';
  await requireNotThrottled(database, counted, place.address);
  const accountId = await provePasskey(database, party, { asked: null, response });
  const account = accountId === undefined ? undefined : await findAccount(database, accountId);
  if (!account || account.disabledAt !== null) {
    await countSignInAttempt(database, `${counted}|${place.address}`, place.address);
    await recordAudit(database, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'refused', detail: { step: 'passkey' } });
    throw problem('identity.passkey-failed');
  }
  return open(settings, account, { place, method: 'passkey' });
}

export interface PendingPassword extends Place {
  readonly token: string | undefined;
  readonly password: string;
}

/** The last step for a password that is too old or that somebody else set. */
export async function signInWithNewPassword(settings: SignInSettings, { token, password, ...place }: PendingPassword): Promise<string> {
  const { database } = settings;
  const pending = token === undefined ? undefined : await findPending(database, token, 'new-password');
  const account = pending && (await findAccount(database, pending.accountId));
  if (!token || !account || account.disabledAt !== null) throw problem('identity.sign-in-over');
  await database.transaction(async (tx) => {
    await endPending(tx, token);
    await setPassword(tx, { accountId: account.accountId, login: account.login, password });
  });
  const method = pending.secondFactor === null ? 'password' : (`password-${pending.secondFactor}` as const);
  return open(settings, account, { place, method });
}

interface Admission {
  readonly place: Place;
  readonly method: SignInMethod;
}

async function admit(settings: SignInSettings, account: Account, admission: Admission): Promise<SignInOutcome> {
  if (isPasswordOver(settings, account)) {
    return { pending: await beginPending(settings.database, account.accountId, 'new-password'), needs: 'new-password', kinds: [] };
  }
  return { session: await open(settings, account, admission) };
}

/** Residents are not made to change theirs: they sign in twice a year. */
function isPasswordOver({ clock, passwordDaysMax }: SignInSettings, account: Account): boolean {
  if (account.mustChangePassword) return true;
  if (account.personId !== null || account.passwordChangedAt === null) return false;
  return clock.now().getTime() - account.passwordChangedAt.getTime() > passwordDaysMax * DAY_MS;
}

function open({ database, ids }: SignInSettings, account: Account, { place: { address, userAgent }, method }: Admission): Promise<string> {
  return database.transaction(async (tx) => {
    await recordAudit(tx, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'success', detail: { method } });
    return beginSession(tx, { sessionId: ids.newId(), accountId: account.accountId, address, userAgent, method });
  });
}

async function refuse(sql: Sql, account: Account | undefined): Promise<never> {
  await recordAudit(sql, subjectOfAccount(account), { action: 'identity.sign-in', outcome: 'refused' });
  throw problem('identity.sign-in-failed');
}

export function subjectOfAccount(account: Pick<Account, 'accountId' | 'name' | 'organisationId'> | undefined): Subject {
  if (!account) return anonymousSubject;
  return { ...anonymousSubject, kind: 'staff', id: account.accountId, name: account.name, organisationId: account.organisationId };
}
