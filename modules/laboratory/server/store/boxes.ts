import { listPage } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Box } from '../../contract/specimens.ts';
import type { Asked } from './specimens.ts';

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `b.box_id as id, b.code, b.owner_organisation_id as "organisationId", b.laboratory_organisation_id as "laboratoryOrganisationId", b.temperature_class as "temperatureClass", b.courier, b.seal_number as "sealNumber", b.state, ${iso('b.state_since')} as since,
  (select count(*)::int from laboratory.specimen s where s.box_id = b.box_id) as specimens, (select count(*)::int from laboratory.temperature t where t.box_id = b.box_id and t.is_alarm) as alarms,
  coalesce((select jsonb_agg(jsonb_build_object('at', ${iso('t.at')}, 'celsius', t.celsius, 'isAlarm', t.is_alarm) order by t.at) from laboratory.temperature t where t.box_id = b.box_id), '[]'::jsonb) as temperatures`;

export const BOX_SCOPE = { organisation: ['b.owner_organisation_id', 'b.laboratory_organisation_id'] } as const;
export const listBoxRows = (sql: Sql, asked: Asked): Promise<Page<Box>> => listPage<Box>(sql, { ...asked, select: COLUMNS, from: 'laboratory.box b', orderBy: 'b.opened_at desc, b.box_id' });

/** Under a lock: one act on a box at a time. */
export async function lockBox(tx: Transaction, id: string): Promise<Box | undefined> {
  await tx.query('select 1 from laboratory.box where box_id = $1 for update', [id]);
  return findBox(tx, id);
}
export const findBox = async (sql: Sql, id: string): Promise<Box | undefined> => (await sql.query<Box>(`select ${COLUMNS} from laboratory.box b where b.box_id = $1`, [id]))[0];

export async function insertBox(tx: Transaction, row: Pick<Box, 'id' | 'code' | 'organisationId' | 'laboratoryOrganisationId' | 'temperatureClass'> & { now: Date }): Promise<boolean> {
  const inserted = await tx.query(
    `insert into laboratory.box (box_id, code, owner_organisation_id, laboratory_organisation_id, temperature_class, state, state_since, opened_at) values ($1, $2, $3, $4, $5, 'open', $6, $6) on conflict (code) where state <> 'received' do nothing returning 1`,
    [row.id, row.code, row.organisationId, row.laboratoryOrganisationId, row.temperatureClass, row.now]);
  return inserted.length > 0;
}

export const changeBox = (tx: Transaction, { id, state, courier, sealNumber, now }: { id: string; state: Box['state']; courier?: string; sealNumber?: string | null; now: Date }): Promise<unknown> =>
  tx.execute('update laboratory.box set state = $2, state_since = $3, courier = coalesce($4, courier), seal_number = coalesce($5, seal_number) where box_id = $1', [id, state, now, courier ?? null, sealNumber ?? null]);

export const insertTemperature = (tx: Transaction, row: { id: string; box: Box; at: Date; celsius: number; isAlarm: boolean; byName: string }): Promise<unknown> =>
  tx.execute('insert into laboratory.temperature (temperature_id, box_id, owner_organisation_id, at, celsius, is_alarm, by_name) values ($1, $2, $3, $4, $5, $6, $7)', [row.id, row.box.id, row.box.organisationId, row.at, row.celsius, row.isAlarm, row.byName]);
