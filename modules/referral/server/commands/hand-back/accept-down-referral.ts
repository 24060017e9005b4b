import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { acceptDownReferral as operation } from '../../../contract/hand-back.ts';
import type { ReconciliationLine } from '../../../contract/letter.ts';
import { reconciliationGaps } from '../../rules/hand-over.ts';
import { decideMedicationLine, insertShortage, listMedicationLines, type MedicationLineRow } from '../../store/medication-lines.ts';
import type { ReferralRow } from '../../store/row.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { medicationResources } from '../act/medicines.ts';

/** Primary care takes over and decides each medicine: continue, change, stop, or not stocked, which opens a shortage note. */
export async function acceptDownReferral(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'accept-down');
  const lines = await listMedicationLines(context.tx, row.referralId);
  const gaps = reconciliationGaps(lines.map((line) => line.lineId), input.reconciliation);
  if (gaps.length > 0) throw problem('referral.reconciliation-incomplete', gaps);
  for (const decision of input.reconciliation) {
    await decideMedicationLine(context.tx, { ...decision, decidedAt: context.now, decidedBy: context.subject.id });
  }
  const short = input.reconciliation.filter((line) => line.decision === 'not_stocked');
  await noteShortages(context, { row, lines, short });
  const patch = { acceptedAt: context.now, toPractitionerId: input.doctorId ?? row.toPractitionerId, toPractitionerName: input.doctorName ?? row.toPractitionerName ?? context.subject.name };
  const after = await performAct(context, row, {
    action: 'accept-down',
    event: 'referral.down-accepted',
    patch,
    note: input.note,
    detail: { reconciliation: input.reconciliation },
    message: { to: 'sender', text: input.note ?? '' },
    resources: await medicationResources(context, { ...row, ...patch }),
  });
  return answerCard(context, after);
}

interface Shortages {
  readonly row: ReferralRow;
  readonly lines: readonly MedicationLineRow[];
  readonly short: readonly ReconciliationLine[];
}

async function noteShortages(context: CommandContext, { row, lines, short }: Shortages): Promise<void> {
  for (const line of short) {
    const shortageId = context.newId();
    await insertShortage(context.tx, {
      shortageId,
      lineId: line.lineId,
      referralId: row.referralId,
      organisationId: row.toOrganisationId ?? row.fromOrganisationId,
      medicine: lines.find((each) => each.lineId === line.lineId)?.medication.name ?? '',
      note: line.note ?? '',
      notedAt: context.now,
    });
    context.emit('referral.medication-short', { referralId: row.referralId, shortageId, organisationId: row.toOrganisationId }, [row.fromOrganisationId, row.toOrganisationId ?? row.fromOrganisationId]);
  }
}
