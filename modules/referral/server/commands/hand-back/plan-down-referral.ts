import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { planDownReferral as operation } from '../../../contract/hand-back.ts';
import type { Letter } from '../../../contract/letter.ts';
import { insertMedicationLines } from '../../store/medication-lines.ts';
import { nextReferralNumber } from '../../store/referrals.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, createReferral, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { destinationColumns, emptyRow, letterColumns, originColumns } from '../act/letter-row.ts';
import { getPerson } from '../act/partners.ts';
import { requireReason } from '../act/reasons.ts';

/** The hospital plans the way back. From a referral the episode goes on; without one a new episode begins. */
export async function planDownReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  await requireReason(context, 'down', input.reasonCode);
  const parent = input.parentId === undefined ? undefined : await openForAct(context, { id: input.parentId }, 'plan-down');
  const row = await plannedRow(context, input, parent);
  const basis = await context.gate.recordBasis(row.personId);
  const created = await createReferral(context, row, { action: 'plan-down', event: 'referral.down-planned', detail: { criteria: input.criteria } });
  await insertMedicationLines(context.tx, {
    referralId: row.referralId,
    organisationId: row.fromOrganisationId,
    lines: input.medications.map((medication) => ({ lineId: context.newId(), medication })),
  });
  if (parent) {
    await performAct(context, parent, { action: 'plan-down', event: 'referral.down-attached', detail: { referralId: row.referralId, number: row.number } });
  }
  context.about({ basis, resource: `ServiceRequest/${row.referralId}` });
  return answerCard(context, created);
}

async function plannedRow(context: CommandContext, input: InputOf<typeof operation>, parent: ReferralRow | undefined): Promise<ReferralRow> {
  const personId = parent?.personId ?? input.personId;
  if (personId === undefined) throw problem('referral.parent-not-in-care');
  const origin = await originColumns(context, { ...input, fromOrganisationId: parent?.toOrganisationId ?? input.fromOrganisationId });
  const destination = await destinationColumns(context, { ...input, toOrganisationId: input.toOrganisationId ?? parent?.fromOrganisationId }, origin.fromOrganisationId);
  if (destination.toOrganisationId === null) throw problem('referral.no-destination');
  const letter: Letter = {
    ...parent?.letter,
    ...input.letter,
    diagnoses: input.diagnoses,
    reasonCode: input.reasonCode,
    reasonText: input.reasonText,
    criteria: input.criteria,
    treatment: input.summary,
    medications: input.medications,
  };
  return {
    ...emptyRow(context.now),
    referralId: context.newId(),
    number: await nextReferralNumber(context.tx, chinaDate(context.now)),
    episodeId: parent?.episodeId ?? context.newId(),
    parentId: parent?.referralId ?? null,
    flow: 'down',
    direction: 'down',
    careType: parent?.careType ?? 'inpatient',
    priority: input.priority,
    state: 'planned',
    ...(await getPerson(context.tx, personId)),
    ...origin,
    ...destination,
    ...letterColumns(letter),
    // One problem through the whole episode, whatever the final diagnosis was.
    ...(parent ? { problemKey: parent.problemKey } : {}),
    carePlan: input.carePlan,
  };
}
