import { randomBytes } from 'node:crypto';
import { beyondSight, type Sql } from '#platform/database/transaction.ts';
import type { MasterKey } from './master-key.ts';
import type { CryptoProvider } from './provider.ts';
import { PROVIDERS } from './providers.ts';

const MARK = 'y1';
const SEALED_BYTES = /^y1\.([A-Za-z0-9_-]{12})\./;
const HEAD_MAX = 32;
const ACTIVE = 'crypto.active_key($1)';

interface DataKey {
  readonly keyId: string;
  readonly purpose: string;
  readonly provider: CryptoProvider;
  readonly key: Buffer;
}

interface StoredKey {
  readonly keyId: string;
  readonly purpose: string;
  readonly provider: CryptoProvider['name'];
  readonly wrapped: Buffer;
}

/**
 * Seals text of a column with a data key of its purpose (envelope encryption). Sealed text is `y1.<key id>.<base64url>`; it names its
 * key, so that old values open while a new key is in force. `about` binds a value to its place (table and row): it opens nowhere else.
 */
export interface KeyRing {
  /** Algorithms of keys made from now on. */
  readonly providerName: CryptoProvider['name'];
  sealText(sql: Sql, place: { purpose: string; about: string }, text: string): Promise<string>;
  openText(sql: Sql, about: string, sealed: string): Promise<string>;
  /** The same for bytes, such as files and messages: the mark, then the sealed bytes. */
  sealBytes(sql: Sql, place: { purpose: string; about: string }, bytes: Uint8Array): Promise<Buffer>;
  /** Bytes that are not sealed yet come back as they are. */
  openBytes(sql: Sql, about: string, sealed: Buffer): Promise<Buffer>;
  /** Many values of one column: the key is looked up once. */
  sealTexts(sql: Sql, purpose: string, values: readonly { about: string; text: string }[]): Promise<string[]>;
  /** Keys are looked up once each. Text that is not sealed yet comes back as it is. */
  openTexts(sql: Sql, values: readonly { about: string; sealed: string }[]): Promise<string[]>;
  /** 32 bytes, equal for equal text: exact look-up of a sealed column without opening it. */
  blindIndex(sql: Sql, purpose: string, text: string): Promise<Buffer>;
  blindIndexes(sql: Sql, purpose: string, texts: readonly string[]): Promise<Buffer[]>;
  /** The same digest as a function that waits for nothing; its key is made where there is none, so never inside a transaction that may fail. */
  indexOf(sql: Sql, purpose: string): Promise<(text: string) => Buffer>;
  /**
   * Makes a new key for what is sealed from now on; the old one still opens. Blind indexes keep theirs. In a transaction it waits for
   * those that seal, so that nothing sealed by the old key is committed after it.
   */
  rotate(sql: Sql, purpose: string): Promise<string>;
  /** Sealed by a key that is retired by now. */
  isStale(sql: Sql, purpose: string, sealed: string): Promise<boolean>;
  /** How everything begins that the key in force has sealed; makes the key where there is none. */
  activePrefix(sql: Sql, purpose: string): Promise<string>;
}

interface DataKeys {
  /** The key in force; made where there is none. */
  active(sql: Sql, purpose: string): Promise<DataKey>;
  keyOf(sql: Sql, keyId: string): Promise<DataKey>;
}

interface RingSettings {
  readonly master: MasterKey;
  readonly providerName: CryptoProvider['name'];
}

/** Keys stay unwrapped in memory once used; other processes' new keys are read when a value names one. */
function openDataKeys({ master, providerName }: RingSettings): DataKeys {
  const byId = new Map<string, DataKey>();

  const unwrap = async (row: StoredKey): Promise<DataKey> => {
    const known = byId.get(row.keyId);
    if (known) return known;
    const made = { keyId: row.keyId, purpose: row.purpose, provider: PROVIDERS[row.provider], key: await master.unwrap(row.wrapped) };
    byId.set(row.keyId, made);
    return made;
  };

  const find = async (sql: Sql, source: string, value: string): Promise<DataKey | undefined> => {
    const rows = await beyondSight(sql).query<StoredKey>(`select key_id as "keyId", purpose, provider, wrapped from ${source}`, [value]);
    return rows[0] === undefined ? undefined : unwrap(rows[0]);
  };

  const active = async (sql: Sql, purpose: string): Promise<DataKey> => {
    const found = await find(sql, ACTIVE, purpose);
    if (found) return found;
    const provider = PROVIDERS[providerName];
    const wrapped = await master.wrap(randomBytes(provider.keyBytes));
    // Of two processes that make the first key at once, one wins and both use it.
    await beyondSight(sql).execute(
      `insert into crypto.data_key (key_id, purpose, provider, master, wrapped) values ($1, $2, $3, $4, $5) on conflict (purpose) where retired_at is null do nothing`,
      [randomBytes(9).toString('base64url'), purpose, provider.name, master.name, wrapped],
    );
    return (await find(sql, ACTIVE, purpose))!;
  };

  const keyOf = async (sql: Sql, keyId: string): Promise<DataKey> => {
    const found = byId.get(keyId) ?? (await find(sql, 'crypto.data_key where key_id = $1', keyId));
    if (found === undefined) throw new Error(`no key ${keyId}: the value was sealed for another database`);
    return found;
  };

  return { active, keyOf };
}

export function openKeyRing(settings: RingSettings): KeyRing {
  const { active, keyOf } = openDataKeys(settings);

  const sealTexts: KeyRing['sealTexts'] = async (sql, purpose, values) => {
    if (values.length === 0) return [];
    const { keyId, provider, key } = await active(sql, purpose);
    return values.map(({ about, text }) => `${MARK}.${keyId}.${provider.seal(key, Buffer.from(text, 'utf8'), Buffer.from(about, 'utf8')).toString('base64url')}`);
  };

  const openText: KeyRing['openText'] = async (sql, about, sealed) => {
    const { keyId, bytes } = partsOf(sealed);
    const { provider, key } = await keyOf(sql, keyId);
    return provider.open(key, bytes, Buffer.from(about, 'utf8')).toString('utf8');
  };

  const sealBytes: KeyRing['sealBytes'] = async (sql, { purpose, about }, bytes) => {
    const { keyId, provider, key } = await active(sql, purpose);
    return Buffer.concat([Buffer.from(`${MARK}.${keyId}.`, 'latin1'), provider.seal(key, Buffer.from(bytes), Buffer.from(about, 'utf8'))]);
  };
  const openBytes: KeyRing['openBytes'] = async (sql, about, sealed) => {
    const head = SEALED_BYTES.exec(sealed.subarray(0, HEAD_MAX).toString('latin1'));
    if (head === null) return sealed;
    const { provider, key } = await keyOf(sql, head[1]!);
    return provider.open(key, sealed.subarray(head[0].length), Buffer.from(about, 'utf8'));
  };

  const indexOf: KeyRing['indexOf'] = async (sql, purpose) => {
    const { provider, key } = await active(sql, `index:${purpose}`);
    return (text) => provider.mac(key, Buffer.from(text, 'utf8'));
  };
  const blindIndexes: KeyRing['blindIndexes'] = async (sql, purpose, texts) => (texts.length === 0 ? [] : texts.map(await indexOf(sql, purpose)));

  return {
    providerName: settings.providerName,
    sealBytes,
    openBytes,
    sealTexts,
    sealText: async (sql, { purpose, about }, text) => (await sealTexts(sql, purpose, [{ about, text }]))[0]!,
    openText,
    openTexts: async (sql, values) => {
      const texts: string[] = [];
      for (const { about, sealed } of values) texts.push(isSealed(sealed) ? await openText(sql, about, sealed) : sealed);
      return texts;
    },
    indexOf,
    blindIndexes,
    blindIndex: async (sql, purpose, text) => (await blindIndexes(sql, purpose, [text]))[0]!,

    rotate: async (sql, purpose) => {
      if (purpose.startsWith('index:')) throw new Error('the key of a blind index is not rotated: every value would have to be opened');
      await sql.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`crypto:${purpose}`]);
      await sql.execute('update crypto.data_key set retired_at = clock_timestamp() where purpose = $1 and retired_at is null', [purpose]);
      return (await active(sql, purpose)).keyId;
    },

    isStale: async (sql, purpose, sealed) => partsOf(sealed).keyId !== (await active(sql, purpose)).keyId,
    activePrefix: async (sql, purpose) => `${MARK}.${(await active(sql, purpose)).keyId}.`,
  };
}

export const isSealed = (text: string): boolean => text.startsWith(`${MARK}.`);

function partsOf(sealed: string): { keyId: string; bytes: Buffer } {
  const [mark, keyId, body] = sealed.split('.');
  if (mark !== MARK || !keyId || !body) throw new Error('this is no sealed text');
  return { keyId, bytes: Buffer.from(body, 'base64url') };
}
