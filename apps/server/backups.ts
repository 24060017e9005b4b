import { archiveSettings, outgoingFolderOf, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { listBackups } from '#platform/database/backup/manifest.ts';
import type { CopyRequest } from '#platform/database/backup/objects/copy-place.ts';
import { shipObjects } from '#platform/database/backup/objects/keep-objects.ts';
import type { ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import type { EmbeddedSettings } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { imagingObjects, readImagingSettings } from '#modules/imaging/server/api.ts';
import { masterKeyOf } from './master-key.ts';
import type { Settings } from './settings.ts';

const LOOK_MS = 30_000;
const SHIP_MS = 20_000;
/** A sender may be at work for so long between the key of an object and its file; what takes longer is found by the daily backup. */
const BEGUN_MS = 3_600_000;
const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3600_000;

/** What the embedded server needs so that its log can be kept; nothing without a backup folder. */
export const settingsForBackups = ({ backupFolder, dataFolder }: Settings): Pick<EmbeddedSettings, 'serverSettings' | 'foldersOfServer'> =>
  backupFolder === undefined ? {} : { serverSettings: archiveSettings(dataFolder), foldersOfServer: [outgoingFolderOf(dataFolder)] };

/** The files beside the database that a backup of this house has, or says that it has not. */
export const objectsOf = (environment: Readonly<Record<string, string | undefined>>): ObjectsToKeep => imagingObjects(readImagingSettings(environment, { isDemo: false }));

/** Start of the newest backup window that has begun: yesterday's or today's `hh:mm` in China. */
export function lastWindow(now: number, at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = Math.floor((now + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS + (hours * 60 + minutes) * 60_000;
  return today <= now ? today : today - DAY_MS;
}

/**
 * Keeps the log of the embedded database and takes a backup once a day, also one that was missed while the machine was off. A failure
 * is said and tried again at the next look.
 */
export async function startBackups({ settings, superuser, say }: { settings: Settings; superuser: string; say: (line: string) => void }): Promise<Worker[]> {
  const { backupFolder, dataFolder } = settings;
  if (backupFolder === undefined) return [];
  const key = await openBackupKey(backupFolder, masterKeyOf(settings));
  const ending = new AbortController();
  const onError = (error: unknown): void => {
    if (!ending.signal.aborted) say(`备份失败，将重试 · backup failed, will be tried again: ${describeSafely(error)}`);
  };
  const objects = objectsOf(process.env);
  const take = async (): Promise<void> => {
    const newest = listBackups(backupFolder).at(-1);
    if (newest && Date.parse(newest.startedAt) >= lastWindow(Date.now(), settings.backupAt)) return;
    const manifest = await takeBackup({
      connectionString: superuser, dataFolder, backupFolder, key, keep: settings.backupKeep, objects, signal: ending.signal, say: () => undefined,
    });
    say(`已备份 · backup ${manifest.id}: ${Math.round(manifest.bytes / 1024 / 1024)} MB, ${(Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000} s`);
  };
  const workers = [
    startShipping({ dataFolder, backupFolder, key, onError }),
    ...(objects.places.length === 0 ? [] : [startShippingObjects({ dataFolder, backupFolder, key, say: () => undefined, signal: ending.signal }, { superuser, objects, onError })]),
    startLoop({ pollMs: LOOK_MS, work: take, onError }),
  ];
  // A long copy ends at the next file; the next start goes on from there.
  return workers.map(({ stop }) => ({ stop: () => { ending.abort(); return stop(); } }));
}

/** New files go to the backup folder within a minute, as the log does: a moment after the last backup has its files too. */
function startShippingObjects(request: Omit<CopyRequest, 'sql'>, { superuser, objects, onError }: { superuser: string; objects: ObjectsToKeep; onError: (error: unknown) => void }): Worker {
  const database = openDatabase({ connectionString: superuser, connectionsMax: 1, as: 'owner' });
  let [since, done]: [Date, ReadonlyMap<string, number>] = [new Date(Date.now() - DAY_MS - BEGUN_MS), new Map()];
  const loop = startLoop({
    pollMs: SHIP_MS,
    onError,
    work: async () => {
      const begin = Date.now();
      done = await shipObjects({ ...request, sql: database }, { places: objects.places, since, done });
      since = new Date(begin - BEGUN_MS);
    },
  });
  return {
    stop: async () => {
      await loop.stop();
      await database.end();
    },
  };
}
