import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { listBackupsOf } from './manifest.ts';
import { restoreBackup, type RestoreReport, type RestoreRequest } from './restore-backup.ts';

export interface DrillRequest extends Omit<RestoreRequest, 'dataFolder' | 'until'> {
  /** Of the house; the drill has a folder of its own in it, which is gone afterwards. */
  readonly dataFolder: string;
}

const FOLDER = 'restore-drill';
/** Beside the house that goes on working. */
const SMALL = { shared_buffers: '64MB', max_wal_size: '256MB' } as const;
const SPARE = 1.5;
const MEGABYTE = 1024 * 1024;

/**
 * Restores a backup into a folder of its own beside the running house, up to the end of the log: every row of every table is compared with the
 * hashes of the backup. Nothing of it is left; the house is not touched. Fails as a restore does.
 */
export async function drillRestore(request: DrillRequest): Promise<RestoreReport> {
  const folder = join(request.dataFolder, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    await requireRoom(request, folder);
    return await restoreBackup({ ...request, dataFolder: folder, until: 'latest', serverSettings: SMALL });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function requireRoom({ source, id }: DrillRequest, folder: string): Promise<void> {
  const manifest = (await listBackupsOf(source)).filter((each) => id === undefined || each.id === id).at(-1);
  const { bavail, bsize } = statfsSync(folder);
  const [free, needed] = [Math.floor((bavail * bsize) / MEGABYTE), Math.ceil(((manifest?.bytes ?? 0) * SPARE) / MEGABYTE)];
  if (free >= needed) return;
  throw new StartUpFailure('restore-drill-no-room', {
    zh: `恢复演练约需 ${needed} MB，数据目录所在磁盘只剩 ${free} MB。请扩充磁盘，或在另一台机器上用 yigong restore 演练。`,
    en: `A restore drill needs about ${needed} MB and the disk of the data folder has ${free} MB left. Take a larger disk, or drill on another machine with yigong restore.`,
  });
}
