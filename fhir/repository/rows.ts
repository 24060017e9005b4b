import type { Sql } from '#platform/database/transaction.ts';
import { binaryNumbers, binaryTexts, type NumberList } from '#platform/database/binary-array.ts';
import { queryPrepared } from './prepared.ts';

/** PostgreSQL takes at most 65,535 parameters in one statement. */
const PARAMETERS_MAX = 60_000;
/** Rows of one statement: what a message of some tens of megabytes holds. */
const ROWS_MAX = 20_000;

/**
 * How the values of a column travel together: `plain` values need no quotes in an array (numbers, times, booleans), `text` may
 * hold anything, `list` is a NumberList of its own for each row, `long` are long texts, never null.
 */
export type Travel = 'plain' | 'text' | 'list' | 'long';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** SQL type and way of travelling of each column. */
  readonly types: readonly (readonly [string, Travel])[];
}

export interface TableRows {
  readonly table: Table;
  readonly rows: readonly (readonly unknown[])[];
}

/** Whether one statement takes them, so that a COMMIT may be sent behind it at once. */
export const isOneStatement = (sql: Sql, tables: readonly TableRows[]): boolean => sql.isDistributed !== true && tables.every(({ rows }) => rows.length <= ROWS_MAX);

/**
 * Inserts the rows of several tables with one statement (unless they are very many): an array a column, so that the text of the
 * statement is the same whatever the number of rows and stays prepared.
 */
export async function insertTables(sql: Sql, tables: readonly TableRows[]): Promise<void> {
  if (sql.isDistributed) return insertApart(sql, tables);
  const filled = tables.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) return;
  if (isOneStatement(sql, filled)) return insertTogether(sql, filled);
  for (const { table, rows } of filled) {
    for (let start = 0; start < rows.length; start += ROWS_MAX) await insertTogether(sql, [{ table, rows: rows.slice(start, start + ROWS_MAX) }]);
  }
}

async function insertTogether(sql: Sql, tables: readonly TableRows[]): Promise<void> {
  const values = tables.flatMap(({ table, rows }) => table.types.flatMap((type, column) => columnValues(rows, column, type)));
  await queryPrepared(sql, insertText(tables.map(({ table }) => table)), values);
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
  const parts = tables.map(({ name, columns, types }, index) => {
    const [arrays, names, picked]: [string[], string[], string[]] = [[], [], []];
    columns.forEach((column, at) => {
      const [type, travel] = types[at]!;
      if (travel === 'list') {
        // All lists of the column in one array, of which each row takes its part.
        arrays.push(`$${parameter + 2}::integer[]`, `$${parameter + 3}::integer[]`);
        names.push(`${column}_from`, `${column}_to`);
        picked.push(`($${parameter + 1}::${type})[${column}_from:${column}_to]`);
        parameter += 3;
      } else {
        parameter += 1;
        arrays.push(`$${parameter}::${type}[]`);
        names.push(column);
        picked.push(column);
      }
    });
    return `t${index} as (insert into ${name} (${columns.join(',')}) select ${picked.join(',')} from unnest(${arrays.join(',')}) as v (${names.join(',')}))`;
  });
  return `with ${parts.join(', ')} select 1`;
}

type Rows = readonly (readonly unknown[])[];

/** The parameters of one column of all rows. */
function columnValues(rows: Rows, column: number, [type, travel]: readonly [string, Travel]): unknown[] {
  if (travel === 'long') return [binaryTexts(rows.map((row) => row[column] as string))];
  return travel === 'list' ? listValues(rows.map((row) => row[column] as NumberList), type === 'bigint[]') : [columnText(rows, column, travel)];
}

function listValues(lists: readonly NumberList[], isWide: boolean): unknown[] {
  let [from, to, end] = ['', '', 0];
  for (const { length } of lists) {
    from += `,${end + 1}`;
    end += length;
    to += `,${end}`;
  }
  return [binaryNumbers(lists, isWide), `{${from.slice(1)}}`, `{${to.slice(1)}}`];
}

function columnText(rows: Rows, column: number, travel: 'plain' | 'text'): string {
  let text = '';
  for (let index = 0; index < rows.length; index += 1) {
    const value = rows[index]![column];
    if (index > 0) text += ',';
    if (value === null || value === undefined) text += 'NULL';
    else text += travel === 'plain' ? String(value) : quoted(value as string);
  }
  return `{${text}}`;
}

const quoted = (value: string): string => `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;

/** A statement a table, as Citus takes them; that a key is new was decided before (`locator.ts`). */
async function insertApart(sql: Sql, tables: readonly TableRows[]): Promise<void> {
  for (const { table, rows } of tables) {
    const perStatement = Math.floor(PARAMETERS_MAX / table.columns.length);
    for (let start = 0; start < rows.length; start += perStatement) {
      const part = rows.slice(start, start + perStatement);
      let parameter = 0;
      const tuples = part.map(() => `(${table.columns.map(() => `$${(parameter += 1)}`).join(',')})`);
      await sql.execute(`insert into ${table.name} (${table.columns.join(',')}) values ${tuples.join(',')}`, part.flat());
    }
  }
}

/** Array column values as literals: cheaper for the driver than its own array encoding. */
export const arrayLiteral = (values: Iterable<string | number>): string => `{${[...values].join(',')}}`;
