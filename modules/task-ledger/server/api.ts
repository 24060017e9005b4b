import type { ReactionContext } from '#platform/events/reaction.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { takeResolutionsFrom, type ResolutionSource } from './rules/resolutions.ts';
import { insertAction } from './store/tasks.ts';
import { setIndicatorLight, upsertTask, withdrawOthers, type Source, type TaskGiven } from './store/register.ts';

export type { Source, TaskGiven };

/** Announced where the caller allows it; a registering room has the audience of the ledger's keeper. */
type Context = Pick<ReactionContext, 'tx' | 'subject' | 'now' | 'newId' | 'emit'>;

/**
 * Brings the tasks of one source into the ledger: new ones are added, changed words are taken over, those no longer named leave the lists.
 * State, plan and evidence of a task stay; finished tasks keep their words. Safe to repeat.
 */
export async function registerTasks(context: Context, source: Source, tasks: readonly TaskGiven[]): Promise<{ added: number; changed: number; withdrawn: number }> {
  const { tx, subject, now } = context;
  const by = { ownerOrganisationId: source.ownerOrganisationId, subject, now };
  const counts = { added: 0, changed: 0, withdrawn: 0 };
  for (const task of tasks) {
    const { id, outcome } = await upsertTask(tx, source, { task, id: context.newId(), now });
    if (outcome === 'same') continue;
    await insertAction(tx, { ...by, id: context.newId(), taskId: id, action: outcome === 'new' ? 'register' : 'change', stateAfter: outcome === 'new' ? 'imported' : 'changed' });
    counts[outcome === 'new' ? 'added' : 'changed'] += 1;
  }
  for (const { id, state } of await withdrawOthers(tx, { sourceId: source.id, kept: tasks.map(({ sourceTaskId }) => sourceTaskId) })) {
    await insertAction(tx, { ...by, id: context.newId(), taskId: id, action: 'withdraw', stateAfter: state });
    counts.withdrawn += 1;
  }
  if (counts.added > 0) context.emit('task-ledger.task-registered', { sourceId: source.id, count: counts.added }, [source.ownerOrganisationId]);
  return counts;
}

/** The room that keeps resolutions says how one is found; the ledger itself calls nobody. */
export const citeResolutionsFrom = (find: ResolutionSource): void => takeResolutionsFrom(find);

/** The light that an indicator gives the tasks of a source that name it. */
export const lightTasks = (tx: Transaction, given: { sourceId: string; indicatorId: string; light: 'green' | 'amber' | 'red' | 'grey' }): Promise<void> => setIndicatorLight(tx, given);
