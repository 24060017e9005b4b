import { purposeOf } from '#platform/access/decide.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { REVEAL_MINUTES, type revealItem as operation } from '../../contract/openings.ts';
import { actingOrganisation, after } from './acting.ts';
import { openItem, requireItem } from './open-item.ts';

/** Uncovers one sensitive item of a record that is open already, for an hour; the reason stands in the trail that the resident reads. */
export async function revealItem(context: CommandContext, { personId, reference, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const organisationId = actingOrganisation(context);
  const basis = await context.gate.recordBasis(personId);
  await requireItem(context, { personId, reference });
  const validUntil = after(context.now, REVEAL_MINUTES * 60_000);
  const purpose = purposeOf(context.subject);
  const id = await openItem(context, { kind: 'reveal', personId, reference, ownerOrganisationId: organisationId, organisationId, purpose, reason, validUntil });
  context.about({ personId, resource: reference, basis, purpose: reason });
  context.emit('health-record.item-revealed', { openingId: id, personId }, [organisationId]);
  return { id, personId, validUntil: validUntil.toISOString() };
}
