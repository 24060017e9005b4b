import { randomBytes } from 'node:crypto';
import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { openFrom, sealInto, type SealedColumn } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** A rotation seals the keys anew and leaves the files as they are. */
export const FILE_KEY: SealedColumn = { purpose: 'files.key', table: 'files.sealed_file', id: 'file_id', column: 'key' };

/** Files live for days; a key that is older belongs to a file whose writer died before it could be removed. */
const ORPHAN_DAYS = 60;

/** Seals and opens the parts of one file; each opens only in this file and at its own place in it. */
export interface FileKey {
  readonly seal: (at: number, plain: Buffer) => Buffer;
  /** Throws when the part was changed, or belongs elsewhere. */
  readonly open: (at: number, sealed: Buffer) => Buffer;
}

/** A key for a file that is begun; the one of a file before it under this name opens nothing any more. */
export async function newFileKey(sql: Sql, fileId: string): Promise<FileKey> {
  const { providerName } = keyRing();
  const key = randomBytes(PROVIDERS[providerName].keyBytes);
  const sealed = await sealInto(sql, FILE_KEY, { id: fileId, text: key.toString('base64') });
  await sql.execute(
    `insert into files.sealed_file (file_id, provider, key) values ($1, $2, $3)
     on conflict (file_id) do update set provider = excluded.provider, key = excluded.key, made_at = excluded.made_at`,
    [fileId, providerName, sealed],
  );
  return keyOf(fileId, PROVIDERS[providerName], key);
}

/** Undefined for a file that an older version wrote in clear, and for one whose key was forgotten. */
export async function findFileKey(sql: Sql, fileId: string): Promise<FileKey | undefined> {
  const [row] = await sql.query<{ provider: CryptoProvider['name']; key: string }>('select provider, key from files.sealed_file where file_id = $1', [fileId]);
  return row && keyOf(fileId, PROVIDERS[row.provider], Buffer.from(await openFrom(sql, FILE_KEY, { id: fileId, text: row.key }), 'base64'));
}

/** What these files held can never be read again, wherever a copy of them lies; also of what was left behind long ago. */
export async function forgetFileKeys(sql: Sql, beginning: string): Promise<void> {
  await sql.execute(`delete from files.sealed_file where file_id ^@ $1 or made_at < clock_timestamp() - make_interval(days => ${ORPHAN_DAYS})`, [beginning]);
}

function keyOf(fileId: string, provider: CryptoProvider, key: Buffer): FileKey {
  const about = (at: number): Buffer => Buffer.from(`${fileId}/${at}`, 'utf8');
  return { seal: (at, plain) => provider.seal(key, plain, about(at)), open: (at, sealed) => provider.open(key, sealed, about(at)) };
}
