import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readPostmaster } from '#platform/database/embedded/postmaster-file.ts';
import { projectRoot } from '#platform/database/project-root.ts';

const READY_MS_MAX = 90_000;

/** What `npm start` tells Node.js. */
const startFlags = (): string[] => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
};

/** A real server process, started as `npm start` starts it after installing and building. */
export interface ServerUnderTest {
  readonly pid: number;
  /** Everything written so far, both streams. */
  output(): string;
  /** Resolves with the address once the ready line came; rejects with the output if the process ends before. */
  ready(): Promise<string>;
  /** Resolves when the process has ended; null for a signal. */
  ended(): Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Builds the server when the sources changed; seconds at most, nothing when `npm test` has just done it. */
export function buildServer(): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/build.mjs', 'server', '--quiet'], { cwd: projectRoot(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
}

export function startServer(environment: Readonly<Record<string, string>>): ServerUnderTest {
  const child = spawn(process.execPath, [...startFlags(), 'dist/server.mjs'], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', YIGONG_DEMO: '0', PORT: '0', ...environment },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    pid: child.pid ?? 0,
    output: () => written,
    ended: () => ended,
    kill: (signal) => void child.kill(signal),
    ready: async () => {
      for (const start = Date.now(); Date.now() - start < READY_MS_MAX; await sleep(25)) {
        const address = /^ready (https?:\/\/\S+)$/m.exec(written)?.[1];
        if (address !== undefined) return address;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended before it was ready:\n${written}`);
      }
      throw new Error(`not ready in time:\n${written}`);
    },
  };
}

/** An empty data folder; `remove` also ends a database that a killed server left there. */
export function createDataFolder(): { path: string; database: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'yigong-fault-'));
  const database = join(path, 'database');
  return {
    path,
    database,
    remove: () => {
      const postmaster = readPostmaster(database);
      if (postmaster !== undefined) quietly(() => process.kill(postmaster.pid, 'SIGQUIT'));
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** A port that nobody else has until `release`. */
export function occupyPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const holder = createServer();
  return new Promise((resolve) => {
    holder.listen(0, '::', () => {
      const { port } = holder.address() as { port: number };
      resolve({ port, release: () => new Promise((done) => holder.close(() => done())) });
    });
  });
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // The process is gone already.
  }
}
