import type { Transaction } from '#platform/database/transaction.ts';
import { moveKey } from './locator.ts';

/** A version that takes the place of another, on a database that is spread over machines. */
export interface Replacement {
  readonly key: string;
  readonly personKey: string;
  readonly previousPersonKey: string;
  /** By column of `fhir.resource`. */
  readonly values: readonly unknown[];
}

export interface ReplacedTable {
  readonly columns: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly historyColumns: readonly string[];
}

const NARROW = ['person_code', 'date_value', 'number_value', 'string_value'];

/**
 * What one statement does on one machine (`store-rows.ts`), as statements that each name the one machine they concern: a
 * statement that writes several tables would not be taken. A resource that comes to another person is taken away where it
 * lay; the caller stores it anew.
 */
export async function replaceDistributed(tx: Transaction, rows: readonly Replacement[], { columns, types, historyColumns }: ReplacedTable): Promise<void> {
  const kept = historyColumns.join(', ');
  const set = columns.filter((column) => column !== 'key' && column !== 'person_key');
  const update = `update fhir.resource set ${set.map((column, index) => `${column} = $${index + 3}::${types[column]}`).join(', ')} where person_key = $1::bigint and key = $2::bigint`;
  for (const { key, personKey, previousPersonKey, values } of rows) {
    const here = [previousPersonKey, key];
    await tx.execute(`insert into fhir.history (${kept}) select ${kept} from fhir.resource where person_key = $1::bigint and key = $2::bigint`, here);
    for (const table of NARROW) await tx.execute(`delete from fhir.${table} where person_key = $1::bigint and key = $2::bigint`, here);
    if (personKey === previousPersonKey) {
      await tx.execute(update, [...here, ...set.map((column) => values[columns.indexOf(column)])]);
    } else {
      await tx.execute('delete from fhir.resource where person_key = $1::bigint and key = $2::bigint', here);
      await moveKey(tx, { key, personKey, from: previousPersonKey });
    }
  }
}
