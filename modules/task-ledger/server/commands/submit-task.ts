import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { submitTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { insertEvidence } from '../store/plan.ts';
import { stepTask } from './step-task.ts';

export const submitTask = (context: CommandContext, { id, statement, evidence }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id,
    action: 'submit',
    event: 'task-ledger.task-submitted',
    note: statement,
    effect: async (task) => {
      const rows = evidence.map(({ title, link, note }) => ({ id: context.newId(), title, link: link ?? null, note: note ?? null }));
      await insertEvidence(context.tx, { taskId: id, evidence: rows, ownerOrganisationId: task.leadOrganisationId ?? task.ownerOrganisationId, subject: context.subject, now: context.now });
      return { submittedBy: context.subject.id };
    },
  });
