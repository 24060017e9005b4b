import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteCheck } from '#platform/database/backup/checks.ts';
import { drillRestore } from '#platform/database/backup/drill-restore.ts';
import { listBackupsOf, type Manifest } from '#platform/database/backup/manifest.ts';
import type { ObjectsToKeep } from '#platform/database/backup/objects/object-place.ts';
import type { OutsideKeeper } from '#platform/database/backup/outside/keep-outside.ts';
import { outsideSource, storeFailureOf, type Outside } from '#platform/database/backup/outside/outside-store.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { folderSource, type BackupSource } from '#platform/database/backup/source.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { verifyBackup, type VerifyStand } from '#platform/database/backup/verify-backup.ts';
import type { Database } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { claimWork, endWork, tellWork, type WholeWork } from '#platform/jobs/whole-work.ts';
import type { Text } from '#platform/kernel/problem.ts';
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
  /** What an earlier process told last. */
  readonly stand: unknown;
  readonly tell: (told: Parameters<typeof tellWork>[2]) => void;
}

const TELL_MS = 1_000;
const BEGUN_MAX = 3;
const KEPT_DYING: Text = { zh: '服务在此作业进行中结束了三次，已不再重新开始。请查看服务日志后再试。', en: 'The server ended three times while it did this, and does not begin it again. Look at its log, then try again.' };
/** A backup is taken when it is in its folder. A store that takes longer than this gets it while the next work may begin. */
const SENDING_MS_MAX = 600_000;

/** Does what was asked for longest, if anything; `ending` stops it so that the next start goes on with it. */
export async function doNextWork(places: WorkPlaces, ending: AbortSignal): Promise<void> {
  const { database } = places;
  const work = await claimWork(database, Object.values(BACKUP_WORK));
  if (work === undefined) return;
  if (work.isCancelRequested) return endWork(database, work, { state: 'cancelled' });
  if (work.begun >= BEGUN_MAX) return endWork(database, work, { state: 'failed', error: KEPT_DYING.en, result: { problem: KEPT_DYING } });
  await watched(places, work, ending);
}

async function watched(places: WorkPlaces, work: WholeWork, ending: AbortSignal): Promise<void> {
  const { database, say } = places;
  const [stopping, ended] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([ending, stopping.signal]);
  let told: Parameters<typeof tellWork>[2] = { stage: 'begun', done: 0, total: null, stand: work.stand };
  const telling = tellOn(async () => {
    if (await tellWork(database, work.taskId, told)) stopping.abort();
  }, ended.signal);
  try {
    const result = await WORK[work.kind as BackupWork](places, work.input as BackupWorkInput, { signal, stand: work.stand, tell: (next) => void (told = next) });
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
    const manifest = await takeBackup({ connectionString: superuser, dataFolder, backupFolder, key, keep, objects, signal, say: () => undefined, onProgress: (done, total) => tell({ stage: 'taking', done, total }) });
    const seconds = (Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000;
    say(`已备份 · backup ${manifest.id}: ${Math.round(manifest.bytes / 1024 / 1024)} MB, ${seconds} s`);
    if (places.outside !== undefined) await waitForSending(places.outside.keeper, { signal, tell });
    return { id: manifest.id, seconds };
  },
  [BACKUP_WORK.verify]: async (places, { where, depth = 'read' }, { signal, stand: former, tell }) => {
    const begun = former as { beganMs: number; check: VerifyStand } | null;
    const [source, manifest] = await newestOf(places, where, { signal, id: begun?.check.id });
    const stand = begun?.check.id === manifest.id ? begun : undefined;
    const beganMs = stand?.beganMs ?? Date.now();
    const total = manifest.files.length + (manifest.objects?.places.reduce((sum, { files }) => sum + files, 0) ?? 0);
    const onStand = (check: VerifyStand): void => {
      const done = check.files + check.objects + check.segments;
      tell({ stage: 'verifying', done, total: Math.max(done, total), stand: { beganMs, check } });
    };
    const found = await verifyBackup({ source, key: places.key, places: places.objects.places, depth, say: () => undefined, signal, stand: stand?.check, onStand }, manifest);
    const seconds = (Date.now() - beganMs) / 1000;
    const count = found.files + found.segments + found.objects;
    noteCheck(places.backupFolder, manifest.id, { kind: depth === 'read' ? 'files' : 'listed', where, at: new Date().toISOString(), seconds, count, wrong: found.wrongCount });
    return { id: manifest.id, seconds, count, wrong: found.wrongCount, names: found.wrong.slice(0, 20) };
  },
  [BACKUP_WORK.drill]: async (places, { where }, { signal, tell }) => {
    const [source, manifest] = await newestOf(places, where, { signal });
    const report = await drillRestore({ source, key: places.key, dataFolder: places.dataFolder, id: manifest.id, say: () => undefined, signal, onProgress: (done, total) => tell({ stage: 'restoring', done, total }) });
    const seconds = report.seconds.copy + report.seconds.verify + report.seconds.replay;
    noteCheck(places.backupFolder, manifest.id, { kind: 'rows', where, at: new Date().toISOString(), seconds, count: report.rows, wrong: 0 });
    return { ...report, seconds, parts: report.seconds };
  },
};

/** Whoever stops it does not take the backup away: it goes outside with the next run. That it is not there yet is told by the state of the store. */
async function waitForSending(keeper: OutsideKeeper, { signal, tell }: Pick<Watched, 'signal' | 'tell'>): Promise<void> {
  tell({ stage: 'sending', done: 0, total: null });
  const [sent, waited] = [new AbortController(), AbortSignal.timeout(SENDING_MS_MAX)];
  const sending = keeper.settle((done, total) => tell({ stage: 'sending', done, total })).catch(() => undefined).finally(() => sent.abort());
  const given = AbortSignal.any([sent.signal, waited, signal]);
  await Promise.race([sending, given.aborted ? undefined : once(given, 'abort')]);
}

/** The newest, or the one that was begun with where it is there still. */
async function newestOf({ backupFolder, outside }: WorkPlaces, where: BackupWorkInput['where'], { signal, id }: { signal: AbortSignal; id?: string | undefined }): Promise<[BackupSource, Manifest]> {
  const source = where === 'outside' && outside !== undefined ? outsideSource(outside.store, { signal, nearer: backupFolder }) : folderSource(backupFolder);
  const backups = await listBackupsOf(source);
  const newest = backups.find((each) => each.id === id) ?? backups.at(-1);
  if (newest !== undefined) return [source, newest];
  throw new StartUpFailure('backup-not-found', { zh: `${source.name} 中还没有备份。`, en: `There is no backup in ${source.name} yet.` });
}
