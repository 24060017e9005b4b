import { randomBytes } from 'node:crypto';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { createDispatcher, parseInput } from '#platform/http/dispatcher.ts';
import { findKeptAnswer, hashOfInput } from '#platform/http/idempotency.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { fixedClock } from '#platform/kernel/clock.ts';
import type { AnyOperation, ResultOf } from '#platform/kernel/contract.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import { staffSubject } from './staff-subjects.ts';

/** Runs commands as members of the staff at moments of the past, by the road that every command takes. */
export interface Stage {
  has(operation: AnyOperation): boolean;
  /** The contract parses the input. `key` makes a repeated act one act. */
  act<O extends AnyOperation>(operation: O, input: Readonly<Record<string, unknown>>, by: { member: WorldStaff; at: Date; key?: string }): Promise<ResultOf<O>>;
  /** As `act`, for whoever is no member of the staff. */
  actAs<O extends AnyOperation>(operation: O, input: Readonly<Record<string, unknown>>, by: { subject: Subject; at: Date; key?: string }): Promise<ResultOf<O>>;
}

export function openStage(database: Database, modules: readonly ServerModule[]): Stage {
  const clock = fixedClock(new Date(0));
  const dispatcher = createDispatcher({ database, clock, ids: timeOrderedIds(clock, randomBytes) });
  const bound = new Map(modules.flatMap((module) => module.operations.map((each) => [each.operation.name, each] as const)));
  const subjects = new Map<string, Promise<Subject>>();
  const subjectOf = (member: WorldStaff): Promise<Subject> => {
    const known = subjects.get(member.id) ?? staffSubject(database, member);
    subjects.set(member.id, known);
    return known;
  };
  const stage: Stage = {
    has: (operation) => bound.has(operation.name),
    act: async (operation, input, { member, at, key }) => stage.actAs(operation, input, { subject: await subjectOf(member), at, ...(key === undefined ? {} : { key }) }),
    actAs: async (operation, input, { subject, at, key }) => {
      clock.set(at);
      try {
        return (await dispatcher.dispatch(bound.get(operation.name)!, { subject, input, idempotencyKey: key })) as ResultOf<typeof operation>;
      } catch (error) {
        const played = key !== undefined && error instanceof Problem && error.kind === 'forbidden' ? await playedBefore(database, { operation, input, subject, key }) : undefined;
        if (played === undefined) throw error;
        return played.answer as ResultOf<typeof operation>;
      }
    },
  };
  return stage;
}

interface Act {
  readonly operation: AnyOperation;
  readonly input: unknown;
  readonly subject: Subject;
  readonly key: string;
}

/** A world that is loaded again, after a start that was cut off, goes on behind what was played: the road answers again by itself, save where the right of that day has ended since. */
const playedBefore = (database: Database, { operation, input, subject, key }: Act): Promise<{ answer: unknown } | undefined> =>
  database.transaction((tx) => findKeptAnswer(tx, { subjectId: subject.id, operation: operation.name, key, inputHash: hashOfInput(parseInput(operation, input)) }));
