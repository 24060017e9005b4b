import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { saveReferralDraft as operation } from '../../../contract/requests.ts';
import { answerCard, createReferral, openForAct, performAct } from '../act/act.ts';
import { destinationColumns, letterColumns, newRow } from '../act/letter-row.ts';

/** Keeps the form at any stage; the person must be known to the sender. */
export async function saveReferralDraft(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const event = 'referral.draft-saved';
  if (input.id === undefined) {
    await context.gate.recordBasis(input.personId);
    return answerCard(context, await createReferral(context, await newRow(context, input), { action: 'save-draft', event }));
  }
  const row = await openForAct(context, { id: input.id }, 'save-draft');
  const patch = {
    direction: input.direction,
    careType: input.careType,
    priority: input.priority,
    fromDepartment: input.fromDepartment ?? row.fromDepartment,
    fromPhone: input.fromPhone ?? row.fromPhone,
    ...(await destinationColumns(context, input, row.fromOrganisationId)),
    ...letterColumns(input.letter),
  };
  return answerCard(context, await performAct(context, row, { action: 'save-draft', event, patch }));
}
