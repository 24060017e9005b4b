import { randomBytes } from 'node:crypto';
import type { CryptoProvider } from '#platform/crypto/provider.ts';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { SealedText } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** The key of one object that stays: an image, say. Its parts open only in this object and at their own place in it. */
export interface ObjectKey {
  /** `room/what/which`. */
  readonly objectId: string;
  readonly providerName: CryptoProvider['name'];
  readonly key: Uint8Array;
}

interface Row {
  readonly objectId: string;
  readonly provider: CryptoProvider['name'];
  readonly key: string;
}

const PURPOSE = 'files.object-key';
const COLUMNS = 'object_id as "objectId", provider, key';
const aboutOf = (objectId: string): string => `files.object_key/${objectId}`;
/** `y1.`, the id of the key, a dot: as the index has it. */
const STALE = '(left(key, 16) < $1 or left(key, 16) > $1)';

/** `with-its-row`: the key is on disk at the latest when a later transaction is, which makes the object count. */
type Durability = 'now' | 'with-its-row';

/** A commit that does not wait for the disk: whatever is committed after it is on disk only together with it. */
const UNHURRIED = "(select set_config('synchronous_commit', 'off', true)) as unhurried,";

/**
 * The keys of these objects; those that have none yet get one. Two callers who begin the same object at once are given the same key,
 * so that whoever writes last has written what both can open.
 */
export async function objectKeys(sql: Sql, objectIds: readonly string[], durability: Durability = 'now'): Promise<Map<string, ObjectKey>> {
  const asked = [...new Set(objectIds)].sort();
  if (asked.length === 0) return new Map();
  const { providerName } = keyRing();
  const made = asked.map((objectId): ObjectKey => ({ objectId, providerName, key: Uint8Array.from(randomBytes(PROVIDERS[providerName].keyBytes)) }));
  const sealed = await keyRing().sealTexts(sql, PURPOSE, made.map(({ objectId, key }) => ({ about: aboutOf(objectId), text: Buffer.from(key).toString('base64') })));
  const kept = await sql.query<{ objectId: string }>(
    `insert into files.object_key (object_id, provider, key)
     select id, $2, key from ${durability === 'now' ? '' : UNHURRIED} unnest($1::text[], $3::text[]) as given (id, key)
     on conflict (object_id) do nothing returning object_id as "objectId"`,
    [asked, providerName, sealed],
  );
  const mine = new Set(kept.map(({ objectId }) => objectId));
  const keys = await findObjectKeys(sql, asked.filter((objectId) => !mine.has(objectId)));
  for (const each of made) if (mine.has(each.objectId)) keys.set(each.objectId, each);
  return keys;
}

/** Those of these objects that have a key: what an older version stored in clear has none. */
export async function findObjectKeys(sql: Sql, objectIds: readonly string[]): Promise<Map<string, ObjectKey>> {
  if (objectIds.length === 0) return new Map();
  const rows = await sql.query<Row>(`select ${COLUMNS} from files.object_key where object_id = any($1::text[])`, [objectIds]);
  const texts = await keyRing().openTexts(sql, rows.map(({ objectId, key }) => ({ about: aboutOf(objectId), sealed: key })));
  return new Map(rows.map(({ objectId, provider }, at) => [objectId, { objectId, providerName: provider, key: Uint8Array.from(Buffer.from(texts[at]!, 'base64')) }]));
}

/** Nobody forgets these keys before the transaction ends; false where one was forgotten already. */
export async function holdObjectKeys(tx: Sql, objectIds: readonly string[]): Promise<boolean> {
  const rows = await tx.query('select from files.object_key where object_id = any($1::text[]) order by object_id for share', [objectIds]);
  return rows.length === new Set(objectIds).size;
}

/** Locks the key until the transaction ends: those that hold it are waited for, those that ask for it wait. */
export async function lockObjectKey(tx: Sql, objectId: string): Promise<void> {
  await tx.query('select from files.object_key where object_id = $1 for update', [objectId]);
}

/** What the object held can never be read again, wherever a copy of it lies. */
export async function forgetObjectKey(sql: Sql, objectId: string): Promise<void> {
  await sql.execute('delete from files.object_key where object_id = $1', [objectId]);
}

/** The same of all objects below a name. */
export async function forgetObjectKeysBelow(sql: Sql, beginning: string): Promise<void> {
  await sql.execute('delete from files.object_key where object_id ^@ $1', [beginning]);
}

/** Objects below `beginning` whose key was made in that time, oldest first: what a writer that died may have left. */
export async function listObjectsMade(sql: Sql, { beginning, from, until, after, limit }: { beginning: string; from: Date; until: Date; after: string; limit: number }): Promise<string[]> {
  const rows = await sql.query<{ objectId: string }>(
    'select object_id as "objectId" from files.object_key where made_at >= $2 and made_at < $3 and object_id ^@ $1 and object_id > $4 order by object_id limit $5',
    [beginning, from, until, after, limit],
  );
  return rows.map(({ objectId }) => objectId);
}

/** A rotation seals the keys anew and leaves the objects as they are. */
export const OBJECT_KEY: SealedText = {
  purpose: PURPOSE,
  countStale: async (sql) => {
    const rows = await sql.query<{ total: number }>(`select count(*)::float8 as total from files.object_key where ${STALE}`, [await keyRing().activePrefix(sql, PURPOSE)]);
    return rows[0]?.total ?? 0;
  },
  resealSome: async (sql, { after, limit }) => {
    const rows = await sql.query<Row>(
      `select ${COLUMNS} from files.object_key where object_id > $2 and ${STALE} order by object_id limit $3 for update`,
      [await keyRing().activePrefix(sql, PURPOSE), after, limit],
    );
    if (rows.length === 0) return undefined;
    const places = rows.map(({ objectId }) => aboutOf(objectId));
    const texts = await keyRing().openTexts(sql, rows.map(({ key }, at) => ({ about: places[at]!, sealed: key })));
    const sealed = await keyRing().sealTexts(sql, PURPOSE, texts.map((text, at) => ({ about: places[at]!, text })));
    await sql.execute(
      'update files.object_key set key = given.sealed from unnest($1::text[], $2::text[]) as given (id, sealed) where object_id = given.id',
      [rows.map(({ objectId }) => objectId), sealed],
    );
    return { last: rows.at(-1)!.objectId, count: rows.length };
  },
};
