import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { resubmitReferral as operation } from '../../../contract/requests.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { destinationColumns, letterColumns } from '../act/letter-row.ts';
import { guardSubmission } from '../act/submission.ts';

/** A rejected referral goes out again, amended, to the same or another receiver. */
export async function resubmitReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'resubmit');
  await context.gate.recordBasis(row.personId);
  const moved = input.toOrganisationId !== undefined || input.outsideHospitalName !== undefined;
  const amended: ReferralRow = {
    ...row,
    ...(moved ? await destinationColumns(context, input, row.fromOrganisationId) : {}),
    ...(input.letter ? letterColumns({ ...row.letter, ...input.letter }) : {}),
    priority: input.priority ?? row.priority,
  };
  const settled = await guardSubmission(context, amended, input.overrideReason);
  const after = await performAct(context, row, {
    action: 'resubmit',
    event: 'referral.resubmitted',
    patch: { ...amended, ...settled },
    note: input.note,
    detail: { toOrganisationId: amended.toOrganisationId, overrideReason: settled.overrideReason ?? null },
    message: { to: 'receiver', text: input.note ?? '' },
  });
  return answerCard(context, after);
}
