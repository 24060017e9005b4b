import type { Sql } from '#platform/database/transaction.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { countSignInAttempt, forgiveSignIn, requireNotThrottled } from '../throttle.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import { proveTotp } from './totp.ts';

export interface CodeRequest {
  readonly accountId: string;
  readonly code: string;
  readonly now: Date;
  readonly address: string;
}

/**
 * Which second factor the code proved, or undefined. Guesses are counted against the account wherever they are made
 * (sign-in and step-up), also when each comes with a right password. Throws `identity.sign-in-throttled`.
 */
export async function proveCode(sql: Sql, { accountId, code, now, address }: CodeRequest): Promise<'totp' | 'recovery-code' | undefined> {
  const name = `second-factor|${accountId}`;
  await requireNotThrottled(sql, name, address);
  await countSignInAttempt(sql, name, address);
  const typed = normaliseInput(code).replace(/[\s-]/g, '');
  const proved = (await proveTotp(sql, { accountId, code: typed, now })) ? 'totp' : (await spendRecoveryCode(sql, accountId, typed)) ? 'recovery-code' : undefined;
  if (proved !== undefined) await forgiveSignIn(sql, name, address);
  return proved;
}
