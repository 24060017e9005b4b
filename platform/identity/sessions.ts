import type { Sql } from '#platform/database/transaction.ts';
import { hashToken, newToken } from './tokens.ts';

/** A session ends after so long without use, and after so many days in any case. */
const SESSION_IDLE_HOURS = 12;
export const SESSION_DAYS_MAX = 7;
const USER_AGENT_LENGTH_MAX = 200;

export interface NewSession {
  readonly sessionId: string;
  readonly accountId: string;
  readonly userAgent: string;
}

/** Begins a session; the token goes into the cookie and nowhere else. */
export async function beginSession(sql: Sql, { sessionId, accountId, userAgent }: NewSession): Promise<string> {
  const token = newToken();
  await sql.execute(
    `insert into identity.session (session_id, token_hash, account_id, expires_at, user_agent)
     values ($1, $2, $3, clock_timestamp() + make_interval(days => $4), $5)`,
    [sessionId, hashToken(token), accountId, SESSION_DAYS_MAX, userAgent.slice(0, USER_AGENT_LENGTH_MAX)],
  );
  return token;
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
}

/** The session of a cookie, unless it is over or its account disabled; notes its use, to the minute. */
export async function findSession(sql: Sql, tokenHash: string): Promise<LiveSession | undefined> {
  const rows = await sql.query<LiveSession & { stale: boolean }>(
    `select session.session_id as "sessionId", session.expires_at as "expiresAt",
       session.acting_organisation_id as "actingOrganisationId", account.account_id as "accountId", account.name,
       account.language, account.fhir_reference as "fhirReference", account.person_id as "personId",
       session.last_seen_at < clock_timestamp() - interval '1 minute' as stale
     from identity.session join identity.account on account.account_id = session.account_id
     where session.token_hash = $1 and session.ended_at is null and session.expires_at > clock_timestamp()
       and session.last_seen_at > clock_timestamp() - make_interval(hours => $2) and account.disabled_at is null`,
    [tokenHash, SESSION_IDLE_HOURS],
  );
  const found = rows[0];
  if (found?.stale) {
    await sql.execute('update identity.session set last_seen_at = clock_timestamp() where session_id = $1', [found.sessionId]);
  }
  return found;
}

export interface HeldRole {
  readonly organisationId: string;
  readonly role: string;
}

/** Roles held on a day, in a stable order: the first is acted for until the person chooses. */
export async function listHeldRoles(sql: Sql, accountId: string, onDate: string): Promise<HeldRole[]> {
  return sql.query<HeldRole>(
    `select owner_organisation_id as "organisationId", role from identity.assignment
     where account_id = $1 and valid_from <= $2 and (valid_until is null or valid_until >= $2)
     order by valid_from, assignment_id limit 200`,
    [accountId, onDate],
  );
}
