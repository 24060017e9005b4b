import { randomBytes } from 'node:crypto';
import { systemSubject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestFhir } from '#fhir/interactions/test-fhir.ts';
import { getResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { serve, type TwinRequest } from '#fhir/twin/serve.ts';
import { openCoreTerminology } from '#fhir/terminology/core-systems.ts';
import { Twin } from '#fhir/twin/twin.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource, ResourceType } from '#fhir/types/resources.gen.ts';

export interface Received<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: T;
}

/** What the suites ask of a clinical repository, whatever is behind it. */
export interface SuiteRepository {
  /** Puts them as the house itself does, in one transaction. */
  store(resources: readonly (Resource & { id: string })[]): Promise<void>;
  get(type: ResourceType, id: string): Promise<Resource>;
  /** One HTTP interaction below `/fhir`; names of headers in lower case. */
  send<T = Resource>(method: TwinRequest['method'], path: string, sent?: Pick<TwinRequest, 'body' | 'headers'>): Promise<Received<T>>;
  /** The path of an address that it gave, such as that of the next page. */
  pathOf(address: string): string;
  close(): Promise<void>;
}

const ids = timeOrderedIds(systemClock, randomBytes);

async function openPostgres(): Promise<SuiteRepository> {
  const fhir = await openTestFhir();
  const { database } = fhir.opened;
  return {
    store: async (resources) => {
      const writes = resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: null }) as const);
      await database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => ids.newId() }, writes));
    },
    get: (type, id) => getResource(database, type, id),
    send: (method, path, sent) => fhir.send(method, path, sent),
    pathOf: (address) => fhir.pathOf(address),
    close: () => fhir.close(),
  };
}

async function openMemory(): Promise<SuiteRepository> {
  const twin = new Twin({ clock: systemClock, ids, core: await openCoreTerminology() });
  return {
    store: async (resources) => resources.forEach((resource) => twin.write({ method: 'put', resource })),
    get: async (type, id) => twin.store.current(`${type}/${id}`)!.resource,
    send: async <T>(method: TwinRequest['method'], path: string, { body, headers }: Pick<TwinRequest, 'body' | 'headers'> = {}) => {
      const { headers: received, ...rest } = serve(twin, { method, path, ...(body === undefined ? {} : { body: parsed(body) }), ...(headers === undefined ? {} : { headers }) });
      return { ...rest, headers: received, body: (rest.text === '' ? undefined : JSON.parse(rest.text)) as T };
    },
    pathOf: (address) => address.slice(twin.base.length),
    close: async () => undefined,
  };
}

/** As a body comes from the wire. */
const parsed = (body: unknown): unknown => (typeof body !== 'string' ? structuredClone(body) : /^[[{]/.test(body) ? parseFhirJson(body) : body);

export const repositories: readonly (readonly [string, () => Promise<SuiteRepository>])[] = [['postgres', openPostgres], ['memory', openMemory]];
