import type { CommandContext } from '#platform/http/operation.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { exportForTeaching as declared } from '../../contract/teaching.ts';
import { findStudyRows } from '../store/studies.ts';
import { insertTeachingExport } from '../store/teaching.ts';

export const TEACHING_TASK = 'imaging.export-for-teaching';
const KEPT_DAYS = 7;

/** Only of studies that the own organisation keeps; the copies are made as long work. */
export async function exportForTeaching(context: CommandContext, { studyUids, purpose }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, gate, now, newId } = context;
  const studies = await findStudyRows(tx, [...new Set(studyUids)]);
  if (studies.length !== new Set(studyUids).size) throw platformProblem('platform.not-found');
  for (const study of studies) gate.requireOrganisation(study.ownerOrganisationId);
  const instanceCount = studies.reduce((sum, study) => sum + study.instanceCount, 0);
  const taskId = await startTask(tx, {
    subject,
    taskId: newId(),
    task: {
      kind: TEACHING_TASK,
      title: { zh: `导出教学影像（${studies.length} 个检查）`, en: `Teaching export (${studies.length} studies)` },
      input: { studyUids: studies.map(({ studyUid }) => studyUid), purpose },
      total: instanceCount,
    },
  });
  await insertTeachingExport(tx, {
    id: taskId, ownerOrganisationId: subject.organisationId ?? studies[0]!.ownerOrganisationId, purpose, studyCount: studies.length, instanceCount, requestedAt: now, requestedBy: subject.id, requestedByName: subject.name,
    expiresAt: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
  });
  context.about({ organisationId: subject.organisationId, resource: `Task/${taskId}` });
  context.emit('imaging.teaching-export-started', { taskId, studyCount: studies.length }, subject.organisationId === null ? [] : [subject.organisationId]);
  return { taskId };
}
