import type { Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from './contract.ts';
import { hashToken, newToken } from './tokens.ts';

const MINUTES_MAX = 10;
/** Then the password is asked for again. */
const FAILURES_MAX = 5;

const problem = problemsOf(contract.problems);

type Needs = 'second-factor' | 'new-password';

export interface PendingSignIn {
  readonly accountId: string;
  readonly secondFactor: 'totp' | 'recovery-code' | null;
}

/** Remembers that a password was right; the token goes into its own short-lived cookie and opens nothing else. */
export async function beginPending(sql: Sql, accountId: string, needs: Needs): Promise<string> {
  const token = newToken();
  await sql.execute(
    'insert into identity.pending_sign_in (token_hash, account_id, needs, expires_at) values ($1, $2, $3, clock_timestamp() + make_interval(mins => $4))',
    [hashToken(token), accountId, needs, MINUTES_MAX],
  );
  return token;
}

export async function findPending(sql: Sql, token: string, needs: Needs): Promise<PendingSignIn | undefined> {
  const rows = await sql.query<PendingSignIn>(
    `select account_id as "accountId", second_factor as "secondFactor" from identity.pending_sign_in
     where token_hash = $1 and needs = $2 and failures < $3 and expires_at > clock_timestamp()`,
    [hashToken(token), needs, FAILURES_MAX],
  );
  return rows[0];
}

export async function countPendingFailure(sql: Sql, token: string): Promise<void> {
  await sql.execute('update identity.pending_sign_in set failures = failures + 1 where token_hash = $1', [hashToken(token)]);
}

export async function moveToNewPassword(sql: Sql, token: string, secondFactor: 'totp' | 'recovery-code'): Promise<void> {
  await sql.execute("update identity.pending_sign_in set needs = 'new-password', second_factor = $2 where token_hash = $1", [hashToken(token), secondFactor]);
}

/** Of several that end it at once, one does; the others throw `identity.sign-in-over`. */
export async function endPending(sql: Sql, token: string): Promise<void> {
  const ended = await sql.execute('delete from identity.pending_sign_in where token_hash = $1', [hashToken(token)]);
  if (ended === 0) throw problem('identity.sign-in-over');
}
