import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { notifyCritical as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { openCritical, performCritical } from '../act/critical-act.ts';
import { nextEscalation } from '../../rules/critical-clock.ts';

/** The clock begins with the first notice; telling somebody again does not set it back. */
export async function notifyCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openCritical(context, input, 'notify');
  const notifiedAt = row.notifiedAt ?? context.now;
  const after = await performCritical(context, row, {
    action: 'notify',
    event: 'shared-diagnosis.critical-notified',
    patch: { notifiedAt, toldName: input.toldName ?? row.toldName, receiverPhone: input.toldPhone ?? row.receiverPhone, nextEscalationAt: nextEscalation({ notifiedAt, clock: row.clock, level: row.escalationLevel }) },
    note: input.note,
    detail: { by: input.by, toldName: input.toldName ?? null },
    message: { to: { organisationId: row.receiverOrganisationId, name: row.receiverOrganisationName }, text: `危急值 ${row.number}：${row.title} ${row.valueText}，请立即确认并处置`, urgent: true },
  });
  return criticalCardOf(after, context.now);
}
