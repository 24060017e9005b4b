import { randomBytes } from 'node:crypto';
import type { Sql } from '#platform/database/transaction.ts';
import { lockAccount } from '../accounts.ts';
import { hashToken } from '../tokens.ts';

const CODES = 10;
/** No 0, 1, i, l, o, u: they are read from paper. 30 signs, about 49 bits a code. */
const SIGNS = 'abcdefghjkmnpqrstvwxyz23456789';
const CODE_LENGTH = 10;

const keyOf = (accountId: string, code: string): string => hashToken(`${accountId}|${code.replace(/[\s-]/g, '').toLowerCase()}`);

/** Ten new codes `abcde-fghjk`, shown once; former ones stop working. Within a transaction. */
export async function renewRecoveryCodes(sql: Sql, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await lockAccount(sql, accountId);
  await sql.execute('delete from identity.recovery_code where account_id = $1', [accountId]);
  await sql.execute('insert into identity.recovery_code (account_id, code_hash) select $1, unnest($2::text[])', [accountId, codes.map((code) => keyOf(accountId, code))]);
  return codes;
}

/** True once for each code. */
export async function spendRecoveryCode(sql: Sql, accountId: string, code: string): Promise<boolean> {
  const used = await sql.execute(
    'update identity.recovery_code set used_at = clock_timestamp() where account_id = $1 and code_hash = $2 and used_at is null',
    [accountId, keyOf(accountId, code)],
  );
  return used === 1;
}

export async function removeRecoveryCodes(sql: Sql, accountId: string): Promise<void> {
  await sql.execute('delete from identity.recovery_code where account_id = $1', [accountId]);
}

function newCode(): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    // Signs beyond the last whole turn would make the first ones likelier.
    for (const byte of randomBytes(CODE_LENGTH)) if (byte < 240 && code.length < CODE_LENGTH) code += SIGNS[byte % SIGNS.length]!;
  }
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
