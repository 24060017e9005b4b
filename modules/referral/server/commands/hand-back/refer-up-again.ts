import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { referUpAgain as operation } from '../../../contract/hand-back.ts';
import { cancelOpenFollowUps } from '../../store/follow-ups.ts';
import { nextReferralNumber } from '../../store/referrals.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, createReferral, openForAct, performAct } from '../act/act.ts';
import { emptyRow } from '../act/letter-row.ts';
import { followUpTask } from '../act/follow-up-tasks.ts';

/** The resident got worse: this hand-back ends and a draft towards the same hospital begins, in the same episode. */
export async function referUpAgain(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'refer-up-again');
  const cancelled = await cancelOpenFollowUps(context.tx, row.referralId);
  const draft = await draftUp(context, row, input);
  await performAct(context, row, {
    action: 'refer-up-again',
    event: 'referral.referred-up-again',
    note: input.note,
    detail: { referralId: draft.referralId, number: draft.number },
    message: { to: 'sender', text: input.note },
    resources: cancelled.map((task) => followUpTask(row, task)),
  });
  const created = await createReferral(context, draft, { action: 'save-draft', event: 'referral.draft-saved', note: input.note });
  return answerCard(context, created);
}

async function draftUp(context: CommandContext, row: ReferralRow, input: InputOf<typeof operation>): Promise<ReferralRow> {
  return {
    ...row,
    ...emptyRow(context.now),
    referralId: context.newId(),
    number: await nextReferralNumber(context.tx, chinaDate(context.now)),
    parentId: row.referralId,
    flow: 'outward',
    direction: 'up',
    state: 'draft',
    priority: input.priority,
    fromOrganisationId: row.toOrganisationId ?? row.fromOrganisationId,
    fromOrganisationName: row.toOrganisationName,
    fromDepartment: row.toDepartment,
    fromPractitionerId: context.subject.fhirReference?.replace(/^Practitioner\//, '') ?? null,
    fromPractitionerName: context.subject.name,
    fromPhone: null,
    toOrganisationId: row.fromOrganisationId,
    toOrganisationName: row.fromOrganisationName,
    toDepartment: row.fromDepartment,
    toPractitionerId: row.fromPractitionerId,
    toPractitionerName: row.fromPractitionerName,
    reasonCode: null,
    letter: { ...row.letter, reasonCode: undefined, reasonText: input.note, criteria: [], consent: undefined },
    reasonText: input.note,
  };
}
