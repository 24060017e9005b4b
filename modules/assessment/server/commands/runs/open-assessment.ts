import { listActiveOrganisations } from '#modules/consortium/server/api.ts';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { AssessmentRun, openAssessment as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { fitsPeriod } from '#platform/kernel/period.ts';
import { groupOf } from '../../rules/scheme/tree.ts';
import { insertAction } from '../../store/actions.ts';
import { findRun, insertMembers, insertRun, withoutPerson } from '../../store/runs.ts';
import { findScheme } from '../../store/schemes.ts';

/** The members are the organisations below the scheme's owner that belong to a group; they stay as they are now. */
export async function openAssessment(context: CommandContext, { schemeId, period }: InputOf<typeof operation>): Promise<AssessmentRun> {
  const { tx, now } = context;
  const scheme = found(await findScheme(tx, schemeId));
  const { ownerOrganisationId, content } = scheme;
  context.gate.requireOrganisation(ownerOrganisationId);
  if (scheme.state !== 'adopted') throw problem('assessment.wrong-state');
  if (!fitsPeriod(content.period, period)) throw problem('assessment.period-shape');
  const below = await listActiveOrganisations(tx, await listSubtree(tx, ownerOrganisationId));
  const members = below.flatMap((organisation) => {
    const groupId = groupOf(content, organisation);
    return groupId === undefined ? [] : [{ organisationId: organisation.id, groupId }];
  });
  if (members.length === 0) throw problem('assessment.no-members');
  const id = context.newId();
  if (!(await insertRun(tx, { id, schemeId, period, ownerOrganisationId, now }))) throw problem('assessment.already-open');
  await insertMembers(tx, { runId: id, ownerOrganisationId, members });
  await insertAction(context, { itemId: id, ownerOrganisationId, action: 'open', stateAfter: 'draft' });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('assessment.opened', { runId: id, period }, [ownerOrganisationId]);
  return withoutPerson(found(await findRun(tx, id)));
}
