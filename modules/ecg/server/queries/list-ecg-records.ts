import type { Filter } from '#platform/database/list-query.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listEcgRecords as declared } from '../../contract.ts';
import { cardOf } from '../rules/record-row.ts';
import { ECG_SCOPE, listEcgRows } from '../store/records.ts';

type Input = InputOf<typeof declared>;

export async function listEcgRecords({ sql, gate, about }: QueryContext, input: Input): Promise<ResultOf<typeof declared>> {
  const page = await listEcgRows(sql, { scope: gate.scope(ECG_SCOPE), filters: filtersOf(input), limit: input.limit, offset: input.offset });
  // Whose ECGs nobody sees here is no entry in anybody's record.
  about({ personId: page.total === 0 ? null : (input.personId ?? null) });
  return { ...page, rows: page.rows.map(cardOf) };
}

function filtersOf({ q, personId, format, match, from, until }: Input): Filter[] {
  const words = q === undefined || q === '' ? undefined : q;
  return [
    ...(words === undefined ? [] : [{ text: 'record.patient_id = ? or record.order_number = ? or record.patient_name ilike ? or record.file_name ilike ?', values: [words, words, ...Array.from({ length: 2 }, () => `%${words.replace(/[\\%_]/g, '\\$&')}%`)] }]),
    ...(personId === undefined ? [] : [{ text: 'record.person_id = ?', values: [personId] }]),
    ...(format === undefined ? [] : [{ text: 'record.format = ?', values: [format] }]),
    ...(match === undefined ? [] : [{ text: `record.person_id is ${match === 'matched' ? 'not ' : ''}null`, values: [] }]),
    ...(from === undefined ? [] : [{ text: "record.stored_at >= (?::date)::timestamp at time zone 'Asia/Shanghai'", values: [from] }]),
    ...(until === undefined ? [] : [{ text: "record.stored_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'", values: [until] }]),
  ];
}
