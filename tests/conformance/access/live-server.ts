import { randomBytes } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { composeHouse } from '#apps/server/compose.ts';
import { CONTRACTS, MODULES } from '#apps/server/modules.ts';
import { deliverDueEvents } from '#platform/events/delivery.ts';
import { assignRole, createAccount } from '#platform/identity/accounts.ts';
import { createClient, issueToken } from '#platform/identity/machine/clients.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { AnyOperation } from '#platform/kernel/contract.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

/** Credentials as headers; empty for nobody. */
export type Who = Readonly<Record<string, string>>;
export const NOBODY: Who = {};

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

export interface FhirSent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The whole server as it is composed for use, asked through its HTTP side. */
export interface LiveServer {
  readonly opened: TestDatabase;
  readonly server: FastifyInstance;
  /** What was logged: nothing of a person may stand in it. */
  readonly logged: readonly string[];
  /** A machine client of one organisation (null: of none). */
  client(organisationId: string | null, scopes: readonly string[]): Promise<Who>;
  /** A signed-in account with roles at one organisation, or of a resident. */
  account(given: { login: string; roles?: readonly string[]; organisationId?: string; personId?: string }): Promise<Who>;
  call(who: Who, name: string, input: Readonly<Record<string, unknown>>): Promise<Answer>;
  fhir(who: Who, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, sent?: FhirSent): Promise<Answer>;
  /** Runs the reactions that are due. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

export const OPERATIONS: ReadonlyMap<string, AnyOperation> = new Map(
  CONTRACTS.flatMap((contract) => Object.values(contract.operations).map((operation) => [operation.name, operation] as const)),
);

const PASSWORD = 'Walker-of-9-roads';

export async function openLiveServer(): Promise<LiveServer> {
  const opened = await openTestDatabase();
  const logged: string[] = [];
  const log = (event: string, fields: object = {}): void => void logged.push(JSON.stringify({ event, ...fields }));
  const house = await composeHouse({ database: opened.database, clock: systemClock, log, webFolder: '/nowhere' });
  const { server } = house;
  let serial = 0;
  return {
    opened,
    server,
    logged,
    client: async (organisationId, scopes) => {
      serial += 1;
      const clientId = `walker-${serial}`;
      await createClient(opened.database, { clientId, name: clientId, scopes, organisationId });
      return { authorization: `Bearer ${await issueToken(opened.database, clientId, scopes)}` };
    },
    account: (given) => signedIn({ opened, server }, given),
    call: async (who, name, input) => answerOf(await server.inject(requestOf(who, name, input))),
    fhir: async (who, method, path, { body, headers = {} } = {}) =>
      answerOf(await server.inject({
        method,
        url: `/fhir${path}`,
        headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })),
    deliver: async () => {
      await deliverDueEvents({ database: opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), reactions: MODULES.flatMap((module) => module.reactions) });
    },
    close: async () => {
      await house.stop();
      await opened.close();
    },
  };
}

type Given = Parameters<LiveServer['account']>[0];

async function signedIn({ opened, server }: Pick<LiveServer, 'opened' | 'server'>, { login, roles = [], organisationId, personId }: Given): Promise<Who> {
  const accountId = `account-${login}`;
  await createAccount(opened.database, { accountId, login, name: login, password: PASSWORD, personId: personId ?? null, organisationId: organisationId ?? null });
  for (const role of roles) {
    await assignRole(opened.database, { assignmentId: `${accountId}-${role}`, accountId, organisationId: organisationId!, role, validFrom: '2020-01-01' });
  }
  const answer = await server.inject({ method: 'POST', url: '/api/session', headers: { 'x-yigong': '1' }, payload: { login, password: PASSWORD } });
  if (answer.statusCode !== 200) throw new Error(`sign-in: ${answer.statusCode} ${answer.body}`);
  // Whether somebody has just proved who they are is asked before the gate; here the gate is to answer.
  await opened.database.execute('update identity.session set second_factor_at = clock_timestamp() where account_id = $1', [accountId]);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]!, 'x-yigong': '1' };
}

const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

/** The request that the typed client of the pages would send. */
export function requestOf(who: Who, name: string, input: Readonly<Record<string, unknown>>) {
  const operation = OPERATIONS.get(name);
  if (operation === undefined) throw new Error(`no operation ${name}`);
  const rest = { ...input };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = encodeURIComponent(wellFormed(String(rest[field] ?? 'none')));
    delete rest[field];
    return value;
  });
  if (operation.method === 'POST') return { method: 'POST' as const, url: `/api${path}`, headers: { 'x-yigong': '1', ...who }, payload: rest };
  const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== undefined).map(([key, value]): [string, string] => [key, String(value)]));
  return { method: 'GET' as const, url: `/api${path}?${query.toString()}`, headers: who };
}

function answerOf(answer: LightMyRequestResponse): Answer {
  const { statusCode: status, body: text } = answer;
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status, text, body };
}
