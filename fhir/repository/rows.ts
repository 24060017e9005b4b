import type { Sql } from '#platform/database/transaction.ts';
import { queryPrepared } from './prepared.ts';

/** PostgreSQL takes at most 65,535 parameters in one statement. */
const PARAMETERS_MAX = 60_000;
/** Statements of so few rows repeat often enough to stay prepared. */
const PREPARED_ROWS_MAX = 12;

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly onConflict?: string;
}

export interface TableRows {
  readonly table: Table;
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Inserts the rows of several tables with as few statements as possible (one, unless they are very many). Returns how
 * many rows of the first table were inserted; the others must not conflict.
 */
export async function insertTables(sql: Sql, [first, ...others]: readonly [TableRows, ...TableRows[]]): Promise<number> {
  let inserted = 0;
  if (sql.isDistributed) return insertApart(sql, [first, ...others]);
  const filled = others.filter(({ rows }) => rows.length > 0);
  const parameters = [first, ...filled].reduce((sum, { table, rows }) => sum + rows.length * table.columns.length, 0);
  if (parameters <= PARAMETERS_MAX) return first.rows.length + filled.length === 0 ? 0 : insertTogether(sql, [first, ...filled]);
  for (const { table, rows } of [first, ...filled]) {
    const perStatement = Math.floor(PARAMETERS_MAX / table.columns.length);
    for (let start = 0; start < rows.length; start += perStatement) {
      const count = await insertTogether(sql, [{ table, rows: rows.slice(start, start + perStatement) }]);
      if (table === first.table) inserted += count;
    }
  }
  return inserted;
}

async function insertTogether(sql: Sql, tables: readonly TableRows[]): Promise<number> {
  const filled = tables.filter(({ rows }) => rows.length > 0);
  let parameter = 0;
  const parts = filled.map(({ table, rows }, index) => {
    const tuples = rows.map(() => `(${table.columns.map(() => `$${(parameter += 1)}`).join(',')})`);
    return `t${index} as (insert into ${table.name} (${table.columns.join(',')}) values ${tuples.join(',')} ${table.onConflict ?? ''} returning 1)`;
  });
  const text = `with ${parts.join(', ')} select (select count(*) from t0)::int as inserted`;
  const values = filled.flatMap(({ rows }) => rows.flat());
  const total = filled.reduce((sum, { rows }) => sum + rows.length, 0);
  const result = total <= PREPARED_ROWS_MAX ? await queryPrepared<{ inserted: number }>(sql, text, values) : await sql.query<{ inserted: number }>(text, values);
  return tables[0]!.rows.length === 0 ? 0 : result[0]!.inserted;
}

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
