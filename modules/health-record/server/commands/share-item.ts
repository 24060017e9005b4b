import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { shareItem as operation } from '../../contract/openings.ts';
import { actingOrganisation, after, DAY_MS, problem, requireOrganisationMeant } from './acting.ts';
import { openItem, requireItem } from './open-item.ts';

/** One thing that the own organisation wrote, to one organisation, for one purpose, until one date. The rest of the record stays closed. */
export async function shareItem(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { personId, reference, organisationId, purpose, reason } = input;
  const ownerOrganisationId = actingOrganisation(context);
  await requireOrganisationMeant(context, organisationId);
  const item = await requireItem(context, { personId, reference });
  const isAuthor = item.ownerOrganisationId !== null && context.subject.organisationIds.includes(item.ownerOrganisationId);
  if (!isAuthor) throw problem('health-record.item-not-yours');
  const validUntil = after(context.now, input.days * DAY_MS);
  const id = await openItem(context, { kind: 'share', personId, reference, ownerOrganisationId, organisationId, purpose, reason, validUntil });
  context.about({ personId, resource: reference, basis: 'own-items', purpose: reason });
  context.emit('health-record.item-shared', { openingId: id, personId }, [ownerOrganisationId, organisationId]);
  return { id, personId, validUntil: validUntil.toISOString() };
}
