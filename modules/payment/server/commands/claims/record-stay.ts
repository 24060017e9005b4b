import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { exact, scaled } from '#platform/kernel/decimal.ts';
import type { LedgerStay, recordStay as operation } from '../../../contract/claims.ts';
import { chargeDeductibles, overlappingStays, type EpisodeStay } from '../../rules/episode.ts';
import { episodeOfCare } from '../../rules/fhir-episode.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findStay, insertStay, listStaysLocked } from '../../store/claims.ts';
import { findPack } from '../../store/packs.ts';

type Input = InputOf<typeof operation>;

/** Charges the deductible of one more stay along the person's episode of care. */
export async function recordStay(context: CommandContext, input: Input): Promise<LedgerStay> {
  const { tx, now } = context;
  context.gate.requireOrganisation(input.organisationId);
  await context.gate.recordBasis(input.personId);
  const pack = found(await findPack(tx, input.packId));
  const benefit = decided(pack.content.benefit, 'benefit');
  const amount = decided(benefit.deductibles.find(({ level }) => level === input.level), `benefit.deductibles level ${input.level}`).amount;
  if (input.dischargedOn !== null && input.dischargedOn < input.admittedOn) throw problem('payment.stay-order');
  const before = await listStaysLocked(tx, input.personId);
  const stay: EpisodeStay = { ...input, id: context.newId(), deductibleFen: Number(scaled(exact(amount), 2)) };
  const chain = [...before, stay];
  if (overlappingStays(chain).length > 0) throw problem('payment.stay-overlaps');
  if (before.some(({ admittedOn }) => admittedOn > input.admittedOn)) throw problem('payment.stay-earlier');
  const charge = chargeDeductibles(chain, { gapDaysMax: benefit.episodeGapDays, sameLevel: benefit.sameLevel }).at(-1)!;
  const { episode, reason, chargedFen, paidFen } = charge;
  await insertStay(tx, { ...input, id: stay.id, deductibleFen: stay.deductibleFen, episode, reason, chargedFen, paidFen, now });
  await writeEpisode(context, [...before.filter((each) => each.episode === episode), { ...input, episode }]);
  await insertAction(context, { itemId: stay.id, ownerOrganisationId: input.organisationId, action: 'record', reason });
  context.about({ organisationId: input.organisationId, personId: input.personId });
  context.emit('payment.stay-recorded', { stayId: stay.id }, [input.organisationId]);
  return found(await findStay(tx, stay.id));
}

/** EpisodeOfCare belongs to the institution where the chain began; later stays carry it on. */
async function writeEpisode(context: CommandContext, stays: readonly Pick<LedgerStay, 'personId' | 'organisationId' | 'admittedOn' | 'dischargedOn' | 'episode'>[]): Promise<void> {
  const { personId, episode, organisationId } = stays[0]!;
  await writeResources(context, [{ method: 'put', resource: episodeOfCare({ personId, episode, stays }), ownerOrganisationId: organisationId, managedBy: 'payment' }]);
}
