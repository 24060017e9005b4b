import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { findCliClient, findRunningServer } from '#platform/cli/local-server.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import type { Database } from '#platform/database/transaction.ts';
import { startServer, type ServerUnderTest } from '#tests/faults/server-under-test.ts';
import { Connection, type Answered, type Sent } from './connection.ts';

/** A token lives for an hour, a soak longer. */
const TOKEN_MS = 30 * 60_000;
/** Workers that any section uses at once. */
export const CONCURRENCY_MAX = 32;

/** The server under measurement with the demonstration, and the same PostgreSQL without it. */
export interface BenchHouse {
  readonly url: string;
  readonly dataFolder: string;
  /** Headers of the machine client that sees everything, with a token that has its whole hour. */
  signIn(): Promise<Readonly<Record<string, string>>>;
  /** Owner's pool: statements through the bare driver. */
  readonly raw: Database;
  readonly connectionString: string;
  /** Undefined for a house that was running before. */
  readonly firstStartSeconds: number | undefined;
  readonly nextStartSeconds: number | undefined;
  /** The server's process. */
  readonly pid: number;
  /** Sends on the worker's own connection; any status but success ends the measurement, since errors are quick. */
  request(worker: number, sent: Sent): Promise<Answered>;
  /** As `request`, whatever the status. */
  attempt(worker: number, sent: Sent): Promise<Answered>;
  close(): Promise<void>;
}

export interface HouseOptions {
  /** Folder of a server that runs already; it is left running. */
  readonly attach?: string;
  /** Where new data folders go. */
  readonly folder?: string;
  readonly port: number;
  /** Settings of the server besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openBenchHouse({ attach, folder: parent = tmpdir(), port, environment = {} }: HouseOptions): Promise<BenchHouse> {
  if (attach !== undefined) {
    const running = findRunningServer(attach);
    if (running === undefined) throw new Error(`No server runs on ${attach}`);
    return houseAt({ url: `http://127.0.0.1:${running.port}`, dataFolder: attach, pid: running.pid, end: async () => undefined });
  }
  mkdirSync(parent, { recursive: true });
  const dataFolder = mkdtempSync(join(parent, 'yigong-bench-'));
  const first = await timedStart(dataFolder, port, environment);
  await stop(first.server);
  const next = await timedStart(dataFolder, port, environment);
  const end = async (): Promise<void> => {
    await stop(next.server);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return houseAt({ url: next.url, dataFolder, pid: next.server.pid, end, firstStartSeconds: first.seconds, nextStartSeconds: next.seconds });
}

interface Running {
  readonly url: string;
  readonly dataFolder: string;
  readonly pid: number;
  readonly end: () => Promise<void>;
  readonly firstStartSeconds?: number;
  readonly nextStartSeconds?: number;
}

async function houseAt({ url, dataFolder, pid, end, firstStartSeconds, nextStartSeconds }: Running): Promise<BenchHouse> {
  const connectionString = findRunningDatabase(dataFolder) ?? '';
  const raw = openDatabase({ connectionString, as: 'owner', connectionsMax: CONCURRENCY_MAX });
  // Statements that the bench sends itself find numbers of persons by the same key as the server.
  useKeyRing(openKeyRing({ master: fileMasterKey(join(dataFolder, 'keys')), providerName: 'national' }));
  await loadSearchDigest(raw);
  const connections: Connection[] = [];
  // The server closes what is idle for a minute.
  const connectionOf = async (worker: number): Promise<Connection> => {
    if (connections[worker]?.isOpen !== true) connections[worker] = await Connection.open(url);
    return connections[worker]!;
  };
  const signIn = async (): Promise<Record<string, string>> => ({ authorization: `Bearer ${await fetchToken(url, dataFolder)}`, 'content-type': 'application/fhir+json', prefer: 'return=minimal' });
  let [headers, renewAt] = [await signIn(), performance.now() + TOKEN_MS];
  const attempt = async (worker: number, sent: Sent): Promise<Answered> => {
    if (performance.now() > renewAt) {
      renewAt = performance.now() + TOKEN_MS;
      headers = await signIn();
    }
    return (await connectionOf(worker)).send({ ...sent, headers: sent.headers === undefined ? headers : { ...headers, ...sent.headers } });
  };
  return {
    url, dataFolder, signIn, raw, connectionString, firstStartSeconds, nextStartSeconds, pid, attempt,
    request: async (worker, sent) => {
      const answer = await attempt(worker, sent);
      if (answer.status >= 300) throw new Error(`${sent.method ?? 'GET'} ${sent.path} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
      return answer;
    },
    close: async () => {
      for (const connection of connections) connection?.close();
      await raw.end();
      await end();
    },
  };
}

async function timedStart(folder: string, port: number, environment: Readonly<Record<string, string>>): Promise<{ server: ServerUnderTest; url: string; seconds: number }> {
  const begin = performance.now();
  const server = startServer({ YIGONG_DATA_DIR: folder, YIGONG_DEMO: '1', HOST: '127.0.0.1', PORT: String(port), ...environment });
  const url = await server.ready();
  return { server, url: url.replace('localhost', '127.0.0.1'), seconds: (performance.now() - begin) / 1000 };
}

async function stop(server: ServerUnderTest): Promise<void> {
  server.kill('SIGTERM');
  await server.ended();
}

/** On a connection of its own: those of the workers may wait for an answer. */
async function fetchToken(url: string, folder: string): Promise<string> {
  const client = findCliClient(folder);
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client?.clientId ?? '', client_secret: client?.clientSecret ?? '' }).toString();
  const connection = await Connection.open(url);
  try {
    const answer = await connection.send({ method: 'POST', path: '/oauth2/token', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    if (answer.status !== 200) throw new Error(`The bench could not sign in: ${answer.status} ${answer.body.slice(0, 300)}`);
    return (JSON.parse(answer.body) as { access_token: string }).access_token;
  } finally {
    connection.close();
  }
}

/** Resident memory of the server in megabytes, from /proc; undefined elsewhere. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
