import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { offerDownReferral as operation } from '../../../contract/hand-back.ts';
import type { ReferralRow } from '../../store/row.ts';
import { clearDecisions } from '../../store/medication-lines.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { destinationColumns } from '../act/letter-row.ts';
import { medicationResources } from '../act/medicines.ts';
import { askConsortium } from '../act/partners.ts';

/** The unit of primary care is asked; the record opens to it. A declined one may be offered to another unit. */
export async function offerDownReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'offer-down');
  const destination = input.toOrganisationId === undefined ? {} : await destinationColumns(context, input, row.fromOrganisationId);
  const offered: ReferralRow = { ...row, ...destination };
  const settled = await guardOffer(context, offered, input.overrideReason);
  if (row.state === 'declined') await clearDecisions(context.tx, row.referralId);
  const after = await performAct(context, row, {
    action: 'offer-down',
    event: 'referral.down-offered',
    patch: { ...destination, ...settled, submittedAt: row.submittedAt ?? context.now },
    note: input.note,
    detail: { toOrganisationId: offered.toOrganisationId, diseaseVerdict: settled.diseaseVerdict, overrideReason: settled.overrideReason },
    message: { to: 'receiver', text: row.letter.treatment ?? '' },
    resources: await medicationResources(context, offered),
  });
  return answerCard(context, after);
}

async function guardOffer(context: CommandContext, row: ReferralRow, reason: string | undefined) {
  const { agreed, agreementId, disease } = await askConsortium(context.tx, row, context.now);
  if (!agreed) throw problem('referral.no-agreement');
  const overrideReason = reason === undefined || reason === '' ? null : reason;
  if (disease?.verdict === 'advised-against' && overrideReason === null) {
    throw problem('referral.not-for-receiver', [{ path: 'overrideReason', message: disease.reason }]);
  }
  return { agreementId, overrideReason, diseaseVerdict: disease?.verdict ?? null, rejectionCode: null };
}
