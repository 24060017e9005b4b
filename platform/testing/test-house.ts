import { randomBytes } from 'node:crypto';
import { registerOrganisation, listSubtree } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { deliverDueEvents } from '#platform/events/delivery.ts';
import { setReactionIndex } from '#platform/events/outbox.ts';
import { indexReactions } from '#platform/events/reaction.ts';
import { createDispatcher } from '#platform/http/dispatcher.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { runRecurringJob } from '#platform/jobs/recurring.ts';
import { fixedClock } from '#platform/kernel/clock.ts';
import type { InputOf, ResultOf, AnyOperation } from '#platform/kernel/contract.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { assert } from '#platform/kernel/problem.ts';
import { openTestDatabase } from './test-database.ts';

export interface SubjectDefaults {
  readonly roles?: readonly string[];
  readonly organisationId?: string | null;
  /** Replaces the permissions that follow from the roles. */
  readonly permissions?: readonly string[];
  readonly id?: string;
  readonly fhirReference?: string | null;
}

/** A whole server without HTTP: real database, the modules given, a clock that is moved by hand. */
export interface TestHouse {
  readonly database: Database;
  /** Owner connection, to look past the application role's grants. */
  readonly owner: Database;
  readonly clock: ReturnType<typeof fixedClock>;
  /** A staff member; permissions follow from the roles as the contracts of the modules declare them. */
  subject(defaults: SubjectDefaults): Promise<Subject>;
  resident(personId: string): Subject;
  as(subject: Subject): {
    run<O extends AnyOperation>(operation: O, input: InputOf<O>, options?: { key?: string }): Promise<ResultOf<O>>;
  };
  /** Runs due reactions until none is left; returns how many ran. */
  deliverEvents(): Promise<number>;
  runJob(kind: string): Promise<void>;
  addOrganisation(organisationId: string, parentId?: string | null): Promise<void>;
  close(): Promise<void>;
}

export async function openTestHouse({ modules, now = '2026-11-02T01:00:00Z' }: { modules: readonly ServerModule[]; now?: string }): Promise<TestHouse> {
  const opened = await openTestDatabase();
  const { database, owner } = opened;
  const clock = fixedClock(now);
  const ids = timeOrderedIds(clock, randomBytes);
  const dispatcher = createDispatcher({ database, clock, ids });
  const reactions = modules.flatMap((module) => module.reactions);
  setReactionIndex(indexReactions(reactions));
  const bound = new Map(modules.flatMap((module) => module.operations.map((each) => [each.operation.name, each] as const)));

  return {
    database,
    owner,
    clock,
    subject: (defaults) => staffSubject(database, modules, defaults),
    resident: residentSubject,
    as: (subject) => ({
      run: async (operation, input, options) => {
        const found = bound.get(operation.name);
        assert(found, `operation ${operation.name} is not bound by the modules of this test house`);
        const answer = await dispatcher.dispatch(found, { subject, input, idempotencyKey: options?.key });
        return answer as ResultOf<typeof operation>;
      },
    }),
    deliverEvents: () => deliverDueEvents({ database, clock, ids, reactions }),
    runJob: async (kind) => {
      const job = modules.flatMap((module) => module.jobs).find((each) => each.kind === kind);
      assert(job, `no job ${kind}`);
      await runRecurringJob({ database, clock, ids }, job);
    },
    addOrganisation: (organisationId, parentId = null) => registerOrganisation(database, { organisationId, parentId }),
    close: () => opened.close(),
  };
}

async function staffSubject(database: Database, modules: readonly ServerModule[], defaults: SubjectDefaults): Promise<Subject> {
  const roles = defaults.roles ?? [];
  const organisationId = defaults.organisationId ?? null;
  const permissions = defaults.permissions ?? permissionsOfRoles(modules, roles);
  return {
    kind: 'staff',
    id: defaults.id ?? `account-${roles.join('-') || 'none'}-${organisationId ?? 'nowhere'}`,
    name: '测试人员',
    fhirReference: defaults.fhirReference ?? null,
    organisationId,
    organisationIds: organisationId === null ? [] : await listSubtree(database, organisationId),
    roles,
    permissions: new Set(permissions),
    personId: null,
    scopes: [],
    everyOrganisation: false,
    proof: { level: 'second-factor', hasSecondFactor: true },
  };
}

function permissionsOfRoles(modules: readonly ServerModule[], roles: readonly string[]): string[] {
  return modules.flatMap(({ contract }) =>
    Object.entries(contract.permissions)
      .filter(([, declaration]) => declaration.roles.some((role) => roles.includes(role)))
      .map(([permission]) => permission),
  );
}

function residentSubject(personId: string): Subject {
  return {
    kind: 'resident',
    id: `resident-${personId}`,
    name: '居民本人',
    fhirReference: `Patient/${personId}`,
    organisationId: null,
    organisationIds: [],
    roles: ['resident'],
    permissions: new Set(['portal.own-record']),
    personId,
    scopes: [],
    everyOrganisation: false,
    proof: { level: 'second-factor', hasSecondFactor: true },
  };
}
