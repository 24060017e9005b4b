import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { Definition } from '../../contract/definition.ts';
import type { getIndicatorCard as operation } from '../../contract/operations.ts';
import { addMonths, monthsOf, monthsUntil, periodOf, yearBefore } from '#platform/kernel/period.ts';
import { groupBy } from '../rules/group.ts';
import { lastWholeMonth, problem, sitesOf } from '../rules/scope.ts';
import { ranked, valueOf } from '../rules/value.ts';
import { listPeers, listRestatements, listSiteMonths, listSites } from '../store/values.ts';
import { judgeOf, monthsOfTile, targetsOf, tileOf } from './tiles.ts';

const SITE_MONTHS = 24;

export async function getIndicatorCard(context: QueryContext, { indicatorId, organisationId: asked, period = lastWholeMonth(context.now) }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const definition = findDefinition(indicatorId);
  if (definition === undefined) throw problem('indicators.unknown');
  const { sql } = context;
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  const asks = await targetsOf(sql, [indicatorId]);
  const months = await listSiteMonths(sql, { indicatorIds: [indicatorId], organisationIds, ...monthsOfTile(period) });
  const tile = tileOf(definition, months, { period, targets: asks });
  const { current, former } = tile;
  const until = monthsOf(current.period).at(-1)!;
  const from = addMonths(until, -SITE_MONTHS - 12);
  const rows = groupBy(months.filter(({ month }) => month >= from && month <= until), (row) => row.organisationId);
  const periods = [...new Set(monthsUntil(until, SITE_MONTHS).map((month) => periodOf(definition.period, month)))];
  const sites = (await listSites(sql, [...rows.keys()])).map((site) => {
    const own = rows.get(site.organisationId) ?? [];
    return { ...site, period: current.period, ...valueOf(definition, own, current.period), trend: periods.map((each) => valueOf(definition, own, each).value) };
  });
  const places = ranked(definition.direction, sites.map(({ value }) => value));
  const targets = asks.map(({ indicator: _indicator, ...target }) => {
    // What binds one tier of institutions is not judged by the sum of all.
    const { light, gap, distance } = judgeOf(target, target.tier === null ? current.value : null, former.value);
    return { ...target, light, gap, distance };
  });
  const peers = organisationIds.length > 1 ? [] : await peersOf(context, { definition, organisationId, period: current.period });
  return { ...tile, organisationId, peers, sites: sites.map((site, index) => ({ ...site, rank: places[index] ?? null })), targets, restatements: await listRestatements(sql, indicatorId, organisationIds) };
}

/** The same number at the sites of the same level and kind that the asker sees. */
async function peersOf({ sql, subject }: QueryContext, { definition, organisationId, period }: { definition: Definition; organisationId: string; period: string }) {
  const peers = await listPeers(sql, { organisationId, organisationIds: subject.organisationIds });
  const asked = { indicatorIds: [definition.id], organisationIds: peers.map((peer) => peer.organisationId), from: monthsOf(yearBefore(period))[0]!, until: monthsOf(period).at(-1)! };
  const rows = groupBy(await listSiteMonths(sql, asked), (row) => row.organisationId);
  return peers.map((peer) => ({ ...peer, value: valueOf(definition, rows.get(peer.organisationId) ?? [], period).value }));
}
