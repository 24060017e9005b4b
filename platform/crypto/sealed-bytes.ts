import type { Sql } from '#platform/database/transaction.ts';
import { keyRing } from './ring-in-use.ts';
import type { SealedText } from './sealed-column.ts';

/** A column of bytes that is sealed as a whole; `about` of its values is `<table>/<id>`, or `<table>.<column>/<id>`. */
export interface SealedBytes extends SealedText {
  seal(sql: Sql, id: string, bytes: Uint8Array): Promise<Buffer>;
  /** What was stored before the column was sealed comes back as it is. */
  open(sql: Sql, id: string, stored: Buffer): Promise<Buffer>;
}

interface Place {
  readonly purpose: string;
  /** With its schema. */
  readonly table: string;
  /** Text that is unique in the table and orders it. */
  readonly id: string;
  readonly column: string;
  /** A table with more than one such column: values are bound to theirs. */
  readonly isOneOfSeveral?: boolean;
  /** Values of so many rows are held in memory together while they are sealed anew. */
  readonly rowsMax: number;
}

/** `y1.`, the id of the key, a dot. */
const HEAD_BYTES = 16;

export function sealedBytes({ purpose, table, id: idColumn, column, isOneOfSeveral = false, rowsMax }: Place): SealedBytes {
  const aboutOf = (id: string): string => `${isOneOfSeveral ? `${table}.${column}` : table}/${id}`;
  const prefixOf = async (sql: Sql): Promise<Buffer> => Buffer.from(await keyRing().activePrefix(sql, purpose), 'latin1');
  // `<>` is served by no index; an index on the expression serves these two (table `exchange.message` has one).
  const head = `substring(${column} from 1 for ${HEAD_BYTES})`;
  const isStale = `(${head} < $1::bytea or ${head} > $1::bytea)`;
  const seal: SealedBytes['seal'] = (sql, id, bytes) => keyRing().sealBytes(sql, { purpose, about: aboutOf(id) }, bytes);
  const open: SealedBytes['open'] = (sql, id, stored) => keyRing().openBytes(sql, aboutOf(id), stored);
  return {
    purpose,
    seal,
    open,
    countStale: async (sql) => {
      const rows = await sql.query<{ total: number }>(`select count(*)::float8 as total from ${table} where ${isStale}`, [await prefixOf(sql)]);
      return rows[0]?.total ?? 0;
    },
    resealSome: async (sql, { after, limit }) => {
      const rows = await sql.query<{ id: string; bytes: Buffer }>(
        `select ${idColumn} as id, ${column} as bytes from ${table} where ${idColumn} > $2 and ${isStale}
         order by ${idColumn} limit $3 for update`,
        [await prefixOf(sql), after, Math.min(limit, rowsMax)],
      );
      for (const { id, bytes } of rows) await sql.execute(`update ${table} set ${column} = $2 where ${idColumn} = $1`, [id, await seal(sql, id, await open(sql, id, bytes))]);
      return rows.length === 0 ? undefined : { last: rows.at(-1)!.id, count: rows.length };
    },
  };
}
