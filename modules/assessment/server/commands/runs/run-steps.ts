import type { CommandContext } from '#platform/http/operation.ts';
import { RUN_TABLE, type AssessmentRun, type RunAct } from '../../../contract/runs.ts';
import { after, found } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findRun, listMembers, lockRun, updateRun, withoutPerson, type StoredRun } from '../../store/runs.ts';

interface Changes {
  readonly revision?: number;
  readonly appealUntil?: string;
  readonly documentNumber?: string;
  readonly finalisedById?: string;
  /** Added to the payload of the event. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

interface RunStep {
  readonly id: string;
  readonly action: RunAct;
  readonly event: string;
  readonly reason?: string;
  /** Members hear of it too. */
  readonly tellsMembers?: boolean;
  /** What is written with the state. */
  readonly more?: (run: StoredRun) => Promise<Changes>;
}

/** Moves an assessment along its state table. */
export async function moveRun(context: CommandContext, { id, action, event, reason, tellsMembers, more }: RunStep): Promise<AssessmentRun> {
  const { tx, now } = context;
  const run = found(await lockRun(tx, id));
  const { ownerOrganisationId } = run;
  context.gate.requireOrganisation(ownerOrganisationId);
  const state = after(RUN_TABLE, run.state, action);
  const { payload, ...changes } = (await more?.(run)) ?? {};
  await updateRun(tx, { id, state, now, ...changes });
  await insertAction(context, { itemId: id, ownerOrganisationId, action, stateAfter: state, reason: reason ?? null });
  context.about({ organisationId: ownerOrganisationId });
  const members = tellsMembers ? (await listMembers(tx, id)).map(({ organisationId }) => organisationId) : [];
  context.emit(event, { runId: id, ...payload }, [...new Set([ownerOrganisationId, ...members])]);
  return withoutPerson(found(await findRun(tx, id)));
}
