import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Connection, ServerRequest } from '#platform/cli/connection.ts';
import { emptyRecord, type Recorded } from './record.ts';

export const REGISTERS = ['register-1', 'register-2', 'register-3'] as const;
export const LISTS = ['list-1', 'list-2', 'list-3'] as const;
export const ACCOUNTS = ['account-1', 'account-2', 'account-3', 'account-4'] as const;
export const START_BALANCE = 1000;

const URL_OF = 'https://yigong.dev/trial';
const REQUEST_MS_MAX = 15_000;

interface Basic {
  readonly resourceType: 'Basic';
  readonly id: string;
  readonly meta?: { readonly versionId: string };
  readonly code: { readonly text: string };
  readonly extension?: readonly { readonly url: string; readonly valueInteger: number }[];
}

const basic = (id: string, text: string, numbers: readonly number[] = []): Basic => ({
  resourceType: 'Basic', id, code: { text }, ...(numbers.length === 0 ? {} : { extension: numbers.map((valueInteger) => ({ url: URL_OF, valueInteger })) }),
});
const numbersOf = (resource: Basic): number[] => (resource.extension ?? []).map(({ valueInteger }) => valueInteger);
const JSON_BODY = { 'content-type': 'application/fhir+json' };

/** Answers of a server that comes and goes; undefined when nobody knows what became of the request. */
export type Ask = (request: ServerRequest) => Promise<Answer | undefined>;

/** Connections follow the server to its present address. */
export function askOf(connect: () => Connection): Ask {
  let connection: Connection | undefined;
  return async (request) => {
    try {
      connection ??= connect();
      const answer = await Promise.race([connection.send(request), sleep(REQUEST_MS_MAX, undefined, { ref: false })]);
      // 5xx: the database went away in the middle; whether it was committed is not known.
      if (answer === undefined || answer.status >= 500) return undefined;
      return answer;
    } catch {
      connection = undefined;
      await sleep(150);
      return undefined;
    }
  };
}

export async function prepare(ask: Ask): Promise<void> {
  const all = [...REGISTERS.map((id) => basic(id, 'start')), ...LISTS.map((id) => basic(id, 'list', [0])), ...ACCOUNTS.map((id) => basic(id, 'start', [START_BALANCE]))];
  for (const resource of all) {
    const answer = await ask({ method: 'PUT', path: `/fhir/Basic/${resource.id}`, headers: JSON_BODY, body: JSON.stringify(resource) });
    if (answer?.status !== 201) throw new Error(`${resource.id}: ${answer?.status} ${answer?.text}`);
  }
}

export async function readBasic(ask: Ask, id: string): Promise<Basic | undefined> {
  const answer = await ask({ method: 'GET', path: `/fhir/Basic/${id}` });
  return answer?.status === 200 ? (JSON.parse(answer.text) as Basic) : undefined;
}

export const listOf = async (ask: Ask, id: string): Promise<number[] | undefined> => {
  const found = await readBasic(ask, id);
  return found && numbersOf(found).slice(1);
};

/** Runs until `stop`: clients that write registers, append to lists and move amounts, and remember what they were told. */
export function startWorkload(ask: Ask): { recorded: Recorded; stop(): Promise<void> } {
  const recorded = emptyRecord();
  let stopped = false;
  let serial = 0;
  const pick = <T>(items: readonly T[]): T => items[(serial += 1) % items.length]!;
  const works = [() => useRegister(ask, recorded, pick(REGISTERS), `w${(serial += 1)}`), () => useList(ask, recorded, pick(LISTS), (serial += 1)), () => move(ask, recorded, [pick(ACCOUNTS), pick(ACCOUNTS.slice(1))], `t${(serial += 1)}`)];
  const running = Promise.all(Array.from({ length: 9 }, async (_each, client) => {
    while (!stopped) await works[client % works.length]!();
  }));
  return {
    recorded,
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const versionOf = (answer: Answer): number => Number(/W\/"(\d+)"/.exec(answer.headers.get('etag') ?? '')?.[1]);

async function useRegister(ask: Ask, recorded: Recorded, key: string, value: string): Promise<void> {
  const sent = performance.now();
  const found = await readBasic(ask, key);
  if (found === undefined) return;
  const version = Number(found.meta?.versionId);
  recorded.register.push({ kind: 'read', key, sent, answered: performance.now(), version, value: found.code.text });
  const writeSent = performance.now();
  const answer = await ask({ method: 'PUT', path: `/fhir/Basic/${key}`, headers: { ...JSON_BODY, 'if-match': `W/"${version}"` }, body: JSON.stringify(basic(key, value)) });
  if (answer?.status === 200) recorded.register.push({ kind: 'write', key, sent: writeSent, answered: performance.now(), version: versionOf(answer), value });
  else if (answer) recorded.refused += 1;
  else recorded.register.push({ kind: 'write', key, sent: writeSent, value });
}

async function useList(ask: Ask, recorded: Recorded, key: string, element: number): Promise<void> {
  const sent = performance.now();
  const patch = [{ op: 'add', path: '/extension/-', value: { url: URL_OF, valueInteger: element } }];
  const answer = await ask({ method: 'PATCH', path: `/fhir/Basic/${key}`, headers: { 'content-type': 'application/json-patch+json' }, body: JSON.stringify(patch) });
  if (answer && answer.status !== 200) recorded.refused += 1;
  else recorded.appends.push({ key, sent, element, ...(answer ? { answered: performance.now() } : {}) });
  const readSent = performance.now();
  const elements = await listOf(ask, key);
  if (elements) recorded.lists.push({ key, sent: readSent, answered: performance.now(), elements });
}

/** Both accounts in one transaction, each at the version that was read; the total is read in one statement. */
async function move(ask: Ask, recorded: Recorded, [from, to]: [string, string], id: string): Promise<void> {
  const search = await ask({ method: 'GET', path: `/fhir/Basic?_id=${ACCOUNTS.join(',')}` });
  if (search?.status !== 200) return;
  const found = new Map((JSON.parse(search.text) as { entry: { resource: Basic }[] }).entry.map(({ resource }) => [resource.id, resource]));
  recorded.balances.push({ total: [...found.values()].reduce((sum, account) => sum + numbersOf(account)[0]!, 0) });
  if (from === to) return;
  const entry = ([[from, -1], [to, 1]] as const).map(([account, sign]) => {
    const { meta } = found.get(account)!;
    return { resource: basic(account, id, [numbersOf(found.get(account)!)[0]! + sign * 7]), request: { method: 'PUT', url: `Basic/${account}`, ifMatch: `W/"${meta!.versionId}"` } };
  });
  const answer = await ask({ method: 'POST', path: '/fhir', headers: JSON_BODY, body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }) });
  if (answer && answer.status !== 200) recorded.refused += 1;
  else recorded.transfers.push({ id, from, to, isAcknowledged: answer !== undefined });
}

/** Every transfer that an account's history knows. */
export async function transfersOf(ask: Ask, account: string): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let path: string | undefined = `/fhir/Basic/${account}/_history?_count=500`; path !== undefined;) {
    const answer: Answer | undefined = await ask({ method: 'GET', path });
    if (answer?.status !== 200) throw new Error(`history of ${account}: ${answer?.status}`);
    const bundle = JSON.parse(answer.text) as { entry?: { resource?: Basic }[]; link?: { relation: string; url: string }[] };
    for (const { resource } of bundle.entry ?? []) if (resource) known.add(resource.code.text);
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    path = next === undefined ? undefined : new URL(next).pathname + new URL(next).search;
  }
  return known;
}
