import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { patientIdIndexes } from './sealed-numbers.ts';

/** Patient IDs as a whole, sealed or not. What the background work has not come to yet is found in clear. */
export async function patientIdFilter(sql: Sql, ids: readonly string[]): Promise<Filter> {
  const indexes = (await patientIdIndexes(sql, ids)).filter((index) => index !== null);
  return indexes.length === 0
    ? { text: 'study.patient_id = any(?::text[])', values: [ids] }
    : { text: '(study.patient_id = any(?::text[]) or study.patient_id_index = any(?::bytea[]))', values: [ids, indexes] };
}
