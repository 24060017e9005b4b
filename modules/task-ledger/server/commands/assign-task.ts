import { organisationExists } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { assignTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { addJointParties, setLeadParty } from '../store/parties.ts';
import { problem, stepTask } from './step-task.ts';

export const assignTask = (context: CommandContext, { id, organisationId, jointOrganisationIds, due }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id,
    action: 'assign',
    event: 'task-ledger.task-assigned',
    effect: async (task) => {
      for (const each of [organisationId, ...jointOrganisationIds]) if (!(await organisationExists(context.tx, each))) throw problem('task-ledger.organisation-unknown');
      await setLeadParty(context.tx, { taskId: task.id, organisationId });
      await addJointParties(context.tx, { taskId: task.id, organisationIds: jointOrganisationIds.filter((each) => each !== organisationId), ownerOrganisationId: task.ownerOrganisationId });
      return { leadOrganisationId: organisationId, ...(due === undefined ? {} : { due }) };
    },
  });
