import { lightTasks } from '#modules/task-ledger/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { closeIndicatorPeriod as operation, Tile } from '../../contract/operations.ts';
import { targetsOf, tilesOf } from '../queries/tiles.ts';
import { problem, sitesOf } from '../rules/scope.ts';
import { freezeMonth, insertPeriod } from '../store/closing.ts';
import { refreshCells } from '../store/facts.ts';
import { reportMonth } from './report-month.ts';

export async function closeIndicatorPeriod(context: CommandContext, { month }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, now } = context;
  const today = chinaDate(now);
  if (month >= today.slice(0, 7)) throw problem('indicators.period-not-over');
  const { organisationId, organisationIds } = await sitesOf({ ...context, sql: tx });
  // What is frozen is added up anew from all facts of the month.
  await refreshCells(tx, { now, today, anew: [month] });
  const versions = Object.fromEntries(DEFINITIONS.map(({ id, version }) => [id, version]));
  const closing = { ownerOrganisationId: organisationId, organisationIds, month, subject, now, versions };
  if (!(await insertPeriod(tx, closing))) throw problem('indicators.period-closed');
  const frozen = await freezeMonth(tx, closing);
  const tiles = await tilesOf(tx, { definitions: DEFINITIONS, organisationIds, period: month });
  await reportMonth(context, { organisationId, month, tiles });
  const judged = await lightLedger(context, tiles);
  context.about({ organisationId });
  context.emit('indicators.period-closed', { month, frozen }, [organisationId]);
  return { month, frozen, judged };
}

/** Tells the ledger how the indicators of its tasks stand; returns how many were told. */
async function lightLedger({ tx }: CommandContext, tiles: readonly Tile[]): Promise<number> {
  const lights = new Map(tiles.map(({ definition, light }) => [definition.id, light]));
  const targets = (await targetsOf(tx, [...lights.keys()])).filter(({ tier }) => tier === null);
  const told = new Map(targets.map(({ regionId, indicator }) => [`${regionId}|${indicator}`, { sourceId: regionId, indicatorId: indicator, light: lights.get(indicator) ?? 'grey' as const }]));
  for (const given of told.values()) await lightTasks(tx, given);
  return told.size;
}
