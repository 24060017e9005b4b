import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { findCliClient } from '#platform/cli/local-server.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { startServer, type ServerUnderTest } from '#tests/faults/server-under-test.ts';
import { request } from './load.ts';

/** The server under measurement with the demonstration, the same PostgreSQL without it, and the plain server beside it. */
export interface BenchHouse {
  readonly url: string;
  readonly plainUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Database;
  readonly firstStartSeconds: number;
  readonly nextStartSeconds: number;
  close(): Promise<void>;
}

export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-bench-'));
  const first = await timedStart(folder);
  await stop(first.server);
  const next = await timedStart(folder);
  const plain = spawn(process.execPath, [process.argv[1] ?? '', 'plain-server'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const plainUrl = await readyLine(plain);
  const raw = openDatabase({ connectionString: findRunningDatabase(folder) ?? '', as: 'owner', connectionsMax: 8 });
  await raw.execute('create table public.bench_raw (id text primary key, content text not null)');
  return {
    url: next.url,
    plainUrl,
    headers: { authorization: `Bearer ${await fetchToken(next.url, folder)}`, 'content-type': 'application/fhir+json', prefer: 'return=minimal' },
    raw,
    firstStartSeconds: first.seconds,
    nextStartSeconds: next.seconds,
    close: async () => {
      plain.kill();
      await raw.end();
      await stop(next.server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function timedStart(folder: string): Promise<{ server: ServerUnderTest; url: string; seconds: number }> {
  const begin = performance.now();
  const server = startServer({ YIGONG_DATA_DIR: folder, YIGONG_DEMO: '1', HOST: '127.0.0.1' });
  const url = await server.ready();
  return { server, url, seconds: (performance.now() - begin) / 1000 };
}

async function stop(server: ServerUnderTest): Promise<void> {
  server.kill('SIGTERM');
  await server.ended();
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = /^ready (\S+)$/m.exec(chunk.toString('utf8'))?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

async function fetchToken(url: string, folder: string): Promise<string> {
  const client = findCliClient(folder);
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client?.clientId ?? '', client_secret: client?.clientSecret ?? '' });
  return (JSON.parse(await request(`${url}/oauth2/token`, { method: 'POST', body })) as { access_token: string }).access_token;
}
