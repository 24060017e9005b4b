import { listPage } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { ControlLot, Round, WestgardRule } from '../../contract/control.ts';
import type { Asked } from './specimens.ts';

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** A chart shows the last 60 values. */
const LOT = `l.lot_id as id, l.owner_organisation_id as "organisationId", l.item_code as "itemCode", l.item_name as "itemName", l.level, l.lot_number as "lotNumber", l.mean, l.deviation, l.unit,
  coalesce((select jsonb_agg(jsonb_build_object('id', v.value_id, 'at', ${iso('v.at')}, 'value', v.value, 'z', v.z, 'rules', to_jsonb(v.rules), 'isRejected', v.is_rejected, 'byName', v.by_name) order by v.at, v.value_id)
    from (select * from laboratory.control_value one where one.lot_id = l.lot_id order by one.at desc, one.value_id desc limit 60) v), '[]'::jsonb) as values`;

export const listLotRows = (sql: Sql, asked: Asked): Promise<Page<ControlLot>> => listPage<ControlLot>(sql, { ...asked, select: LOT, from: 'laboratory.control_lot l', orderBy: 'l.item_code, l.level, l.lot_id' });
export async function lockLot(tx: Transaction, id: string): Promise<ControlLot | undefined> {
  // Values are only added; the lock of the advisory kind keeps two at once from judging the same series.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [id]);
  return (await tx.query<ControlLot>(`select ${LOT} from laboratory.control_lot l where l.lot_id = $1`, [id]))[0];
}

export async function insertLot(tx: Transaction, row: Omit<ControlLot, 'values'> & { now: Date }): Promise<boolean> {
  const inserted = await tx.query(
    `insert into laboratory.control_lot (lot_id, owner_organisation_id, item_code, item_name, unit, level, lot_number, mean, deviation, defined_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (owner_organisation_id, item_code, level, lot_number) do nothing returning 1`,
    [row.id, row.organisationId, row.itemCode, row.itemName, row.unit, row.level, row.lotNumber, row.mean, row.deviation, row.now]);
  return inserted.length > 0;
}

export const insertControlValue = (tx: Transaction, row: { id: string; lot: ControlLot; at: Date; value: number; z: number; rules: readonly WestgardRule[]; isRejected: boolean; byName: string }): Promise<unknown> =>
  tx.execute('insert into laboratory.control_value (value_id, lot_id, owner_organisation_id, at, value, z, rules, is_rejected, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [row.id, row.lot.id, row.lot.organisationId, row.at, row.value, row.z, row.rules, row.isRejected, row.byName]);

/** Items whose last control at this laboratory, of any lot, is out. */
export async function listItemsOut(sql: Sql, { organisationId, codes }: { organisationId: string; codes: readonly string[] }): Promise<string[]> {
  const rows = await sql.query<{ code: string }>(
    `select distinct l.item_code as code from laboratory.control_lot l join lateral (select v.is_rejected, v.at from laboratory.control_value v where v.lot_id = l.lot_id order by v.at desc, v.value_id desc limit 1) latest on true
     where l.owner_organisation_id = $1 and l.item_code = any($2::text[]) and latest.is_rejected limit 100`, [organisationId, codes]);
  return rows.map(({ code }) => code);
}

const ROUND = `r.round_id as id, r.owner_organisation_id as "organisationId", r.programme, r.round, r.item_code as "itemCode", r.item_name as "itemName", r.reported, r.target, r.deviation, r.z, r.verdict, ${iso('r.at')} as at`;
export const listRoundRows = (sql: Sql, asked: Asked): Promise<Page<Round>> => listPage<Round>(sql, { ...asked, select: ROUND, from: 'laboratory.external_round r', orderBy: 'r.at desc, r.round_id' });
export async function insertRound(tx: Transaction, row: Omit<Round, 'at'> & { at: Date }): Promise<boolean> {
  const inserted = await tx.query(
    `insert into laboratory.external_round (round_id, owner_organisation_id, programme, round, item_code, item_name, reported, target, deviation, z, verdict, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (owner_organisation_id, programme, round, item_code) do nothing returning 1`,
    [row.id, row.organisationId, row.programme, row.round, row.itemCode, row.itemName, row.reported, row.target, row.deviation, row.z, row.verdict, row.at]);
  return inserted.length > 0;
}
