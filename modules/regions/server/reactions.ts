import { registerTasks } from '#modules/task-ledger/server/api.ts';
import { reaction } from '#platform/events/reaction.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { RegionPack } from '../contract/pack.ts';
import { findVersion } from './store/versions.ts';

type Task = RegionPack['tasks'][number];

/** The tasks of a policy enter the ledger; those that a new version drops leave it. */
export const registerTasksOfRegion = reaction({
  name: 'regions.register-tasks',
  on: 'regions.applied',
  run: async (context, event) => {
    const { regionId } = event.payload as { regionId: string };
    const current = await findVersion(context.tx, regionId);
    assert(current !== undefined, `the event names a region that is stored: ${regionId}`);
    const { pack, ownerOrganisationId } = current;
    const bodies = new Map(pack.bodies.map(({ id, name }) => [id, name]));
    const phases = new Map(pack.phases.map(({ id, until }) => [id, until]));
    const named = (bodyId: string) => ({ bodyId, name: bodies.get(bodyId) ?? { zh: bodyId, en: bodyId } });
    const targets = new Map(pack.targets.map(({ id, indicator }) => [id, indicator]));
    const given = (task: Task, index: number) => ({
      sourceTaskId: task.id,
      number: String(index + 1).padStart(3, '0'),
      clause: task.clause,
      title: task.title,
      work: task.work,
      isKey: task.isKey,
      // A task without a day of its own ends with its phase.
      due: task.due ?? (task.phase === undefined ? undefined : phases.get(task.phase)) ?? null,
      indicators: [...new Set([...task.indicators, ...task.targets.flatMap((target) => targets.get(target) ?? [])])],
      lead: named(task.lead),
      joint: task.joint.map(named),
    });
    await registerTasks(context, { kind: 'policy', id: pack.id, name: pack.name, ownerOrganisationId }, current.state === 'in-force' ? pack.tasks.map(given) : []);
  },
});

/** A policy out of force asks for nothing: its tasks leave the lists, with all that was done on them. */
export const withdrawTasksOfRegion = reaction({
  name: 'regions.withdraw-tasks',
  on: 'regions.ended',
  run: async (context, event) => {
    const { regionId } = event.payload as { regionId: string };
    const current = await findVersion(context.tx, regionId);
    if (current === undefined || current.state === 'in-force') return;
    await registerTasks(context, { kind: 'policy', id: regionId, name: current.pack.name, ownerOrganisationId: current.ownerOrganisationId }, []);
  },
});
