import type { Sql } from '#platform/database/transaction.ts';
import { queryPrepared } from './prepared.ts';

/** PostgreSQL takes at most 65,535 parameters in one statement. */
const PARAMETERS_MAX = 60_000;
/** Rows of one statement: what a message of some tens of megabytes holds. */
const ROWS_MAX = 20_000;

/**
 * How the values of a column travel together: `plain` values need no quotes in an array (numbers, times, booleans), `text` may
 * hold anything, `list` is itself an array literal of whole numbers, `json` is JSON text, in which no control character occurs.
 */
export type Travel = 'plain' | 'text' | 'list' | 'json';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** SQL type and way of travelling of each column. */
  readonly types: readonly (readonly [string, Travel])[];
  readonly onConflict?: string;
}

export interface TableRows {
  readonly table: Table;
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Inserts the rows of several tables with one statement (unless they are very many): an array a column, so that the text of the
 * statement is the same whatever the number of rows and stays prepared. Returns how many rows of the first table were inserted;
 * the others must not conflict.
 */
export async function insertTables(sql: Sql, [first, ...others]: readonly [TableRows, ...TableRows[]]): Promise<number> {
  if (sql.isDistributed) return insertApart(sql, [first, ...others]);
  const filled = others.filter(({ rows }) => rows.length > 0);
  if (first.rows.length + filled.length === 0) return 0;
  if ([first, ...filled].every(({ rows }) => rows.length <= ROWS_MAX)) return insertTogether(sql, [first, ...filled]);
  let inserted = 0;
  for (const { table, rows } of [first, ...filled]) {
    for (let start = 0; start < rows.length; start += ROWS_MAX) {
      const count = await insertTogether(sql, [{ table, rows: rows.slice(start, start + ROWS_MAX) }]);
      if (table === first.table) inserted += count;
    }
  }
  return inserted;
}

async function insertTogether(sql: Sql, tables: readonly TableRows[]): Promise<number> {
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const values = filled.flatMap(({ table, rows }) => table.types.map(([, travel], column) => columnText(rows, column, travel)));
  const result = await queryPrepared<{ inserted: number }>(sql, insertText(filled.map(({ table }) => table)), values);
  return tables[0]!.rows.length === 0 ? 0 : result[0]!.inserted;
}

const texts = new Map<string, string>();

function insertText(tables: readonly Table[]): string {
  const name = tables.map((table) => table.name).join();
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = writeInsert(tables)));
  return text;
}

function writeInsert(tables: readonly Table[]): string {
  let parameter = 0;
  const arrayOf = ([type, travel]: readonly [string, Travel]): string => {
    parameter += 1;
    if (travel === 'json') return `string_to_array($${parameter}, chr(31))`;
    return `$${parameter}::${travel === 'list' ? 'text' : type}[]`;
  };
  const parts = tables.map(({ name, columns, types, onConflict }, index) => {
    const picked = columns.map((column, at) => (types[at]![1] === 'list' ? `${column}::${types[at]![0]}` : column));
    return `t${index} as (insert into ${name} (${columns.join(',')}) select ${picked.join(',')} from unnest(${types.map(arrayOf).join(',')}) as v (${columns.join(',')}) ${onConflict ?? ''} returning 1)`;
  });
  return `with ${parts.join(', ')} select (select count(*) from t0)::int as inserted`;
}

/** One column of all rows. */
function columnText(rows: readonly (readonly unknown[])[], column: number, travel: Travel): string {
  let text = '';
  for (let index = 0; index < rows.length; index += 1) {
    const value = rows[index]![column];
    if (index > 0) text += travel === 'json' ? UNIT_SEPARATOR : ',';
    if (travel === 'json') text += value as string;
    else if (value === null || value === undefined) text += 'NULL';
    else text += travel === 'plain' ? String(value) : quoted(value as string);
  }
  return travel === 'json' ? text : `{${text}}`;
}

/** JSON writes control characters as escapes, so none is ever inside. */
const UNIT_SEPARATOR = '\u001f';

const quoted = (value: string): string => `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;

/** A statement a table, as Citus takes them; that a key is new was decided before (`locator.ts`). */
async function insertApart(sql: Sql, tables: readonly TableRows[]): Promise<number> {
  let inserted = 0;
  for (const [index, { table, rows }] of tables.entries()) {
    const perStatement = Math.floor(PARAMETERS_MAX / table.columns.length);
    for (let start = 0; start < rows.length; start += perStatement) {
      const part = rows.slice(start, start + perStatement);
      let parameter = 0;
      const tuples = part.map(() => `(${table.columns.map(() => `$${(parameter += 1)}`).join(',')})`);
      const count = await sql.execute(`insert into ${table.name} (${table.columns.join(',')}) values ${tuples.join(',')}`, part.flat());
      if (index === 0) inserted += count;
    }
  }
  return inserted;
}

/** Array column values as literals: cheaper for the driver than its own array encoding. */
export const arrayLiteral = (values: Iterable<string | number>): string => `{${[...values].join(',')}}`;
