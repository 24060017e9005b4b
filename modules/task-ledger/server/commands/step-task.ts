import type { CommandContext } from '#platform/http/operation.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { contract } from '../../contract.ts';
import { taskTable, type TaskAction } from '../../contract/states.ts';
import type { TaskDetail } from '../../contract/tasks.ts';
import { abilitiesOf, moverOf } from '../rules/abilities.ts';
import { changeTask, insertAction, lockTask, readParts, type TaskChange, type TaskRow } from '../store/tasks.ts';

export const problem = problemsOf(contract.problems);

export interface Step {
  readonly id: string;
  readonly action: TaskAction;
  readonly event: string;
  /** Further checks and rows, before the task changes; what the row gets besides its state. */
  readonly effect?: (task: TaskRow) => Promise<Omit<TaskChange, 'state' | 'now'>> | Omit<TaskChange, 'state' | 'now'>;
  readonly note?: string | null;
  /** The resolution that the act cites. */
  readonly resolutionNumber?: string;
  readonly progress?: number;
  readonly score?: string | null;
}

/** One move of a task: who may, whether the state allows it, its effect, the signed act and the event, in the command's transaction. */
export async function stepTask(context: CommandContext, step: Step): Promise<TaskDetail> {
  const { tx, subject, now } = context;
  const today = chinaDate(now);
  const task = await lockTask(tx, step.id, today);
  if (task === undefined) throw problem('task-ledger.unknown');
  const mover = moverOf(step.action, task);
  context.gate.requireOrganisation(mover);
  const state = nextState(taskTable, task.state, step.action);
  if (state === undefined) throw problem('task-ledger.wrong-state');
  const change = (await step.effect?.(task)) ?? {};
  await changeTask(tx, task.id, { ...change, state, now });
  await insertAction(tx, {
    id: context.newId(), taskId: task.id, action: step.action, stateAfter: state, note: step.note ?? null, resolutionNumber: step.resolutionNumber ?? null, progress: step.progress ?? null, score: step.score ?? null, ownerOrganisationId: mover, subject, now,
  });
  const after = await lockTask(tx, step.id, today);
  if (after === undefined) throw problem('task-ledger.unknown');
  context.about({ organisationId: task.ownerOrganisationId });
  context.emit(step.event, { taskId: task.id, sourceId: task.sourceId }, audienceOf(after));
  return detailOf(after, { parts: await readParts(tx, task.id), subject });
}

export const audienceOf = ({ ownerOrganisationId, leadOrganisationId }: Pick<TaskRow, 'ownerOrganisationId' | 'leadOrganisationId'>): string[] =>
  [...new Set([ownerOrganisationId, ...(leadOrganisationId === null ? [] : [leadOrganisationId])])];

export function detailOf(row: TaskRow, { parts, subject }: { parts: Awaited<ReturnType<typeof readParts>>; subject: CommandContext['subject'] }): TaskDetail {
  const { submittedBy: _, ...rest } = row;
  return { ...rest, ...parts, abilities: abilitiesOf(row, subject) };
}
