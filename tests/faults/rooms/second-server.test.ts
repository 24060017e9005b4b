import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readListeners } from '#platform/cli/local-server.ts';
import { buildServer, createDataFolder, occupyPort, startServer, type ServerUnderTest } from '../server-under-test.ts';

const TIMEOUT = 120_000;

describe('a second server on one machine', () => {
  const folder = createDataFolder();
  let server: ServerUnderTest;
  let taken: Awaited<ReturnType<typeof occupyPort>>;
  beforeAll(async () => {
    buildServer();
    taken = await occupyPort();
    server = startServer({ YIGONG_DATA_DIR: folder.path, YIGONG_MLLP_PORT: String(taken.port), YIGONG_DICOM_PORT: String(taken.port) });
  }, TIMEOUT);
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.ended();
    await taken.release();
    folder.remove();
  }, TIMEOUT);

  test('starts all the same, says which ports it has not and how to set others, and tells the operations page', { timeout: TIMEOUT }, async () => {
    expect((await fetch(`${await server.ready()}/healthz`)).status).toBe(200);
    for (const [name, setting] of [['MLLP', 'YIGONG_MLLP_PORT'], ['DICOM', 'YIGONG_DICOM_PORT']] as const) {
      await expect.poll(() => server.output()).toContain(`port ${taken.port} is in use by another program. Stop that program or choose another port: ${setting}=${taken.port + 1} npm start`);
      expect(server.output()).toMatch(new RegExp(`^${name}.* 未启用：端口 ${taken.port} 已被其他程序占用`, 'm'));
    }
    expect(readListeners(folder.path).map(({ name, state, port, code }) => [name, state, port, code]).toSorted()).toEqual([
      ['dicom', 'failed', taken.port, 'EADDRINUSE'], ['mllp', 'failed', taken.port, 'EADDRINUSE'],
    ]);
  });
});
