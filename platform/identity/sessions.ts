import type { FreshProof } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken, newToken } from './tokens.ts';

/** A session ends after so long without use, and after so many days in any case. */
const SESSION_IDLE_HOURS = 12;
export const SESSION_DAYS_MAX = 7;
const USER_AGENT_LENGTH_MAX = 200;

/** A second factor, or the password, counts as fresh for so long after it was proved. */
const FRESH_MINUTES = 5;

export type SignInMethod = 'password' | 'password-totp' | 'password-recovery-code' | 'passkey' | 'setup-link' | 'outside';

/** The browser that signs in. */
export interface Place {
  readonly address: string;
  readonly userAgent: string;
}

export interface NewSession extends Place {
  readonly sessionId: string;
  readonly accountId: string;
  readonly method: SignInMethod;
}

/** What each way of signing in has proved. */
const PROVES: Readonly<Record<SignInMethod, { password: boolean; secondFactor: boolean }>> = {
  'password': { password: true, secondFactor: false },
  'password-totp': { password: true, secondFactor: true },
  'password-recovery-code': { password: true, secondFactor: true },
  // A passkey asks for finger, face or PIN on a device that the person holds: both factors in one.
  'passkey': { password: false, secondFactor: true },
  'setup-link': { password: true, secondFactor: false },
  'outside': { password: false, secondFactor: false },
};

/** Begins a session; the token goes into the cookie and nowhere else. */
export async function beginSession(sql: Sql, { sessionId, accountId, address, userAgent, method }: NewSession): Promise<string> {
  const token = newToken();
  const { password, secondFactor } = PROVES[method];
  await sql.execute(
    `insert into identity.session (session_id, token_hash, account_id, expires_at, user_agent, address, method, password_at, second_factor_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(days => $4), $5, $6, $7,
       case when $8 then clock_timestamp() end, case when $9 then clock_timestamp() end)`,
    [sessionId, hashToken(token), accountId, SESSION_DAYS_MAX, userAgent.slice(0, USER_AGENT_LENGTH_MAX), address, method, password, secondFactor],
  );
  return token;
}

/** Notes that the person has just proved who they are, for the next sensitive acts. */
export async function noteProof(sql: Sql, sessionId: string, proved: 'password' | 'second-factor'): Promise<void> {
  const column = proved === 'password' ? 'password_at' : 'second_factor_at';
  await sql.execute(`update identity.session set ${column} = clock_timestamp() where session_id = $1`, [sessionId]);
}

export async function endSession(sql: Sql, sessionId: string): Promise<void> {
  await sql.execute('update identity.session set ended_at = clock_timestamp() where session_id = $1 and ended_at is null', [sessionId]);
}

export async function setActingOrganisation(sql: Sql, sessionId: string, organisationId: string): Promise<void> {
  await sql.execute('update identity.session set acting_organisation_id = $2 where session_id = $1', [sessionId, organisationId]);
}

export interface LiveSession {
  readonly sessionId: string;
  readonly expiresAt: Date;
  readonly actingOrganisationId: string | null;
  readonly accountId: string;
  readonly name: string;
  readonly language: 'zh' | 'en';
  readonly fhirReference: string | null;
  readonly personId: string | null;
  readonly login: string;
  readonly proof: FreshProof;
  /** When the person last proved who they are, at sign-in or since. */
  readonly provedAt: Date;
}

/** The session of a cookie, unless it is over or its account disabled; notes its use, to the minute. */
export async function findSession(sql: Sql, tokenHash: string): Promise<LiveSession | undefined> {
  const rows = await sql.query<Omit<LiveSession, 'proof'> & { stale: boolean } & ProofColumns>(
    `select session.session_id as "sessionId", session.expires_at as "expiresAt",
       session.acting_organisation_id as "actingOrganisationId", account.account_id as "accountId", account.name,
       greatest(session.password_at, session.second_factor_at, session.created_at) as "provedAt",
       account.language, account.fhir_reference as "fhirReference", account.person_id as "personId", account.login,
       coalesce(session.second_factor_at > clock_timestamp() - make_interval(mins => $3), false) as "secondFactorFresh",
       coalesce(session.password_at > clock_timestamp() - make_interval(mins => $3), false) as "passwordFresh",
       (exists (select 1 from identity.totp where totp.account_id = account.account_id and confirmed_at is not null)
         or exists (select 1 from identity.passkey where passkey.account_id = account.account_id)) as "hasSecondFactor",
       session.last_seen_at < clock_timestamp() - interval '1 minute' as stale
     from identity.session join identity.account on account.account_id = session.account_id
     where session.token_hash = $1 and session.ended_at is null and session.expires_at > clock_timestamp()
       and session.last_seen_at > clock_timestamp() - make_interval(hours => $2) and account.disabled_at is null`,
    [tokenHash, SESSION_IDLE_HOURS, FRESH_MINUTES],
  );
  const found = rows[0];
  if (found?.stale) {
    await sql.execute('update identity.session set last_seen_at = clock_timestamp() where session_id = $1', [found.sessionId]);
  }
  if (!found) return undefined;
  const { stale: _stale, secondFactorFresh, passwordFresh, hasSecondFactor, ...session } = found;
  return { ...session, proof: { level: secondFactorFresh ? 'second-factor' : passwordFresh ? 'password' : 'none', hasSecondFactor } };
}

interface ProofColumns {
  readonly secondFactorFresh: boolean;
  readonly passwordFresh: boolean;
  readonly hasSecondFactor: boolean;
}

export interface SessionLine {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string;
  readonly userAgent: string;
  readonly method: SignInMethod;
}

/** The live sessions of an account, the last used first. */
export const listSessions = (sql: Sql, accountId: string): Promise<SessionLine[]> =>
  sql.query<SessionLine>(
    `select session_id as id, created_at as "createdAt", last_seen_at as "lastSeenAt", address, user_agent as "userAgent", method
     from identity.session where account_id = $1 and ended_at is null and expires_at > clock_timestamp()
       and last_seen_at > clock_timestamp() - make_interval(hours => $2)
     order by last_seen_at desc, session_id limit 100`,
    [accountId, SESSION_IDLE_HOURS],
  );

/** Ends one session of the account; false where it has no such live one. */
export async function endSessionOf(sql: Sql, accountId: string, sessionId: string): Promise<boolean> {
  return (await sql.execute('update identity.session set ended_at = clock_timestamp() where session_id = $1 and account_id = $2 and ended_at is null', [sessionId, accountId])) === 1;
}

export interface HeldRole {
  readonly organisationId: string;
  readonly role: string;
}

/** Roles held on a day, in a stable order: the first is acted for until the person chooses. */
export async function listHeldRoles(sql: Sql, accountId: string, onDate: string): Promise<HeldRole[]> {
  return sql.query<HeldRole>(
    `select owner_organisation_id as "organisationId", role from identity.assignment
     where account_id = $1 and revoked_at is null and valid_from <= $2 and (valid_until is null or valid_until >= $2)
     order by valid_from, assignment_id limit 200`,
    [accountId, onDate],
  );
}
