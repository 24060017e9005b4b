import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { Appeal, fileAppeal as operation } from '../../../contract/runs.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPack } from '../../store/packs.ts';
import { findRun, insertAppeal, lockAppeal } from '../../store/runs.ts';

export async function fileAppeal(context: CommandContext, { id, organisationId, claimedFen, reason }: InputOf<typeof operation>): Promise<Appeal> {
  const { tx, now } = context;
  context.gate.requireOrganisation(organisationId);
  const run = found(await findRun(tx, id));
  if (run.state !== 'confirmed') throw problem('payment.wrong-state');
  const { days } = decided(found(await findPack(tx, run.packId)).content.appeal, 'appeal.days');
  const filedOn = chinaDate(now);
  if (run.appealUntil !== null && filedOn > run.appealUntil) throw problem('payment.appeal-too-late');
  const appealId = context.newId();
  if (!(await insertAppeal(tx, { id: appealId, runId: id, organisationId, reason, claimedFen, filedOn, answerUntil: addDays(filedOn, days), now }))) throw problem('payment.already-appealed');
  await insertAction(context, { itemId: appealId, ownerOrganisationId: organisationId, action: 'file', stateAfter: 'filed', reason });
  context.about({ organisationId });
  context.emit('payment.appeal-filed', { appealId, runId: id }, [organisationId, run.ownerOrganisationId]);
  return found(await lockAppeal(tx, appealId));
}
