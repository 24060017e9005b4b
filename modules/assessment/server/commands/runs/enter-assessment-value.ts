import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { compare, exact } from '#platform/kernel/decimal.ts';
import { RUN_TABLE, type enterAssessmentValue as operation } from '../../../contract/runs.ts';
import { after, found, problem } from '../../rules/found.ts';
import { manualOf } from '../../rules/runs/required.ts';
import { listMembers, lockRun } from '../../store/runs.ts';
import { findScheme } from '../../store/schemes.ts';
import { insertManual } from '../../store/values.ts';

export async function enterAssessmentValue(context: CommandContext, { id, organisationId, itemId, value, evidence }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, now } = context;
  const run = found(await lockRun(tx, id));
  const { ownerOrganisationId } = run;
  context.gate.requireOrganisation(ownerOrganisationId);
  after(RUN_TABLE, run.state, 'enter');
  const { content } = found(await findScheme(tx, run.schemeId));
  const groupId = (await listMembers(tx, id)).find((member) => member.organisationId === organisationId)?.groupId;
  const limits = groupId === undefined ? undefined : manualOf(content, groupId, itemId);
  if (limits === undefined) throw problem('assessment.not-manual');
  const { min, max } = limits;
  if ((min !== undefined && compare(exact(value), exact(min)) < 0) || (max !== undefined && compare(exact(value), exact(max)) > 0)) {
    throw problem('assessment.value-range', [{ path: 'value', message: { zh: `应在 ${min ?? '−∞'} 与 ${max ?? '+∞'} 之间`, en: `must lie between ${min ?? '−∞'} and ${max ?? '+∞'}` } }]);
  }
  await insertManual(tx, { id: context.newId(), runId: id, organisationId, itemId, value, evidence, ownerOrganisationId, subject, now });
  context.about({ organisationId });
  context.emit('assessment.value-entered', { runId: id, organisationId, itemId }, [ownerOrganisationId]);
  return { organisationId, itemId, value, evidence, enteredBy: subject.name, at: now.toISOString() };
}
