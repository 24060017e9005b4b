import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { RUN_TABLE, type appealScore as operation, type ScoreAppeal } from '../../../contract/runs.ts';
import { after, found, problem } from '../../rules/found.ts';
import { requiredOf } from '../../rules/runs/required.ts';
import { insertAction } from '../../store/actions.ts';
import { findAppeal, insertAppeal } from '../../store/appeals.ts';
import { listMembers, lockRun } from '../../store/runs.ts';
import { findScheme } from '../../store/schemes.ts';

const ANSWER_DAYS = 15;

/** A member holds that an input of its own is wrong; items and vetoes alike. */
export async function appealScore(context: CommandContext, { id, organisationId, itemId, claimedValue, reason, evidence }: InputOf<typeof operation>): Promise<ScoreAppeal> {
  const { tx, now, subject } = context;
  context.gate.requireOrganisation(organisationId);
  const run = found(await lockRun(tx, id));
  const member = found((await listMembers(tx, id)).find((each) => each.organisationId === organisationId));
  after(RUN_TABLE, run.state, 'appeal');
  const filedOn = chinaDate(now);
  if (run.appealUntil !== null && filedOn > run.appealUntil) throw problem('assessment.appeal-too-late');
  const { content } = found(await findScheme(tx, run.schemeId));
  found(requiredOf(content, member.groupId, run.period).find((each) => each.itemId === itemId));
  const appealId = context.newId();
  const written = await insertAppeal(tx, { id: appealId, runId: id, organisationId, itemId, claimedValue, reason, evidence, filedBy: subject.name, filedOn, answerUntil: addDays(filedOn, ANSWER_DAYS), now });
  if (!written) throw problem('assessment.already-appealed');
  await insertAction(context, { itemId: appealId, ownerOrganisationId: organisationId, action: 'appeal', stateAfter: 'filed', reason });
  context.about({ organisationId });
  context.emit('assessment.appeal-filed', { runId: id, appealId }, [organisationId, run.ownerOrganisationId]);
  return found(await findAppeal(tx, appealId));
}
