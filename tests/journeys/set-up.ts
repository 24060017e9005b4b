import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRunningServer } from '#platform/cli/local-server.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { startServer } from '#tests/faults/server-under-test.ts';

/** Names the data folder of the one server of all journeys; give it to use a server that runs already. */
export const FOLDER_VARIABLE = 'YIGONG_JOURNEY_FOLDER';

/** vitest's global set-up of the journeys: one demonstration server for the whole run. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env[FOLDER_VARIABLE];
  if (given !== undefined && findRunningServer(given) !== undefined) return undefined;
  const { status, stderr } = spawnSync(process.execPath, ['tools/build.mjs', '--quiet'], { cwd: projectRoot(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  const folder = given ?? mkdtempSync(join(tmpdir(), 'yigong-journey-'));
  process.env[FOLDER_VARIABLE] = folder;
  const server = startServer({ YIGONG_DATA_DIR: folder, YIGONG_BACKUP_DIR: join(folder, 'backups'), YIGONG_DEMO: '1', HOST: '127.0.0.1' });
  try {
    await server.ready();
  } catch (error) {
    server.kill('SIGTERM');
    throw error;
  }
  return async () => {
    server.kill('SIGTERM');
    await server.ended();
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  };
}
