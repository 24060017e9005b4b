import type { Database, Sql } from '#platform/database/transaction.ts';
import { keyRing } from './ring-in-use.ts';

/** A column that holds sealed text. `about` of its values is `<table>/<id>`, which binds them to their row. */
export interface SealedColumn {
  /** Purpose of its data key: `room.what`. */
  readonly purpose: string;
  /** With its schema. */
  readonly table: string;
  /** SQL that is unique in the table and orders it: the id in `about`. */
  readonly id: string;
  readonly column: string;
  /** A jsonb column holds the sealed text as a JSON string, what is still in clear as it was. */
  readonly isJson?: boolean;
  /** Column of the blind index of the same text, for exact look-up. */
  readonly index?: { readonly purpose: string; readonly column: string; /** What of the text is looked up; default: all of it. */ readonly of?: (text: string) => string };
}

/** Sealed text that is more than a column of its own; says itself what is stale, and seals it step by step. */
export interface SealedText {
  readonly purpose: string;
  countStale(sql: Sql): Promise<number>;
  resealSome(sql: Sql, step: { after: string; limit: number }): Promise<{ last: string; count: number } | undefined>;
}

export type Sealed = SealedColumn | SealedText;

const isText = (sealed: Sealed): sealed is SealedText => 'countStale' in sealed;

export const aboutOf = ({ table }: Pick<SealedColumn, 'table'>, id: string): string => `${table}/${id}`;

export const sealInto = (sql: Sql, column: SealedColumn, { id, text }: { id: string; text: string }): Promise<string> =>
  keyRing().sealText(sql, { purpose: column.purpose, about: aboutOf(column, id) }, text);

/** Opens a value of the column; one that was stored before the column was sealed comes back as it is. */
export const openFrom = async (sql: Sql, column: SealedColumn, { id, text }: { id: string; text: string }): Promise<string> =>
  (await keyRing().openTexts(sql, [{ about: aboutOf(column, id), sealed: text }]))[0]!;

interface Stored {
  readonly id: string;
  readonly text: string;
}

/** JSON text that begins with a quotation mark is a sealed string, anything else is still in clear. */
const textSql = ({ column, isJson }: SealedColumn): string =>
  isJson === true ? `case when jsonb_typeof(${column}) = 'string' then ${column} #>> '{}' else ${column}::text end` : column;

const staleSql = (column: SealedColumn): string =>
  `not starts_with(${textSql(column)}, $1)${column.index === undefined ? '' : ` or ${column.index.column} is null`}`;

/** Values in clear or under a retired key. */
export async function countStale(sql: Sql, column: Sealed): Promise<number> {
  if (isText(column)) return column.countStale(sql);
  const prefix = await keyRing().activePrefix(sql, column.purpose);
  const rows = await sql.query<{ total: number }>(`select count(*) as total from ${column.table} where ${column.column} is not null and (${staleSql(column)})`, [prefix]);
  return Number(rows[0]?.total ?? 0);
}

/**
 * Seals up to `limit` stale values after `after` anew under the key in force; returns the last id, undefined when there were none.
 * The rows are locked between reading and writing, so that nobody's change is overwritten.
 */
export async function resealSome(sql: Sql, column: Sealed, { after, limit, only = 'stale' }: { after: string; limit: number; only?: 'stale' | 'in-clear' }): Promise<{ last: string; count: number } | undefined> {
  if (isText(column)) return column.resealSome(sql, { after, limit });
  const ring = keyRing();
  const prefix = await ring.activePrefix(sql, column.purpose);
  const rows = await sql.query<Stored>(
    `select ${column.id} as id, ${textSql(column)} as text from ${column.table}
     where ${column.id} > $2 and ${column.column} is not null and (${only === 'stale' ? staleSql(column) : `${textSql(column)} not like 'y1.%' and $1::text is not null`}) order by ${column.id} limit $3 for update`,
    [prefix, after, limit],
  );
  if (rows.length === 0) return undefined;
  const texts = await ring.openTexts(sql, rows.map(({ id, text }) => ({ about: aboutOf(column, id), sealed: text })));
  const sealed = await ring.sealTexts(sql, column.purpose, rows.map(({ id }, at) => ({ about: aboutOf(column, id), text: texts[at]! })));
  const indexes = column.index === undefined ? undefined : await ring.blindIndexes(sql, column.index.purpose, texts.map(column.index.of ?? ((text) => text)));
  await sql.execute(
    `update ${column.table} set ${column.column} = ${column.isJson === true ? 'to_jsonb(given.sealed)' : 'given.sealed'}
       ${column.index === undefined ? '' : `, ${column.index.column} = given.mac`}
     from unnest($1::text[], $2::text[], $3::bytea[]) as given (id, sealed, mac) where ${column.table}.${column.id} = given.id`,
    [rows.map(({ id }) => id), sealed, indexes ?? rows.map(() => null)],
  );
  return { last: rows.at(-1)!.id, count: rows.length };
}

const START_ROWS = 2_000;

export interface KeyNeed {
  readonly purpose: string;
  readonly index?: { readonly purpose: string };
}

/** Before anything seals: a first key that a long transaction makes is waited for by every other one that needs it, for ever where that transaction waits for the other. */
export async function makeFirstKeys(database: Database, needs: readonly KeyNeed[]): Promise<void> {
  for (const { purpose, index } of needs) {
    await keyRing().activePrefix(database, purpose);
    if (index !== undefined) await keyRing().blindIndexes(database, index.purpose, ['']);
  }
}

/**
 * Seals what an older version stored in clear in columns that are looked up by their blind index: until then nobody is found there. Run
 * before the first request is answered, by the process that migrated; says how many now and then.
 */
export async function sealLookedUp(database: Database, columns: readonly SealedColumn[], say: (count: number) => void): Promise<number> {
  let count = 0;
  await makeFirstKeys(database, columns);
  for (const column of columns.filter(({ index }) => index !== undefined)) {
    for (let after = ''; ;) {
      const step = await database.transaction((tx) => resealSome(tx, column, { after, limit: START_ROWS, only: 'in-clear' }));
      if (step === undefined) break;
      after = step.last;
      count += step.count;
      if (count % 100_000 < START_ROWS) say(count);
    }
  }
  return count;
}
