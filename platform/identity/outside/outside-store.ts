import type { Sql } from '#platform/database/transaction.ts';
import { hashToken } from '../tokens.ts';

const MINUTES_MAX = 10;

export interface UnderWay {
  readonly nonce: string;
  readonly verifier: string;
  readonly returnPath: string;
  readonly linkAccountId: string | null;
}

export async function keepUnderWay(sql: Sql, state: string, { nonce, verifier, returnPath, linkAccountId }: UnderWay): Promise<void> {
  await sql.execute(
    `insert into identity.outside_sign_in (state_hash, nonce, verifier, return_path, link_account_id, expires_at)
     values ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(mins => $6))`,
    [hashToken(state), nonce, verifier, returnPath, linkAccountId, MINUTES_MAX],
  );
}

/** What was kept under the state, once. */
export async function takeUnderWay(sql: Sql, state: string): Promise<UnderWay | undefined> {
  const rows = await sql.query<UnderWay>(
    `delete from identity.outside_sign_in where state_hash = $1 and expires_at > clock_timestamp()
     returning nonce, verifier, return_path as "returnPath", link_account_id as "linkAccountId"`,
    [hashToken(state)],
  );
  return rows[0];
}

export async function findLinkedAccount(sql: Sql, issuer: string, subject: string): Promise<string | undefined> {
  const rows = await sql.query<{ accountId: string }>('select account_id as "accountId" from identity.outside_identity where issuer = $1 and subject = $2', [issuer, subject]);
  return rows[0]?.accountId;
}

/** False where the person there, or the account here, is linked already. */
export async function linkAccount(sql: Sql, { issuer, subject, accountId }: { issuer: string; subject: string; accountId: string }): Promise<boolean> {
  return (await sql.execute('insert into identity.outside_identity (issuer, subject, account_id) values ($1, $2, $3) on conflict do nothing', [issuer, subject, accountId])) === 1;
}

export const isLinked = async (sql: Sql, issuer: string, accountId: string): Promise<boolean> =>
  (await sql.query('select 1 from identity.outside_identity where issuer = $1 and account_id = $2', [issuer, accountId])).length > 0;
