import { startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { listBackups } from '#platform/database/backup/manifest.ts';
import { shipObjects } from '#platform/database/backup/objects/keep-objects.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { keepOutside, type OutsideKeeper } from '#platform/database/backup/outside/keep-outside.ts';
import { storeFailureOf } from '#platform/database/backup/outside/outside-store.ts';
import { takeUpKey } from '#platform/database/backup/outside/send-backups.ts';
import { fullDiskOf } from '#platform/database/backup/take-backup.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import { askForDueBackup } from '#platform/monitoring/backups/backup-work.ts';
import { masterKeyOf } from '../master-key.ts';
import type { Settings } from '../settings.ts';
import { doNextWork, type WorkPlaces } from './backup-work.ts';
import { lastWindow } from './due.ts';
import { objectsOf, outsideOf } from './places.ts';

const LOOK_MS = 2_000;
const SHIP_MS = 20_000;
/** A sender may be at work for so long between the key of an object and its file; what takes longer is found by the daily backup. */
const BEGUN_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Everything there is compared with everything here so often, besides after each backup. */
const SETTLE_MS = 6 * 3_600_000;

interface Backups {
  readonly settings: Settings;
  readonly superuser: string;
  readonly say: (line: string) => void;
}

/**
 * Keeps the log of the embedded database, takes a backup once a day, also one that was missed while the machine was off, does what was asked for on the
 * operations page, and keeps the store outside up to all of it. A failure is said and tried again.
 */
export async function startBackups({ settings, superuser, say }: Backups): Promise<Worker[]> {
  const { backupFolder, dataFolder } = settings;
  if (backupFolder === undefined) return [];
  const ending = new AbortController();
  const onError = (): ((error: unknown) => void) => telling(ending.signal, { say, backupFolder });
  const store = outsideOf(settings);
  if (store !== undefined) await takeUpKey({ backupFolder, outside: store }).catch((error: unknown) => onError()(storeFailureOf(error, store)));
  const key = await openBackupKey(backupFolder, masterKeyOf(settings));
  const objects = objectsOf(process.env);
  const database = openDatabase({ connectionString: superuser, connectionsMax: 3, as: 'owner' });
  const outside = store && { store, keeper: keepOutside({ backupFolder, outside: store, keep: settings.backupOutside!.keep, sql: database, places: objects.places, signal: ending.signal }) };
  const places: WorkPlaces = { superuser, database, dataFolder, backupFolder, key, keep: settings.backupKeep, objects, outside, say };
  const workers = [
    startShipping({ dataFolder, backupFolder, key, onError: onError() }),
    ...(objects.places.length === 0 ? [] : [startShippingObjects(places, { signal: ending.signal, onError: onError() })]),
    ...(outside === undefined ? [] : [startSending(outside.keeper, onError())]),
    startLoop({ pollMs: LOOK_MS, onError: onError(), work: () => look(places, { settings, ending: ending.signal }) }),
  ];
  return [{
    // A long copy ends at the next file; the next start goes on from there.
    stop: async () => {
      ending.abort();
      await Promise.all(workers.map((worker) => worker.stop()));
      await database.end();
    },
  }];
}

async function look(places: WorkPlaces, { settings, ending }: { settings: Settings; ending: AbortSignal }): Promise<void> {
  const newest = listBackups(places.backupFolder).at(-1);
  const window = lastWindow(Date.now(), settings.backupAt);
  if (newest === undefined || Date.parse(newest.startedAt) < window) await askForDueBackup(places.database);
  await doNextWork(places, ending);
}

/** Of one part of the work: the same failure is said once, until another one comes. */
function telling(ending: AbortSignal, { say, backupFolder }: { say: (line: string) => void; backupFolder: string }): (error: unknown) => void {
  let said = '';
  return (met) => {
    const error = fullDiskOf(met, backupFolder);
    const text = error instanceof StartUpFailure ? `${error.text.zh} · ${error.text.en}` : describeSafely(error);
    if (ending.aborted || text === said) return;
    said = text;
    say(`备份失败，将重试 · backup failed, will be tried again: ${text}`);
  };
}

/** The whole run is not waited for: the log goes on meanwhile. */
function startSending(keeper: OutsideKeeper, onError: (error: unknown) => void): Worker {
  let [settledAt, settling] = [0, undefined as Promise<void> | undefined];
  const settle = (): void => {
    settling = keeper.settle().then(() => void (settledAt = Date.now()), onError).finally(() => void (settling = undefined));
  };
  const loop = startLoop({
    pollMs: SHIP_MS,
    onError,
    work: async () => {
      if (settling === undefined && Date.now() - settledAt >= SETTLE_MS) settle();
      await keeper.follow();
    },
  });
  return {
    stop: async () => {
      await loop.stop();
      await settling;
    },
  };
}

/** New files go to the backup folder within a minute, as the log does: a moment after the last backup has its files too. */
function startShippingObjects({ database, dataFolder, backupFolder, key, objects, outside }: WorkPlaces & { key: BackupKey }, { signal, onError }: { signal: AbortSignal; onError: (error: unknown) => void }): Worker {
  let [since, done]: [Date, ReadonlyMap<string, number>] = [new Date(Date.now() - DAY_MS - BEGUN_MS), new Map()];
  return startLoop({
    pollMs: SHIP_MS,
    onError,
    work: async () => {
      const begin = Date.now();
      done = await shipObjects({ dataFolder, backupFolder, key, sql: database, signal, say: () => undefined, onKept: (place, { copy }) => outside?.keeper.add(place, copy) }, { places: objects.places, since, done });
      since = new Date(begin - BEGUN_MS);
    },
  });
}
