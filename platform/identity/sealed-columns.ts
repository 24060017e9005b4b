import type { SealedColumn } from '#platform/crypto/sealed-column.ts';

export const TOTP_SECRET: SealedColumn = { purpose: 'identity.totp', table: 'identity.totp', id: 'account_id', column: 'secret' };

export const SIGNING_KEY: SealedColumn = { purpose: 'identity.signing-key', table: 'identity.signing_key', id: 'key_id', column: 'jwk', isJson: true };

/** What sign-in must be able to show again and so cannot keep as a hash. */
export const identityColumns: readonly SealedColumn[] = [TOTP_SECRET, SIGNING_KEY];
