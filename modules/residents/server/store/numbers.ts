import { randomUUID } from 'node:crypto';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { aboutOf, type SealedColumn } from '#platform/crypto/sealed-column.ts';
import type { Sql } from '#platform/database/transaction.ts';

const INDEX = 'residents.number';

/** Identity card, insurance, card and passport numbers. */
export const NUMBER: SealedColumn = {
  purpose: INDEX,
  table: 'residents.identifier',
  id: 'identifier_id',
  column: 'value',
  index: { purpose: INDEX, column: 'value_index' },
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
