import type { ShownStatement, Statement } from '#platform/database/sighted.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';

/** Statements kept prepared on each connection; past this the rest is parsed each time. */
const PREPARED_MAX = 400;

const names = new Map<string, string>();

/**
 * Runs a statement that is worth keeping prepared on the connection: one whose best plan does not depend on its values
 * (reads by key, the person timeline, small inserts). Others go through `sql.query`, planned for their values.
 */
export const queryPrepared = <Row>(sql: Sql, text: string, values: readonly unknown[]): Promise<Row[]> => runPrepared<Row>(sql, { text, values });

/** The same with what is known about the statement besides. */
export async function runPrepared<Row>(sql: Sql, statement: Omit<Statement, 'name'>): Promise<Row[]> {
  const { text, values = [], personId } = statement;
  const name = nameOf(text);
  if (sql.run) return sql.run<Row>(name === undefined ? { text, values, personId } : { ...statement, name, shown: named(statement.shown) });
  if (name === undefined) return sql.query<Row>(text, values);
  const target = (sql as Partial<Transaction>).client;
  if (!target) return sql.query<Row>(text, values);
  const result = await target.query({ name, text, values: values as unknown[] });
  return result.rows as Row[];
}

const named = (shown: ShownStatement | undefined): ShownStatement | undefined => {
  const name = shown && nameOf(shown.text);
  return name === undefined ? undefined : { ...shown!, name };
};

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= PREPARED_MAX) return known;
  const name = `fhir_${names.size}`;
  names.set(text, name);
  return name;
}
