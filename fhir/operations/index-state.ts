import { findTaskProgress } from '#platform/jobs/task-state.ts';
import { findIndexState } from '#fhir/search/custom/register.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { requireInteraction } from '../interactions/permission.ts';
import { fhirProblem } from '../problems.ts';

/** `SearchParameter/<id>/$index-state`: whether an active definition can be searched by, and how far its indexing has come. */
export async function indexStateOperation({ subject, sql }: Interaction, id: string): Promise<Answer> {
  requireInteraction(subject, 'SearchParameter', 'r');
  const found = await findIndexState(sql, id);
  if (!found) throw fhirProblem('fhir.not-found');
  const progress = await findTaskProgress(sql, found.taskId);
  const parameter = [
    { name: 'code', valueCode: found.code },
    { name: 'state', valueCode: found.state },
    { name: 'done', valueInteger: progress?.done ?? 0 },
    ...(progress?.total == null ? [] : [{ name: 'total', valueInteger: progress.total }]),
  ];
  return { status: 200, body: JSON.stringify({ resourceType: 'Parameters', parameter }) };
}
