import { assert } from '#platform/kernel/problem.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordSecondReading as operation } from '../../../contract/quality.ts';
import { secondReadingOf } from '../../rules/second-reading.ts';
import { findOrder } from '../../store/orders.ts';
import { findSecondReading, updateSecondReading } from '../../store/quality.ts';
import { problem, readerIdOf } from '../act/act-context.ts';
import { requirePermit } from '../act/reader.ts';

/** Blind: only now does the second reader see what the first one wrote. Equal verdicts agree until somebody grades otherwise. */
export async function recordSecondReading(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findSecondReading(context.tx, input.id, true);
  if (row === undefined || !(context.subject.everyOrganisation || context.subject.organisationIds.includes(row.organisationId))) throw problem('shared-diagnosis.not-found');
  if (row.state !== 'open') throw problem('shared-diagnosis.wrong-state');
  const order = await findOrder(context.tx, row.orderId);
  assert(order !== undefined, 'a second reading has its order');
  const readerId = readerIdOf(context.subject);
  if (order.authorId === readerId || order.reviewerId === readerId) throw problem('shared-diagnosis.own-report');
  await requirePermit(context, order);
  const after = { ...row, state: 'read' as const, positive: input.positive, impression: input.impression, readerId, readByName: context.subject.name, readAt: context.now, grade: input.positive === row.firstPositive ? ('agree' as const) : ('major' as const) };
  await updateSecondReading(context.tx, after);
  context.emit('shared-diagnosis.second-reading-recorded', { secondReadingId: row.id, kind: row.kind, agrees: after.grade === 'agree' }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, personId: order.personId, resource: `SecondReading/${row.id}` });
  return secondReadingOf(after);
}
