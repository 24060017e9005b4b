import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { divide, exact, toDecimal } from '#platform/kernel/decimal.ts';
import type { analyseGroup as operation } from '../../contract/analysis.ts';
import { costOf } from '../rules/analysis.ts';
import { analysedPack, unitSpreads } from '../store/analysis.ts';
import { findPack, loadGroupNames, weightRows } from '../store/packs.ts';
import { unitNames } from './unit-names.ts';

const UNITS_MAX = 500;

/** One group: what it costs everywhere, and each hospital, department or doctor against that. */
export async function analyseGroup({ sql, subject }: QueryContext, { scheme, by, from, until, group }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const packId = await analysedPack(sql, subject, scheme);
  const pack = packId === undefined ? undefined : await findPack(sql, packId);
  const rows = pack === undefined ? [] : await unitSpreads(sql, { subject, scheme, packId: pack.id, from, until }, { by, group });
  const whole = rows.find(({ organisationId }) => organisationId === '');
  if (pack === undefined || whole === undefined) return { standard: null, units: [], unitsTotal: 0 };
  const nameOf = await unitNames(sql, rows, by);
  const standard = { ...costOf(whole), group, name: (await loadGroupNames(sql, pack)).get(group) ?? '', weight: (await weightRows(sql, pack.id)).get(group)?.weight ?? null };
  const units = rows.filter((row) => row !== whole).map((row) => {
    const cost = costOf(row);
    return { ...cost, unit: nameOf(row), toStandard: standard.total.median === 0 ? '' : toDecimal(divide(exact(cost.total.median), exact(standard.total.median)), 2) };
  });
  return { standard, units: units.slice(0, UNITS_MAX), unitsTotal: units.length };
}
