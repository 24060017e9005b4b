import { setTimeout as sleep } from 'node:timers/promises';
import { noteCheck } from '#platform/database/backup/checks.ts';
import { drillRestore } from '#platform/database/backup/drill-restore.ts';
import { listBackupsOf } from '#platform/database/backup/manifest.ts';
import type { ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import type { OutsideKeeper } from '#platform/database/backup/outside/keep-outside.ts';
import { outsideSource, storeFailureOf, type Outside } from '#platform/database/backup/outside/outside-store.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { folderSource, type BackupSource } from '#platform/database/backup/source.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import type { Database } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { claimWork, endWork, tellWork, type WholeWork } from '#platform/jobs/whole-work.ts';
import { BACKUP_WORK, type BackupWork, type BackupWorkInput } from '#platform/monitoring/backups/backup-work.ts';

export interface WorkPlaces {
  /** Of the superuser, to the database of the house. */
  readonly superuser: string;
  readonly database: Database;
  readonly dataFolder: string;
  readonly backupFolder: string;
  readonly key: BackupKey;
  readonly keep: number;
  readonly objects: ObjectsToKeep;
  readonly outside: { readonly store: Outside; readonly keeper: OutsideKeeper } | undefined;
  readonly say: (line: string) => void;
}

interface Watched {
  readonly signal: AbortSignal;
  readonly tell: (stage: string, done: number, total: number | null) => void;
}

const TELL_MS = 1_000;
const BEGUN_MAX = 3;
/** Another process died while it did this. */
const KEPT_DYING = 'the process ended three times while it did this';

/** Does what was asked for longest, if anything; `ending` stops it so that the next start goes on with it. */
export async function doNextWork(places: WorkPlaces, ending: AbortSignal): Promise<void> {
  const { database } = places;
  const work = await claimWork(database, Object.values(BACKUP_WORK));
  if (work === undefined) return;
  if (work.isCancelRequested) return endWork(database, work, { state: 'cancelled' });
  if (work.begun >= BEGUN_MAX) return endWork(database, work, { state: 'failed', error: KEPT_DYING });
  await watched(places, work, ending);
}

async function watched(places: WorkPlaces, work: WholeWork, ending: AbortSignal): Promise<void> {
  const { database, say } = places;
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([ending, stopping.signal]);
  let stand: { stage: string; done: number; total: number | null } = { stage: 'begun', done: 0, total: null };
  const telling = tellOn(async () => {
    if (await tellWork(database, work.taskId, stand)) stopping.abort();
  }, ended.signal);
  try {
    const result = await WORK[work.kind as BackupWork](places, work.input as BackupWorkInput, { signal, tell: (stage, done, total) => void (stand = { stage, done, total }) });
    ended.abort();
    await telling;
    await endWork(database, work, { state: 'done', result });
  } catch (error) {
    ended.abort();
    await telling;
    // What the end of the process broke off stays asked for.
    if (ending.aborted) return;
    if (stopping.signal.aborted) return endWork(database, work, { state: 'cancelled' });
    const failure = places.outside === undefined ? error : storeFailureOf(error, places.outside.store);
    const text = failure instanceof StartUpFailure ? failure.text : undefined;
    say(`备份作业失败 · backup work failed: ${text === undefined ? describeSafely(error) : `${text.zh} · ${text.en}`}`);
    await endWork(database, work, { state: 'failed', error: describeSafely(error), ...(text === undefined ? {} : { result: { problem: text } }) });
  }
}

async function tellOn(tell: () => Promise<void>, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await tell().catch(() => undefined);
    await sleep(TELL_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}

const WORK: Readonly<Record<BackupWork, (places: WorkPlaces, input: BackupWorkInput, watched: Watched) => Promise<Record<string, unknown>>>> = {
  [BACKUP_WORK.take]: async (places, _, { signal, tell }) => {
    const { superuser, dataFolder, backupFolder, key, keep, objects, say } = places;
    const manifest = await takeBackup({ connectionString: superuser, dataFolder, backupFolder, key, keep, objects, signal, say: () => undefined, onProgress: (done, total) => tell('taking', done, total) });
    const seconds = (Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000;
    say(`已备份 · backup ${manifest.id}: ${Math.round(manifest.bytes / 1024 / 1024)} MB, ${seconds} s`);
    // The backup is taken; that it is not outside yet is told by the state of the store, and tried again.
    tell('sending', 0, null);
    await places.outside?.keeper.settle((done, total) => tell('sending', done, total)).catch(() => undefined);
    signal.throwIfAborted();
    return { id: manifest.id, seconds };
  },
  [BACKUP_WORK.verify]: async (places, { where }, { signal, tell }) => {
    const [source, manifest] = await newestOf(places, where, signal);
    const begin = Date.now();
    let done = 0;
    const total = manifest.files.length + (manifest.objects?.places.reduce((sum, { files }) => sum + files, 0) ?? 0);
    const found = await verifyBackup({ source, key: places.key, places: places.objects.places, say: () => undefined, signal, onOne: () => tell('verifying', (done += 1), Math.max(done, total)) }, manifest);
    const seconds = (Date.now() - begin) / 1000;
    noteCheck(places.backupFolder, manifest.id, { kind: 'files', where, at: new Date().toISOString(), seconds, count: found.files + found.segments + found.objects, wrong: found.wrong.length });
    return { id: manifest.id, seconds, count: found.files + found.segments + found.objects, wrong: found.wrong.length, names: found.wrong.slice(0, 20) };
  },
  [BACKUP_WORK.drill]: async (places, { where }, { signal, tell }) => {
    const [source, manifest] = await newestOf(places, where, signal);
    const report = await drillRestore({ source, key: places.key, dataFolder: places.dataFolder, id: manifest.id, say: () => undefined, signal, onProgress: (done, total) => tell('restoring', done, total) });
    const seconds = report.seconds.copy + report.seconds.verify + report.seconds.replay;
    noteCheck(places.backupFolder, manifest.id, { kind: 'rows', where, at: new Date().toISOString(), seconds, count: report.rows, wrong: 0 });
    return { ...report, seconds, parts: report.seconds };
  },
};

async function newestOf({ backupFolder, outside }: WorkPlaces, where: BackupWorkInput['where'], signal: AbortSignal): Promise<[BackupSource, Awaited<ReturnType<typeof listBackupsOf>>[number]]> {
  const source = where === 'outside' && outside !== undefined ? outsideSource(outside.store, signal) : folderSource(backupFolder);
  const newest = (await listBackupsOf(source)).at(-1);
  if (newest !== undefined) return [source, newest];
  throw new StartUpFailure('backup-not-found', { zh: `${source.name} 中还没有备份。`, en: `There is no backup in ${source.name} yet.` });
}
