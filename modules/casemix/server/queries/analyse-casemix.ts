import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { divide, exact, toDecimal } from '#platform/kernel/decimal.ts';
import type { analyseCasemix as operation } from '../../contract/analysis.ts';
import { costOf, cvDistribution, rateText, unitsOf } from '../rules/analysis.ts';
import { analysedCells, analysedPack, groupSpreads, listDeviations, type Analysed } from '../store/analysis.ts';
import { findPack, loadGroupNames, weightRows } from '../store/packs.ts';
import { unitNames } from './unit-names.ts';

type Input = InputOf<typeof operation>;
type Output = ResultOf<typeof operation>;

const UNITS_MAX = 1_000;
const GROUPS_MAX = 300;
const DEVIATIONS_MAX = 100;
/** Fewer cases make no standard to deviate from. */
const STANDARD_FROM = 5;
const NOTHING: Output = { packName: '', cases: 0, grouped: 0, groupingRate: '0.00', units: [], groups: [], deviations: [], cvDistribution: [], unitsTotal: 0, groupsTotal: 0, deviationsTotal: 0 };

/** By hospital, department or doctor, over every discharge that the asker may see. Cases grouped by another pack are left out: a CMI belongs to one version. */
export async function analyseCasemix({ sql, subject }: QueryContext, { scheme, by, from, until }: Input): Promise<Output> {
  const packId = await analysedPack(sql, subject, scheme);
  const pack = packId === undefined ? undefined : await findPack(sql, packId);
  if (pack === undefined) return NOTHING;
  const asked: Analysed = { subject, scheme, packId: pack.id, from, until };
  const [rows, spreads] = [await analysedCells(sql, asked, by), await groupSpreads(sql, asked)];
  const far = await listDeviations(sql, asked, { by, casesMin: STANDARD_FROM, limit: DEVIATIONS_MAX });
  const nameOf = await unitNames(sql, [...rows, ...far], by);
  const [known, groupNames] = [await weightRows(sql, pack.id), await loadGroupNames(sql, pack)];
  const weights = new Map([...known].map(([group, { weight }]) => [group, weight]));
  const lowRiskGroups = new Set([...known.values()].filter(({ lowRisk }) => lowRisk).map(({ group }) => group));
  const units = unitsOf(rows.map((row) => ({ ...row, unit: nameOf(row), costFen: BigInt(row.costFen), losDays: BigInt(row.losDays) })), { weights, lowRiskGroups });
  const groups = spreads.map((row) => ({ ...costOf(row), group: row.group, name: groupNames.get(row.group) ?? '', weight: weights.get(row.group) ?? null }));
  const [cases, grouped] = [rows.reduce((sum, row) => sum + row.cases, 0), rows.reduce((sum, row) => sum + (row.grouped ? row.cases : 0), 0)];
  return {
    packName: `${pack.name} ${pack.version}`, cases, grouped, groupingRate: rateText(grouped, cases), units: units.slice(0, UNITS_MAX), groups: groups.slice(0, GROUPS_MAX),
    deviations: far.map(({ dischargeId, recordNumber, group, totalFen, medianFen, ...row }) => ({ dischargeId, recordNumber, group, unit: nameOf(row), totalFen, medianFen, ratio: toDecimal(divide(exact(totalFen), exact(medianFen)), 2) })),
    cvDistribution: cvDistribution(groups.flatMap(({ cv }) => cv ?? [])), unitsTotal: units.length, groupsTotal: groups.length, deviationsTotal: far[0]?.total ?? 0,
  };
}
