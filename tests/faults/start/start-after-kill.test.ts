import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { isAlive, readPostmaster } from '#platform/database/embedded/postmaster-file.ts';
import { buildServer, createDataFolder, type ServerUnderTest, startServer } from '../server-under-test.ts';
import { checkWorkload, startWorkload } from '../write-workload.ts';

const WORK_MS = 700;

describe('start after a kill', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let servers: ServerUnderTest[];

  const start = (): ServerUnderTest => {
    const server = startServer({ YIGONG_DATA_DIR: folder.path });
    servers.push(server);
    return server;
  };
  const connection = (): string => {
    const found = findRunningDatabase(folder.path);
    if (found === undefined) throw new Error('no running database');
    return found;
  };
  const postmaster = (): number => readPostmaster(folder.database)?.pid ?? 0;

  beforeAll(buildServer);
  beforeEach(() => {
    folder = createDataFolder();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) server.kill('SIGKILL');
    await Promise.all(servers.map((server) => server.ended()));
    folder.remove();
  });

  it('loses nothing acknowledged when the database outlives the killed server', async () => {
    const killed = start();
    await killed.ready();
    const orphan = postmaster();
    const workload = await startWorkload(connection());
    await sleep(WORK_MS);
    killed.kill('SIGKILL');
    await killed.ended();
    expect(isAlive(orphan)).toBe(true);

    const next = start();
    await next.ready();
    await workload.stop();
    expect(next.output()).toContain('已接管上次被强制终止的运行所留下的数据库');
    expect(next.output()).toContain('took over the database of a killed run');
    expect(isAlive(orphan)).toBe(false);
    expect(workload.acknowledged.length).toBeGreaterThan(20);
    expect(await checkWorkload(connection(), workload.acknowledged)).toEqual({ missing: 0, halfWritten: 0 });
  });

  it('loses nothing acknowledged when server and database are killed together', async () => {
    const killed = start();
    await killed.ready();
    const workload = await startWorkload(connection());
    await sleep(WORK_MS);
    process.kill(postmaster(), 'SIGKILL');
    killed.kill('SIGKILL');
    await killed.ended();
    await workload.stop();
    expect(readPostmaster(folder.database)).toBeDefined();

    await start().ready();
    expect(workload.acknowledged.length).toBeGreaterThan(20);
    expect(await checkWorkload(connection(), workload.acknowledged)).toEqual({ missing: 0, halfWritten: 0 });
  });

  it('starts although the pid of a dead database now belongs to another program', async () => {
    const first = start();
    await first.ready();
    first.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    // What a reboot leaves: the pid of the old postmaster is taken, here by this test.
    const lines = [process.pid, folder.database, 1_700_000_000, 5432, join(folder.path, 'socket'), '', '  5432001         0', 'ready   '];
    writeFileSync(join(folder.database, 'postmaster.pid'), `${lines.join('\n')}\n`);

    await start().ready();
    expect(postmaster()).not.toBe(process.pid);
  });

  it('brings a killed database back while the server runs on', async () => {
    const server = start();
    const address = await server.ready();
    const workload = await startWorkload(connection());
    await sleep(WORK_MS);
    const before = postmaster();
    process.kill(before, 'SIGKILL');
    await workload.stop();
    const deadline = Date.now() + 30_000;
    while (!server.output().includes('the database process died and was restarted') && Date.now() < deadline) await sleep(50);

    expect(await statusOf(`${address}/readyz`)).toBe(200);
    expect(postmaster()).not.toBe(before);
    expect(await checkWorkload(connection(), workload.acknowledged)).toEqual({ missing: 0, halfWritten: 0 });
  });

  it('runs below a folder that only its owner may enter, with a path too long for a socket', async () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const path = join(closed, 'long-'.repeat(20), 'data');
    const server = startServer({ YIGONG_DATA_DIR: path });
    servers.push(server);
    expect(await statusOf(`${await server.ready()}/readyz`)).toBe(200);
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s and leaves no database process', async (signal) => {
    const server = start();
    await server.ready();
    const database = postmaster();
    server.kill(signal);
    expect(await server.ended()).toBe(0);
    expect(isAlive(database)).toBe(false);
    expect(readPostmaster(folder.database)).toBeUndefined();
  });
});

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}
