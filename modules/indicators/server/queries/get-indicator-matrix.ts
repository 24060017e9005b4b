import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { monthsOf, periodOf, yearBefore } from '#platform/kernel/period.ts';
import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { Definition } from '../../contract/definition.ts';
import type { getIndicatorMatrix as operation } from '../../contract/views.ts';
import { groupBy } from '../rules/group.ts';
import { lastWholeMonth, sitesOf } from '../rules/scope.ts';
import { ranked, valueOf } from '../rules/value.ts';
import { listSiteMonths, listSites, type KnownRow } from '../store/values.ts';

/** Sites with any value of the list, and their place for each indicator that is ranked. */
export async function getIndicatorMatrix(context: QueryContext, { list, organisationId: asked, period = lastWholeMonth(context.now) }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const definitions = DEFINITIONS.filter((each) => each.list === list && each.shape !== 'text');
  const last = monthsOf(period).at(-1)!;
  const rows = await listSiteMonths(context.sql, { indicatorIds: definitions.map(({ id }) => id), organisationIds, from: `${yearBefore(period).slice(0, 4)}-01`, until: monthsOf(last.slice(0, 4)).at(-1)! });
  const sites = await listSites(context.sql, [...new Set(rows.map((row) => row.organisationId))]);
  const byPlace = groupBy(rows, (row) => `${row.indicatorId}|${row.organisationId}`);
  const columns = definitions.map((definition) => columnOf(definition, { sites, byPlace, period }));
  return {
    organisationId, period, indicators: definitions,
    sites: sites.map((site, index) => ({ ...site, cells: columns.map((column) => column[index]!) })).filter(({ cells }) => cells.some(({ value }) => value !== null)),
  };
}

function columnOf(definition: Definition, { sites, byPlace, period }: { sites: readonly { organisationId: string }[]; byPlace: ReadonlyMap<string, KnownRow[]>; period: string }) {
  const shown = period.length === 4 || definition.period === 'month' ? period : periodOf(definition.period, monthsOf(period).at(-1)!);
  const values = sites.map(({ organisationId }) => valueOf(definition, byPlace.get(`${definition.id}|${organisationId}`) ?? [], shown).value);
  const places = ranked(definition.direction, values);
  const of = values.filter((value) => value !== null).length;
  return values.map((value, index) => ({ indicatorId: definition.id, value, rank: places[index] ?? null, of }));
}
