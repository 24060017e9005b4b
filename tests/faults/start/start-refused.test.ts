import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { EXIT_CODES, type StartUpFailureCode } from '#platform/errors/start-up-failure.ts';
import { startOldPostgres } from '../old-postgres.ts';
import { buildServer, createDataFolder, occupyPort, type ServerUnderTest, startServer } from '../server-under-test.ts';

describe('start refused with a remedy', () => {
  let folder: ReturnType<typeof createDataFolder>;
  let servers: ServerUnderTest[];

  const start = (environment: Readonly<Record<string, string>> = {}): ServerUnderTest => {
    const server = startServer({ YIGONG_DATA_DIR: folder.path, ...environment });
    servers.push(server);
    return server;
  };
  const expectRefusal = async (server: ServerUnderTest, code: StartUpFailureCode, words: readonly string[]): Promise<void> => {
    expect(await server.ended(), server.output()).toBe(EXIT_CODES[code]);
    for (const word of [`[${code}]`, ...words]) expect(server.output()).toContain(word);
    expect(server.output()).not.toContain('ready http');
  };

  beforeAll(buildServer);
  beforeEach(() => {
    folder = createDataFolder();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) server.kill('SIGTERM');
    await Promise.all(servers.map((server) => server.ended()));
    folder.remove();
  });

  it('by a busy port', async () => {
    const { port, release } = await occupyPort();
    await expectRefusal(start({ PORT: String(port) }), 'port-busy', [`端口 ${port} 已被其他程序占用`, `PORT=${port + 1} npm start`]);
    await release();
  });

  it('by another process on the same data folder', async () => {
    const first = start();
    await first.ready();
    await expectRefusal(start(), 'data-folder-in-use', [`pid ${first.pid}`, '正在使用这个数据目录', 'Stop it first']);
  });

  it('by a database of a newer PostgreSQL', async () => {
    mkdirSync(folder.database, { recursive: true });
    writeFileSync(join(folder.path, 'database-passwords.json'), '{"superuser":"x","owner":"y"}');
    writeFileSync(join(folder.database, 'PG_VERSION'), '99\n');
    await expectRefusal(start(), 'data-folder-newer', ['PostgreSQL 99', '更新版本', 'a later one']);
  });

  it('by migrations of a newer version of ours', async () => {
    const first = start();
    await first.ready();
    const owner = openDatabase({ connectionString: findRunningDatabase(folder.path) ?? '', as: 'owner', connectionsMax: 1 });
    await owner.execute('insert into public.schema_migration (name, sha256) values ($1, $2)', ['29991231T2359_add_future.sql', '0'.repeat(64)]);
    await owner.end();
    first.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    await expectRefusal(start(), 'data-folder-newer', ['29991231T2359_add_future.sql', '更新版本', 'newer version of Yigong']);
  });

  it('by a full disk', async () => {
    await expectRefusal(start({ YIGONG_FREE_MEGABYTES_MIN: '999999999' }), 'disk-full', ['磁盘空间不足', 'The disk is full', 'YIGONG_DATA_DIR']);
  });

  it('by an unreachable DATABASE_URL, without showing its password', async () => {
    const { port, release } = await occupyPort();
    await release();
    const server = start({ DATABASE_URL: `postgresql://someone:secret-word@127.0.0.1:${port}/yigong`, YIGONG_DATABASE_WAIT_SECONDS: '1' });
    await expectRefusal(server, 'database-unreachable', [`127.0.0.1:${port}/yigong`, 'ECONNREFUSED', '无法连接', 'cannot be reached']);
    expect(server.output()).not.toContain('secret-word');
  });

  it('by a DATABASE_URL before version 15', async () => {
    const old = await startOldPostgres();
    await expectRefusal(start({ DATABASE_URL: old.connectionString }), 'database-too-old', ['14.11', '需要 15 或更高版本', '15 or later']);
    await old.close();
  });

  it('by a setting that makes no sense', async () => {
    await expectRefusal(start({ PORT: 'eighty' }), 'settings-invalid', ['PORT', '环境变量设置不正确', 'A setting is wrong']);
  });

  it('by a data folder that holds something else', async () => {
    mkdirSync(folder.database, { recursive: true });
    writeFileSync(join(folder.path, 'database-passwords.json'), '{"superuser":"x","owner":"y"}');
    await expectRefusal(start(), 'data-folder-damaged', ['不是 PostgreSQL 数据目录', 'no PG_VERSION']);
  });
});
