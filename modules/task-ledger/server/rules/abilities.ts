import type { Subject } from '#platform/access/subject.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { contract } from '../../contract.ts';
import { actionParty, taskActions, taskTable, type TaskAction, type TaskState } from '../../contract/states.ts';
import type { TaskDetail } from '../../contract/tasks.ts';

interface Parties {
  readonly state: TaskState;
  readonly ownerOrganisationId: string;
  readonly leadOrganisationId: string | null;
}

/** The organisation that makes a move; a task that nobody leads yet is moved by its keeper. */
export const moverOf = (action: TaskAction, { ownerOrganisationId, leadOrganisationId }: Parties): string => (actionParty[action] === 'keeper' ? ownerOrganisationId : (leadOrganisationId ?? ownerOrganisationId));

const holds = (subject: Subject, organisationId: string): boolean => subject.everyOrganisation || subject.organisationIds.includes(organisationId);

/** What this person can do now, and why not the rest: from the table that the server asks. */
export function abilitiesOf(task: Parties, subject: Subject): TaskDetail['abilities'] {
  return taskActions.map((action) => {
    const no = (zh: string, en: string): TaskDetail['abilities'][number] => ({ action, allowed: false, reason: { zh, en } });
    if (nextState(taskTable, task.state, action) === undefined) return no(contract.problems['task-ledger.wrong-state'].zh, contract.problems['task-ledger.wrong-state'].en);
    if (!subject.permissions.has(`task-ledger.${action}-task`)) return no('您的角色没有这项权限，由台账单位或牵头单位办理。', 'Your role has not this right; the keeper of the ledger or the leading organisation does it.');
    if (!holds(subject, moverOf(action, task))) {
      return actionParty[action] === 'keeper' ? no('由台账单位办理。', 'Done by the keeper of the ledger.') : no('由牵头单位办理。', 'Done by the leading organisation.');
    }
    return { action, allowed: true, reason: null };
  });
}
