import { RECLASSIFY_TASK, stopReclassification as stop } from '#fhir/operations/bulk/reclassify-task.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { findLatestTask } from '#platform/jobs/task-state.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { stopReclassification as operation } from '../../contract/sensitive-kinds.ts';
import { reclassificationView } from '../rules/sensitive-kind-view.ts';
import { problem } from './acting.ts';

/** What has been marked stays so; the rest keeps the mark of the former list until somebody goes on. */
export async function stopReclassification(context: CommandContext): Promise<ResultOf<typeof operation>> {
  if (!(await stop(context.tx))) throw problem('health-record.nothing-to-stop');
  context.about({ resource: 'SensitiveKind/all' });
  context.emit('health-record.reclassification-stopped', {}, context.subject.organisationId === null ? [] : [context.subject.organisationId]);
  return reclassificationView(await findLatestTask(context.tx, RECLASSIFY_TASK));
}
