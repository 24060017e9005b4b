import { organisationExists } from '#platform/access/organisation-tree.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { assignBody as operation } from '../../contract/tasks.ts';
import { matchBody, setLeadParty } from '../store/parties.ts';
import { changeTask, insertAction } from '../store/tasks.ts';
import { problem } from './step-task.ts';

/** Tasks that the body leads and that have not begun go to the organisation; where it joins, the organisation sees them. */
export async function assignBody(context: CommandContext, { sourceId, bodyId, organisationId }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, now } = context;
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  if (!(await organisationExists(tx, organisationId))) throw problem('task-ledger.organisation-unknown');
  const { leads, joined } = await matchBody(tx, { sourceId, bodyId, organisationId, ownerOrganisationIds: subject.organisationIds });
  if (leads.length + joined === 0) throw problem('task-ledger.body-unknown');
  for (const taskId of leads) {
    await setLeadParty(tx, { taskId, organisationId });
    await changeTask(tx, taskId, { state: 'assigned', now, leadOrganisationId: organisationId });
    await insertAction(tx, { id: context.newId(), taskId, action: 'assign', stateAfter: 'assigned', ownerOrganisationId: subject.organisationId, subject, now });
  }
  context.about({ organisationId: subject.organisationId });
  context.emit('task-ledger.body-assigned', { sourceId, bodyId, organisationId, taskIds: leads }, [subject.organisationId, organisationId]);
  return { assigned: leads.length, joined };
}
