import { randomUUID } from 'node:crypto';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { aboutOf, type SealedColumn } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { preparePhone } from '../rules/normalise.ts';

const INDEX = 'residents.number';
const PHONE_INDEX = 'residents.phone';

/** Identity card, insurance, card and passport numbers. */
export const NUMBER: SealedColumn = {
  purpose: INDEX,
  table: 'residents.identifier',
  id: 'identifier_id',
  column: 'value',
  index: { purpose: INDEX, column: 'value_index' },
};

/** By which a telephone is found: its digits, without country code. */
const phoneDigits = (text: string): string => preparePhone(text) ?? text.trim();

/** Telephone of an entry, as it was written. */
export const PHONE: SealedColumn = {
  purpose: PHONE_INDEX,
  table: 'residents.resident',
  id: 'resident_id',
  column: 'phone',
  index: { purpose: PHONE_INDEX, column: 'phone_index', of: phoneDigits },
};

export interface SealedNumber {
  readonly id: string;
  readonly sealed: string;
  readonly index: Buffer;
}

/** Each for a row of its own, in the order given. */
export async function sealNumbers(sql: Sql, values: readonly string[]): Promise<SealedNumber[]> {
  const ids = values.map(() => randomUUID());
  const sealed = await keyRing().sealTexts(sql, NUMBER.purpose, values.map((text, at) => ({ about: aboutOf(NUMBER, ids[at]!), text })));
  const indexes = await numberIndexes(sql, values);
  return ids.map((id, at) => ({ id, sealed: sealed[at]!, index: indexes[at]! }));
}

/** What a number is found by, sealed as it is. */
export const numberIndexes = (sql: Sql, values: readonly string[]): Promise<Buffer[]> => keyRing().blindIndexes(sql, INDEX, values);

export const openNumbers = (sql: Sql, stored: readonly { id: string; value: string }[]): Promise<string[]> =>
  keyRing().openTexts(sql, stored.map(({ id, value }) => ({ about: aboutOf(NUMBER, id), sealed: value })));

export interface SealedPhone {
  readonly sealed: string | null;
  readonly index: Buffer | null;
}

/** Telephones of entries, in the order given; an entry without one has neither text nor index. */
export async function sealPhones(sql: Sql, entries: readonly { residentId: string; phone: string | null }[]): Promise<SealedPhone[]> {
  const given = entries.filter((entry): entry is { residentId: string; phone: string } => entry.phone !== null);
  const sealed = await keyRing().sealTexts(sql, PHONE.purpose, given.map(({ residentId, phone }) => ({ about: aboutOf(PHONE, residentId), text: phone })));
  const indexes = await phoneIndexes(sql, given.map(({ phone }) => phone));
  let next = 0;
  return entries.map(({ phone }) => (phone === null ? { sealed: null, index: null } : { sealed: sealed[next]!, index: indexes[next++]! }));
}

/** What a telephone is found by, however it is written. */
export const phoneIndexes = (sql: Sql, phones: readonly string[]): Promise<Buffer[]> => keyRing().blindIndexes(sql, PHONE_INDEX, phones.map(phoneDigits));

/** Entries with their telephones in clear. */
export async function openPhones<Entry extends { readonly residentId: string; readonly phone: string | null }>(sql: Sql, entries: readonly Entry[]): Promise<Entry[]> {
  const stored = entries.filter(({ phone }) => phone !== null);
  const texts = await keyRing().openTexts(sql, stored.map(({ residentId, phone }) => ({ about: aboutOf(PHONE, residentId), sealed: phone! })));
  const byId = new Map(stored.map(({ residentId }, at) => [residentId, texts[at]!]));
  return entries.map((entry) => (entry.phone === null ? entry : { ...entry, phone: byId.get(entry.residentId)! }));
}

const KEY_INDEX = 'residents.match-key';

/** The key of blocking keys; for `makeFirstKeys`. */
export const MATCH_KEY = { purpose: KEY_INDEX, index: { purpose: KEY_INDEX } } as const;

/** Blocking keys as they are stored and compared: 64 bits of a keyed digest each, as decimal text. One digest of a key serves search and lock. */
export const blockingDigests = async (sql: Sql, keys: readonly string[]): Promise<string[]> =>
  (await keyRing().blindIndexes(sql, KEY_INDEX, keys)).map((digest) => digest.readBigInt64BE(0).toString());
