import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getEcgRecord as declared } from '../../contract.ts';
import { changesBetween } from '../rules/compare.ts';
import { cardOf } from '../rules/record-row.ts';
import { ECG_SCOPE, listEcgRows, readStrips, type EcgRow } from '../store/records.ts';
import { visibleEcg } from './visible-ecg.ts';

const OTHERS_MAX = 50;

/** The paper with what is measured on it, and the record before it to hold beside. */
export async function getEcgRecord(context: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await visibleEcg(context, id);
  const strips = await readStrips(context.sql, row.id);
  const others = row.personId === null ? [] : (await listEcgRows(context.sql, {
    scope: context.gate.scope(ECG_SCOPE), filters: [{ text: 'record.person_id = ? and record.record_id <> ?', values: [row.personId, row.id] }], limit: OTHERS_MAX, offset: 0,
  })).rows;
  const previous = others.filter((other) => momentOf(other) < momentOf(row) && other.format !== 'pdf').sort((a, b) => momentOf(b) - momentOf(a))[0];
  const record = cardOf(row);
  return { record, strips, ...row.findings, others: others.map(cardOf), previousId: previous?.id ?? null, changes: previous === undefined ? [] : changesBetween(cardOf(previous), record) };
}

const momentOf = ({ recordedAt, storedAt }: EcgRow): number => {
  const moment = Date.parse(recordedAt === null ? '' : /(Z|[+-]\d\d:\d\d)$/.test(recordedAt) ? recordedAt : `${recordedAt}+08:00`);
  return Number.isNaN(moment) ? storedAt.getTime() : moment;
};
