import { randomBytes } from 'node:crypto';
import type { CryptoProvider, SigningKeyPair } from '#platform/crypto/provider.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { openFrom, sealInto, type SealedColumn } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';

export const PRIVATE_KEY: SealedColumn = { purpose: 'signature.private-key', table: 'signature.signing_key', id: 'key_id', column: 'private_key' };

export interface SigningKey {
  readonly keyId: string;
  readonly provider: CryptoProvider;
  readonly pair: SigningKeyPair;
}

interface StoredKey {
  readonly keyId: string;
  readonly provider: CryptoProvider['name'];
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The key by which a holder signs now; made at its first signature. */
export async function signingKeyOf(sql: Sql, holder: string): Promise<SigningKey> {
  const stored = (await findActive(sql, holder)) ?? (await makeKey(sql, holder));
  const privateKey = await openFrom(sql, PRIVATE_KEY, { id: stored.keyId, text: stored.privateKey });
  return { keyId: stored.keyId, provider: PROVIDERS[stored.provider], pair: { publicKey: stored.publicKey, privateKey } };
}

async function makeKey(sql: Sql, holder: string): Promise<StoredKey> {
  const { providerName } = keyRing();
  const pair = PROVIDERS[providerName].newSigningKey();
  const keyId = randomBytes(9).toString('base64url');
  const sealed = await sealInto(sql, PRIVATE_KEY, { id: keyId, text: pair.privateKey });
  // Of two first signatures at once one key wins and both use it.
  await sql.execute(
    `insert into signature.signing_key (key_id, holder, provider, public_key, private_key) values ($1, $2, $3, $4, $5)
     on conflict (holder) where retired_at is null do nothing`,
    [keyId, holder, providerName, pair.publicKey, sealed],
  );
  return (await findActive(sql, holder))!;
}

async function findActive(sql: Sql, holder: string): Promise<StoredKey | undefined> {
  const rows = await sql.query<StoredKey>(
    `select key_id as "keyId", provider, public_key as "publicKey", private_key as "privateKey" from signature.signing_key
     where holder = $1 and retired_at is null`,
    [holder],
  );
  return rows[0];
}
