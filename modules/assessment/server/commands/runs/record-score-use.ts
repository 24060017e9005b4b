import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { RUN_TABLE, type recordScoreUse as operation, type ScoreUse } from '../../../contract/runs.ts';
import { after, found } from '../../rules/found.ts';
import { findUse, insertUse } from '../../store/appeals.ts';
import { findRun, listMembers } from '../../store/runs.ts';

/** Only a frozen score can be used; the entry names the document of the decision. */
export async function recordScoreUse(context: CommandContext, { id, organisationId, ...use }: InputOf<typeof operation>): Promise<ScoreUse> {
  const { tx, subject, now } = context;
  const run = found(await findRun(tx, id));
  context.gate.requireOrganisation(organisationId);
  found((await listMembers(tx, id)).find((member) => member.organisationId === organisationId));
  after(RUN_TABLE, run.state, 'use');
  const useId = context.newId();
  const ownerOrganisationId = subject.organisationId ?? run.ownerOrganisationId;
  await insertUse(tx, { ...use, id: useId, runId: id, organisationId, ownerOrganisationId, subject, now });
  context.about({ organisationId });
  context.emit('assessment.score-used', { runId: id, organisationId, purpose: use.purpose }, [organisationId, run.ownerOrganisationId]);
  return found(await findUse(tx, useId));
}
