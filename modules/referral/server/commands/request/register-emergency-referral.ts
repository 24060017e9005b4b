import { isMemberOfSameConsortium } from '#modules/consortium/server/api.ts';
import { listRecordBases, type Basis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { registerEmergencyReferral as operation } from '../../../contract/requests.ts';
import { arrivalPlausible, emergencyInTime } from '../../rules/arrival.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, createReferral, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { newRow } from '../act/letter-row.ts';
import { releaseResource } from '../act/reserve.ts';

/**
 * Registers, within 24 hours, an emergency that arrived before its paper. Either side may do it: the township that sent
 * the ambulance, or the hospital that received the person. No agreement and no consent are asked for.
 */
export async function registerEmergencyReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const arrivedAt = new Date(input.arrivedAt);
  if (!arrivalPlausible(arrivedAt, { notBefore: null, now: context.now })) throw problem('referral.arrival-implausible');
  if (!emergencyInTime(arrivedAt, context.now)) throw problem('referral.emergency-too-late');
  const patch: Partial<ReferralRow> = { priority: 'emergency', careType: 'emergency', arrivedAt };
  const act = { action: 'register-emergency', event: 'referral.emergency-registered', note: input.note, detail: { arrivedAt: input.arrivedAt }, message: { to: 'receiver', text: input.letter.chiefComplaint ?? '' } } as const;
  if (input.id !== undefined) {
    const row = await openForAct(context, { id: input.id }, 'register-emergency');
    if (row.toOrganisationId === null && !row.outside) throw problem('referral.no-destination');
    await releaseResource(context, row, '急诊到院');
    const after = await performAct(context, row, { ...act, patch: { ...patch, resource: null, submittedAt: row.submittedAt ?? context.now } });
    return answerCard(context, after);
  }
  const basis = await emergencyBasis(context, input);
  const row = await newRow(context, input, input.toOrganisationId);
  if (row.toOrganisationId === null && !row.outside) throw problem('referral.no-destination');
  const created = await createReferral(context, { ...row, ...patch, state: 'emergency_override', submittedAt: context.now, acceptedAt: context.now }, act);
  context.about({ basis });
  return answerCard(context, created);
}

/**
 * The hospital at whose door an emergency stands may have no relation with the person yet: the emergency is the ground.
 * It is signed, told to the sender by the event, and shown to the resident in the access log. Only where the sender named
 * knows the person and shares a consortium with the hospital: nobody opens the record of a stranger alone.
 */
async function emergencyBasis({ tx, gate, subject, now }: CommandContext, input: InputOf<typeof operation>): Promise<Basis> {
  const known = await gate.findRecordBasis(input.personId);
  if (known !== undefined) return known;
  const { fromOrganisationId: sender = '', toOrganisationId: receiver = '' } = input;
  const received = subject.organisationIds.includes(receiver) && !subject.organisationIds.includes(sender);
  const senderKnows = received && (await listRecordBases(tx, input.personId)).some((each) => each.organisationId === sender && each.validFrom <= now);
  const related = senderKnows && (await isMemberOfSameConsortium(tx, { firstOrganisationId: sender, secondOrganisationId: receiver, on: chinaDate(now) }));
  return related ? 'emergency' : gate.recordBasis(input.personId);
}
