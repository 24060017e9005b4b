import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { addMonths, monthsOf, monthsUntil, periodOf } from '#platform/kernel/period.ts';
import type { Band } from '../../contract/alerts.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { Definition } from '../../contract/definition.ts';
import { departureOf } from '../rules/bands.ts';
import { groupBy } from '../rules/group.ts';
import { valueOf, type MonthRow } from '../rules/value.ts';
import { raiseAlert } from '../store/alerts.ts';
import { listLiveBands } from '../store/bands.ts';
import { listSiteMonths } from '../store/values.ts';

const FORMER_MONTHS = 36;

/** Holds the values of a month against every band in force, of one indicator or of all, and tells the named person of what left it. Safe to repeat. */
export async function watchValues(context: ReactionContext, { month, indicatorId = null }: { month: string; indicatorId?: string | null }): Promise<void> {
  for (const band of await listLiveBands(context.tx, indicatorId)) {
    const definition = findDefinition(band.indicatorId);
    if (definition !== undefined) await watchBand(context, { band, definition, month });
  }
}

async function watchBand(context: ReactionContext, { band, definition, month }: { band: Band; definition: Definition; month: string }): Promise<void> {
  const { tx, subject, now, newId, emit } = context;
  const organisationIds = await listSubtree(tx, band.ownerOrganisationId);
  const period = periodOf(definition.period, month);
  const rows = await listSiteMonths(tx, { indicatorIds: [band.indicatorId], organisationIds, from: addMonths(month, -FORMER_MONTHS - 12), until: monthsOf(period).at(-1)! });
  const watched: (readonly [string, readonly MonthRow[]])[] = [[band.ownerOrganisationId, rows]];
  if (band.eachSite) watched.push(...[...groupBy(rows, ({ organisationId }) => organisationId)].filter(([organisationId]) => organisationId !== band.ownerOrganisationId));
  for (const [organisationId, own] of watched) {
    const { value } = valueOf(definition, own, period);
    const departure = departureOf(band, value, formerOf(definition, own, month));
    if (value === null || departure === undefined) continue;
    const alertId = await raiseAlert(tx, { band, organisationId, period, value, departure, version: definition.version, subject, now, newId });
    if (alertId !== undefined) emit('indicators.alert-raised', { alertId, indicatorId: band.indicatorId }, [band.ownerOrganisationId]);
  }
}

/** The values of the periods before the month's own. */
function formerOf(definition: Definition, rows: readonly MonthRow[], month: string): (string | null)[] {
  const periods = [...new Set(monthsUntil(month, FORMER_MONTHS).map((each) => periodOf(definition.period, each)))].slice(0, -1);
  return periods.map((each) => valueOf(definition, rows, each).value);
}
