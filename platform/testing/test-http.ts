import { randomBytes } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { startOutboxListener } from '#platform/events/listener.ts';
import { setReactionIndex } from '#platform/events/outbox.ts';
import { CostLimit } from '#platform/http/cost-limit.ts';
import { createDispatcher } from '#platform/http/dispatcher.ts';
import { registerLiveRoute } from '#platform/http/live.ts';
import type { Log } from '#platform/http/log.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { registerOperationRoutes } from '#platform/http/routes.ts';
import { createServer } from '#platform/http/server.ts';
import { registerWebFiles } from '#platform/http/web-files.ts';
import { assignRole, createAccount } from '#platform/identity/accounts.ts';
import { contract as identityContract } from '#platform/identity/contract.ts';
import type { OutsideSettings } from '#platform/identity/outside/outside-provider.ts';
import { registerOidcRoutes } from '#platform/identity/provider/routes.ts';
import { registerIdentityRoutes } from '#platform/identity/routes.ts';
import { createSubjectReader } from '#platform/identity/subjects.ts';
import { registerTokenRoutes } from '#platform/identity/machine/token-routes.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestHttp {
  readonly database: TestDatabase;
  readonly server: FastifyInstance;
  /** Lines that the server logged. */
  readonly logged: { event: string; fields: unknown }[];
  newId(): string;
  /** Makes an account with one role at one organisation. */
  addStaff(staff: { login: string; password: string; role: string; organisationId: string }): Promise<string>;
  /** Signs in as the page does; returns the cookie to send. */
  signIn(login: string, password: string): Promise<{ answer: LightMyRequestResponse; cookie: string }>;
  close(): Promise<void>;
}

export const OWN_PAGE = { 'x-yigong': '1' } as const;

/** The platform's whole HTTP side over a test database, with the rooms given. */
export async function openTestHttp({ modules, webFolder = '/nowhere', outside }: { modules: readonly ServerModule[]; webFolder?: string; outside?: OutsideSettings }): Promise<TestHttp> {
  const opened = await openTestDatabase();
  const { database } = opened;
  const ids = timeOrderedIds(systemClock, randomBytes);
  const logged: { event: string; fields: unknown }[] = [];
  const log: Log = (event, fields) => logged.push({ event, fields });
  const contracts = [identityContract, ...modules.map((module) => module.contract)];
  setReactionIndex(new Map());
  await seedRolePermissions(database, contracts);
  const everyPermission = contracts.flatMap((contract) => Object.keys(contract.permissions));
  const reader = createSubjectReader({ database, clock: systemClock, everyPermission });
  const listener = startOutboxListener(database);
  const server = await createServer({ database, log });
  const organisationNames = async (): Promise<Map<string, string>> => new Map([['hospital', '县医院']]);
  const roleTitle = (role: string) => ({ zh: role, en: role });
  const limit = new CostLimit();
  const identity = { database, clock: systemClock, ids, reader, organisationNames, roleTitle, limit, passwordDaysMax: 90, outside };
  registerIdentityRoutes(server, identity);
  const forward = await registerOidcRoutes(server, { ...identity, resourceTypes: ['Patient', 'Observation'] });
  await registerTokenRoutes(server, { database, clock: systemClock, limit, forward });
  const dispatcher = createDispatcher({ database, clock: systemClock, ids });
  registerOperationRoutes(server, { operations: modules.flatMap((module) => module.operations), dispatcher, subjectOf: reader.subjectOf, forget: reader.forget });
  registerLiveRoute(server, { database, listener, subjectOf: reader.subjectOf });
  await registerWebFiles(server, webFolder);

  return {
    database: opened,
    server,
    logged,
    newId: () => ids.newId(),
    addStaff: async ({ login, password, role, organisationId }) => {
      const accountId = await createAccount(database, { accountId: ids.newId(), login, name: login, password, organisationId });
      await assignRole(database, { assignmentId: ids.newId(), accountId, organisationId, role, validFrom: '2020-01-01' });
      return accountId;
    },
    signIn: async (login, password) => {
      const answer = await server.inject({ method: 'POST', url: '/api/session', headers: OWN_PAGE, payload: { login, password } });
      return { answer, cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '' };
    },
    close: async () => {
      await server.close();
      await listener.stop();
      await opened.close();
    },
  };
}
