import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { markCritical as operation } from '../../../contract/critical.ts';
import { readingStates, reportedStates } from '../../../contract/states.ts';
import { criticalCardOf, sidesOf } from '../../rules/card.ts';
import { updateOrder } from '../../store/orders.ts';
import { problem } from '../act/act-context.ts';
import { lockVisible } from '../act/act.ts';
import { detectCritical } from '../act/detect.ts';
import { requirePermit } from '../act/reader.ts';

/** A reader marks what no number says. One mark an order and finding: a second click changes nothing and is refused. */
export async function markCritical(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockVisible(context, input.id);
  if (!sidesOf(context.subject, row).includes('centre')) throw problem('shared-diagnosis.other-side');
  if (![...readingStates, ...reportedStates].includes(row.state)) throw problem('shared-diagnosis.wrong-state');
  await requirePermit(context, row);
  const marked = await detectCritical(context, {
    sourceKey: `order/${row.orderId}/${input.code}`, kind: row.kind, code: input.code, title: input.title, valueText: input.valueText, rule: null, observationId: null, order: { id: row.orderId, number: row.number },
    person: row, department: row.department, reporterOrganisationId: row.centreOrganisationId, receiverOrganisationId: row.requestingOrganisationId, receiverPhone: row.requesterPhone,
  });
  if (marked === undefined) throw problem('shared-diagnosis.wrong-state', [{ path: 'code', message: { zh: '该危急值已标记', en: 'It is marked already' } }]);
  await updateOrder(context.tx, { ...row, critical: true });
  return criticalCardOf(marked, context.now);
}
