import { RECLASSIFY_TASK } from '#fhir/operations/bulk/reclassify-task.ts';
import { listSensitiveKinds as listKinds } from '#platform/access/sensitivity-list.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { findLatestTask } from '#platform/jobs/task-state.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listSensitiveKinds as operation } from '../../contract/sensitive-kinds.ts';
import { reclassificationView, sensitiveKindView } from '../rules/sensitive-kind-view.ts';

/** The list holds nothing of a person; the marking concerns the whole house, whoever asked for it. */
export async function listSensitiveKinds({ sql }: QueryContext): Promise<ResultOf<typeof operation>> {
  const kinds = await listKinds(sql);
  return { rows: kinds.map(sensitiveKindView), reclassification: reclassificationView(await findLatestTask(beyondSight(sql), RECLASSIFY_TASK)) };
}
