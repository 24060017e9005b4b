import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { APPEAL_TABLE, RUN_TABLE, type decideScoreAppeal as operation, type ScoreAppeal } from '../../../contract/runs.ts';
import { after, found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findAppeal, lockAppeal, updateAppeal } from '../../store/appeals.ts';
import { lockRun, updateRun, type StoredRun } from '../../store/runs.ts';
import { insertInputs, listInputs, nextInputRevision } from '../../store/values.ts';
import { scoreInputs } from './score-inputs.ts';

/** Upheld: the granted value stands as a new revision beside the former one, and everything is scored anew in the same transaction. */
export async function decideScoreAppeal(context: CommandContext, { id, outcome, grantedValue, reason }: InputOf<typeof operation>): Promise<ScoreAppeal> {
  const { tx, now, subject } = context;
  const run = found(await lockRun(tx, found(await findAppeal(tx, id)).runId));
  context.gate.requireOrganisation(run.ownerOrganisationId);
  const appeal = found(await lockAppeal(tx, id));
  const state = after(APPEAL_TABLE, appeal.state, outcome);
  after(RUN_TABLE, run.state, 'decide');
  if (outcome === 'uphold' && grantedValue === undefined) throw problem('assessment.granted-missing');
  const revisionAfter = outcome === 'uphold' ? await scoreWith(context, run, { appeal, value: grantedValue!, reason }) : null;
  await updateAppeal(tx, { id, state, grantedValue: outcome === 'uphold' ? grantedValue! : null, revisionAfter, decision: reason, decidedBy: subject.name, now });
  await insertAction(context, { itemId: id, ownerOrganisationId: appeal.organisationId, action: outcome, stateAfter: state, reason });
  context.about({ organisationId: appeal.organisationId });
  context.emit('assessment.appeal-decided', { runId: run.id, appealId: id }, [appeal.organisationId, run.ownerOrganisationId]);
  return found(await findAppeal(tx, id));
}

async function scoreWith(context: CommandContext, run: StoredRun, { appeal, value, reason }: { appeal: ScoreAppeal; value: string; reason: string }): Promise<number> {
  const { tx, now } = context;
  const former = found((await listInputs(tx, run.id)).find(({ organisationId, itemId }) => organisationId === appeal.organisationId && itemId === appeal.itemId));
  const corrected = { ...former, value, numerator: null, denominator: null, source: 'appeal' as const, evidence: `${appeal.evidence}；${reason}`, knownAt: now.toISOString() };
  await insertInputs(tx, { runId: run.id, revision: await nextInputRevision(tx, run.id), ownerOrganisationId: run.ownerOrganisationId, inputs: [corrected], now });
  const revision = await scoreInputs(context, run);
  await updateRun(tx, { id: run.id, state: run.state, now, revision });
  return revision;
}
