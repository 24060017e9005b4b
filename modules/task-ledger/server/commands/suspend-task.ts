import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { suspendTask as operation, TaskDetail } from '../../contract/tasks.ts';
import { isCitable } from '../rules/resolutions.ts';
import { problem, stepTask } from './step-task.ts';

/** Laying down a key task is an exception to the policy and cites the keeper's resolution; of other tasks it may. */
export const suspendTask = (context: CommandContext, { id, reason, resolutionNumber }: InputOf<typeof operation>): Promise<TaskDetail> =>
  stepTask(context, {
    id, action: 'suspend', event: 'task-ledger.task-suspended', note: reason, ...(resolutionNumber === undefined ? {} : { resolutionNumber }),
    effect: async ({ isKey, ownerOrganisationId }) => {
      if (resolutionNumber === undefined ? isKey : !(await isCitable(context.tx, { number: resolutionNumber, organisationId: ownerOrganisationId }))) {
        throw problem(resolutionNumber === undefined ? 'task-ledger.resolution-needed' : 'task-ledger.no-resolution');
      }
      return {};
    },
  });
