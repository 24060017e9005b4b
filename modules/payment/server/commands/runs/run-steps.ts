import type { CommandContext } from '#platform/http/operation.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { RUN_TABLE, type Run } from '../../../contract/runs.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findRun, lockRun, updateRunState } from '../../store/runs.ts';

interface RunStep {
  readonly id: string;
  readonly action: 'cancel' | 'confirm';
  readonly event: string;
  readonly reason: string;
  /** What else is written with the state. */
  readonly more?: (run: Run) => Promise<{ documentNumber?: string; appealUntil?: string | null }>;
}

/** Moves a run along its state table. */
export async function moveRun(context: CommandContext, step: RunStep): Promise<Run> {
  const { tx, now } = context;
  const run = found(await lockRun(tx, step.id));
  context.gate.requireOrganisation(run.ownerOrganisationId);
  const state = nextState(RUN_TABLE, run.state, step.action);
  if (state === undefined) throw problem('payment.wrong-state');
  await updateRunState(tx, { id: run.id, state, now, ...(await step.more?.(run)) });
  await insertAction(context, { itemId: run.id, ownerOrganisationId: run.ownerOrganisationId, action: step.action, stateAfter: state, reason: step.reason });
  context.about({ organisationId: run.ownerOrganisationId });
  context.emit(step.event, { runId: run.id }, [run.ownerOrganisationId]);
  return found(await findRun(tx, run.id));
}
