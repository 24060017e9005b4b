import { openFrom, sealInto } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { TOTP_SECRET } from '../sealed-columns.ts';

/** RFC 6238 with what every app reads: SHA-1, six digits, thirty seconds. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Clocks may be one step off to either side. */
const WINDOW_STEPS = 1;
const SECRET_BYTES = 20;
const ISSUER = 'Yigong 医共';

export interface NewTotp {
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the QR code. */
  readonly uri: string;
}

/** Begins an authenticator app; it is in use only after `confirmTotp`. A former unconfirmed one is replaced. */
export async function beginTotp(sql: Sql, { accountId, login }: { accountId: string; login: string }): Promise<NewTotp> {
  const { Secret, TOTP } = await import('otpauth');
  const secret = new Secret({ size: SECRET_BYTES });
  await sql.execute(
    `insert into identity.totp (account_id, secret) values ($1, $2)
     on conflict (account_id) do update set secret = excluded.secret, created_at = clock_timestamp() where totp.confirmed_at is null`,
    [accountId, await sealInto(sql, TOTP_SECRET, { id: accountId, text: secret.base32 })],
  );
  const uri = new TOTP({ issuer: ISSUER, label: login, secret, digits: DIGITS, period: PERIOD_SECONDS }).toString();
  return { secret: secret.base32, uri };
}

/** True when the code is right now; then the app is in use. */
export const confirmTotp = (sql: Sql, request: TotpRequest): Promise<boolean> => checkCode(sql, request, { confirmed: false });

/** True when the code is right now and was not used before. */
export const proveTotp = (sql: Sql, request: TotpRequest): Promise<boolean> => checkCode(sql, request, { confirmed: true });

export interface TotpRequest {
  readonly accountId: string;
  readonly code: string;
  readonly now: Date;
}

async function checkCode(sql: Sql, { accountId, code, now }: TotpRequest, { confirmed }: { confirmed: boolean }): Promise<boolean> {
  if (!/^\d{6}$/.test(code)) return false;
  const rows = await sql.query<{ secret: string; createdAt: string }>(
    'select secret, created_at::text as "createdAt" from identity.totp where account_id = $1 and (confirmed_at is not null) = $2',
    [accountId, confirmed],
  );
  if (!rows[0]) return false;
  const { Secret, TOTP } = await import('otpauth');
  const secret = await openFrom(sql, TOTP_SECRET, { id: accountId, text: rows[0].secret });
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: DIGITS, period: PERIOD_SECONDS });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: WINDOW_STEPS });
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
  // Of two uses at once one moves the step on (RFC 6238 §5.2: a code is accepted once). The secret may have been sealed anew meanwhile,
  // so the app is known by when it was begun.
  const used = await sql.execute(
    `update identity.totp set last_step = $2, confirmed_at = coalesce(confirmed_at, $3)
     where account_id = $1 and last_step < $2 and created_at = $4::timestamptz`,
    [accountId, step, now, rows[0].createdAt],
  );
  return used === 1;
}

export const removeTotp = (sql: Sql, accountId: string): Promise<number> => sql.execute('delete from identity.totp where account_id = $1', [accountId]);
