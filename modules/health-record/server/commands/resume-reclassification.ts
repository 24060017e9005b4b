import { RECLASSIFY_TASK, resumeReclassification as resume } from '#fhir/operations/bulk/reclassify-task.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { findLatestTask } from '#platform/jobs/task-state.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { resumeReclassification as operation } from '../../contract/sensitive-kinds.ts';
import { reclassificationView } from '../rules/sensitive-kind-view.ts';
import { problem } from './acting.ts';

/** From the row where it stopped, by the list that holds now. */
export async function resumeReclassification(context: CommandContext): Promise<ResultOf<typeof operation>> {
  if (!(await resume(context.tx, context))) throw problem('health-record.nothing-to-resume');
  context.about({ resource: 'SensitiveKind/all' });
  context.emit('health-record.reclassification-resumed', {}, context.subject.organisationId === null ? [] : [context.subject.organisationId]);
  return reclassificationView(await findLatestTask(context.tx, RECLASSIFY_TASK));
}
