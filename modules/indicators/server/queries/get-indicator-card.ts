import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { getIndicatorCard as operation } from '../../contract/operations.ts';
import { addMonths, monthsOf, yearBefore } from '../rules/periods.ts';
import { groupBy } from '../rules/group.ts';
import { lastWholeMonth, problem, sitesOf } from '../rules/scope.ts';
import { ranked, valueOf } from '../rules/value.ts';
import { listRestatements, listSiteMonths, listSites } from '../store/values.ts';
import { judgeOf, targetsOf, tilesOf } from './tiles.ts';

export async function getIndicatorCard(context: QueryContext, { indicatorId, organisationId: asked, period = lastWholeMonth(context.now) }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const definition = findDefinition(indicatorId);
  if (definition === undefined) throw problem('indicators.unknown');
  const { sql } = context;
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const [tile] = await tilesOf(sql, { definitions: [definition], organisationIds, period });
  const { current, former } = tile!;
  const [from, until] = [addMonths(monthsOf(yearBefore(current.period))[0]!, 0), monthsOf(current.period).at(-1)!];
  const rows = groupBy(await listSiteMonths(sql, { indicatorIds: [indicatorId], organisationIds, from, until }), (row) => row.organisationId);
  const sites = (await listSites(sql, [...rows.keys()])).map((site) => ({ ...site, period: current.period, ...valueOf(definition, rows.get(site.organisationId) ?? [], current.period) }));
  const places = ranked(definition.direction, sites.map(({ value }) => value));
  const targets = (await targetsOf(sql, [indicatorId])).map(({ indicator: _indicator, ...target }) => {
    // What binds one tier of institutions is not judged by the sum of all.
    const { light, gap, distance } = judgeOf(target, target.tier === null ? current.value : null, former.value);
    return { ...target, light, gap, distance };
  });
  return { ...tile!, organisationId, sites: sites.map((site, index) => ({ ...site, rank: places[index] ?? null })), targets, restatements: await listRestatements(sql, indicatorId, organisationIds) };
}
