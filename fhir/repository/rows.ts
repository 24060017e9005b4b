import type { Sql } from '#platform/database/transaction.ts';

/** PostgreSQL takes at most 65,535 parameters in one statement. */
const PARAMETERS_MAX = 60_000;

const texts = new Map<string, string>();

/** Multi-row INSERT of one table; one statement for all rows unless they are very many. Returns the rows inserted. */
export async function insertRows(sql: Sql, table: Table, rows: readonly (readonly unknown[])[]): Promise<number> {
  const perStatement = Math.floor(PARAMETERS_MAX / table.columns.length);
  let inserted = 0;
  for (let start = 0; start < rows.length; start += perStatement) {
    const part = rows.slice(start, start + perStatement);
    inserted += await sql.execute(insertText(table, part.length), part.flat());
  }
  return inserted;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly onConflict?: string;
}

function insertText(table: Table, count: number): string {
  const cacheKey = `${table.name}:${table.onConflict ?? ''}:${count}`;
  const known = texts.get(cacheKey);
  if (known !== undefined) return known;
  const width = table.columns.length;
  const rows = Array.from({ length: count }, (_, row) =>
    `(${Array.from({ length: width }, (_unused, column) => `$${row * width + column + 1}`).join(',')})`);
  const text = `insert into ${table.name} (${table.columns.join(',')}) values ${rows.join(',')} ${table.onConflict ?? ''}`;
  if (count <= 200) texts.set(cacheKey, text);
  return text;
}

/** Array column values as literals: cheaper for the driver than its own array encoding. */
export const arrayLiteral = (values: Iterable<string | number>): string => `{${[...values].join(',')}}`;
