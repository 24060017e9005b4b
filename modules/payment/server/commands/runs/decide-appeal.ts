import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { APPEAL_TABLE, type Appeal, type decideAppeal as operation } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findRun, lockAppeal, updateAppeal } from '../../store/runs.ts';

export async function decideAppeal(context: CommandContext, { id, outcome, grantedFen, reason }: InputOf<typeof operation>): Promise<Appeal> {
  const { tx, now } = context;
  const appeal = found(await lockAppeal(tx, id));
  const run = found(await findRun(tx, appeal.runId));
  context.gate.requireOrganisation(run.ownerOrganisationId);
  const state = nextState(APPEAL_TABLE, appeal.state, outcome);
  if (state === undefined) throw problem('payment.wrong-state');
  await updateAppeal(tx, { id, state, now, grantedFen: outcome === 'reject' ? 0 : grantedFen, decision: reason, decidedBy: context.subject.name });
  await insertAction(context, { itemId: id, ownerOrganisationId: appeal.organisationId, action: outcome, stateAfter: state, reason });
  context.about({ organisationId: appeal.organisationId });
  context.emit('payment.appeal-decided', { appealId: id }, [appeal.organisationId, run.ownerOrganisationId]);
  return found(await lockAppeal(tx, id));
}
