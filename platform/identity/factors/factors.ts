import type { Sql } from '#platform/database/transaction.ts';
import { removeRecoveryCodes } from './recovery-codes.ts';

export interface Factors {
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
}

/** What an account can prove itself by, besides its password. */
export async function findFactors(sql: Sql, accountId: string): Promise<Factors> {
  const rows = await sql.query<Factors>(
    `select exists (select 1 from identity.totp where account_id = $1 and confirmed_at is not null) as "hasTotp",
       (select count(*) from identity.passkey where account_id = $1) as passkeys,
       (select count(*) from identity.recovery_code where account_id = $1 and used_at is null) as "recoveryCodes"`,
    [accountId],
  );
  return rows[0]!;
}

export type FactorKind = 'totp' | 'passkey' | 'recovery-code';

export const kindsOf = ({ hasTotp, passkeys, recoveryCodes }: Factors): FactorKind[] => [
  ...(hasTotp ? (['totp'] as const) : []),
  ...(passkeys > 0 ? (['passkey'] as const) : []),
  ...((hasTotp || passkeys > 0) && recoveryCodes > 0 ? (['recovery-code'] as const) : []),
];

/** Takes every second factor away: for somebody who has lost them all and proved who they are at the desk. */
export async function removeFactors(sql: Sql, accountId: string): Promise<void> {
  await sql.execute('delete from identity.totp where account_id = $1', [accountId]);
  await sql.execute('delete from identity.passkey where account_id = $1', [accountId]);
  await removeRecoveryCodes(sql, accountId);
}

/** Codes on paper without anything they stand for are a way around the second factor. */
export async function dropCodesWithoutFactor(sql: Sql, accountId: string): Promise<void> {
  const { hasTotp, passkeys } = await findFactors(sql, accountId);
  if (!hasTotp && passkeys === 0) await removeRecoveryCodes(sql, accountId);
}
