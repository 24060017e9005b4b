import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { Definition } from '../../contract/definition.ts';
import type { Tile } from '../../contract/operations.ts';
import { measureReportOf } from '../rules/measure-resource.ts';

interface Closed {
  readonly organisationId: string;
  readonly month: string;
  /** Of the organisation with all below it, for the month. */
  readonly tiles: readonly Tile[];
}

/** Writes what a closed month says of an organisation with all below it, one MeasureReport an indicator with a number; a restatement is its next version. */
export async function reportMonth(context: CommandContext, { organisationId, month, tiles }: Closed): Promise<void> {
  const { tx, subject, now, newId } = context;
  const reports = tiles.filter(({ current, isFrozen }) => isFrozen && current.period === month && current.numerator !== null)
    .map(({ definition, current }) => ({ ...measureReportOf(definition as Definition, { organisationId, period: month, value: current, isFrozen: true, now }), id: `${definition.id}-${month}-${organisationId}` }));
  await writeResources({ tx, subject, now, newId }, reports.map((resource) => ({ method: 'put', resource, ownerOrganisationId: organisationId, managedBy: 'indicators' })));
}
