import type { Sql } from '#platform/database/transaction.ts';
import type { Definition } from '../../contract/definition.ts';
import type { CardTarget, Tile } from '../../contract/operations.ts';
import { listPacksInForce } from '#modules/regions/server/api.ts';
import { groupBy } from '../rules/group.ts';
import { addMonths, monthsOf, monthsUntil, periodOf, yearBefore } from '#platform/kernel/period.ts';
import { judge, worst } from '../rules/targets.ts';
import { valueOf } from '../rules/value.ts';
import { listMonthSums, listSiteMonths, type KnownRow } from '../store/values.ts';

const isGrowth = ({ shape }: Definition): boolean => shape.startsWith('growth');
const TREND_MONTHS = 36;

/** The months that a tile of a period is made of: its trend, with the year before it, up to the end of the year. */
export function monthsOfTile(period: string): { from: string; until: string } {
  return { from: addMonths(monthsOf(period).at(-1)!, -TREND_MONTHS - 11), until: monthsOf(period.slice(0, 4)).at(-1)! };
}

/** Tiles of indicators over the sites, read from sums that stand ready. */
export async function tilesOf(sql: Sql, { definitions, organisationIds, period }: { definitions: readonly Definition[]; organisationIds: readonly string[]; period: string }): Promise<Tile[]> {
  const asked = { organisationIds, ...monthsOfTile(period) };
  const of = (growth: boolean): string[] => definitions.filter((each) => isGrowth(each) === growth).map(({ id }) => id);
  const [sums, sites] = [of(false), of(true)];
  const rows = [...(sums.length > 0 ? await listMonthSums(sql, { ...asked, indicatorIds: sums }) : []), ...(sites.length > 0 ? await listSiteMonths(sql, { ...asked, indicatorIds: sites }) : [])];
  const byIndicator = groupBy(rows, ({ indicatorId }) => indicatorId);
  const targets = await targetsOf(sql, definitions.map(({ id }) => id));
  return definitions.map((definition) => tileOf(definition, byIndicator.get(definition.id) ?? [], { period, targets: targets.filter(({ indicator }) => indicator === definition.id) }));
}

type Target = CardTarget & { readonly indicator: string };

/** The tile of one indicator from its rows, by site or added over the sites. */
export function tileOf(definition: Definition, rows: readonly KnownRow[], { period, targets }: { period: string; targets: readonly Target[] }): Tile {
  const last = monthsOf(period).at(-1)!;
  // A month shows what is known for the year where the indicator is yearly.
  const shown = period.length === 4 || definition.period === 'month' ? period : periodOf(definition.period, last);
  const at = (each: string) => ({ period: each, ...valueOf(definition, rows, each) });
  const [current, former] = [at(shown), at(yearBefore(shown))];
  const periods = [...new Set(monthsUntil(last, TREND_MONTHS).map((month) => periodOf(definition.period, month)))];
  const inside = rows.filter(({ month }) => monthsOf(shown).includes(month));
  const lights = targets.filter(({ tier }) => tier === null).map((target) => judgeOf(target, current.value, former.value).light);
  return {
    definition, current, former, light: worst(lights), trend: periods.map(at), knownAt: inside.map(({ knownAt }) => knownAt ?? '').sort().at(-1) ?? null,
    isFrozen: inside.length > 0 && inside.every(({ isFrozen }) => isFrozen),
  };
}

export const judgeOf = (target: Pick<CardTarget, 'operator' | 'value' | 'upper'>, value: string | null, former: string | null) =>
  judge({ operator: target.operator as Parameters<typeof judge>[0]['operator'], value: target.value ?? undefined, upper: target.upper ?? undefined }, value, former);

/** What the packs in force ask of the indicators, not yet judged. */
export async function targetsOf(sql: Sql, indicatorIds: readonly string[]): Promise<Target[]> {
  return (await listPacksInForce(sql)).flatMap((pack) => pack.targets.filter(({ indicator }) => indicatorIds.includes(indicator)).map((target) => ({
    indicator: target.indicator, regionId: pack.id, regionName: pack.name, targetId: target.id, title: target.title, tier: target.tier ?? null, tierName: pack.tiers.find(({ id }) => id === target.tier)?.name ?? null,
    operator: target.operator, value: target.value ?? null, upper: target.upper ?? null, by: target.by ?? null, clause: target.clause, light: 'grey' as const, gap: null, distance: null,
  })));
}
