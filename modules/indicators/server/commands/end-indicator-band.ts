import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Band, endIndicatorBand as operation } from '../../contract/alerts.ts';
import { problem } from '../rules/scope.ts';
import { endBand, findBand } from '../store/bands.ts';
import { bandOf } from './set-indicator-band.ts';

export async function endIndicatorBand(context: CommandContext, { id }: InputOf<typeof operation>): Promise<Band> {
  const band = await findBand(context.tx, id);
  if (band === undefined) throw problem('indicators.unknown');
  context.gate.requireOrganisation(band.ownerOrganisationId);
  if (!(await endBand(context.tx, id, context.now))) throw problem('indicators.wrong-state');
  context.about({ organisationId: band.ownerOrganisationId });
  context.emit('indicators.band-ended', { bandId: id, indicatorId: band.indicatorId }, [band.ownerOrganisationId]);
  return bandOf(context, id);
}
