import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { WAL } from '../archive.ts';
import type { Manifest } from '../manifest.ts';
import type { CopyName, ObjectPlace } from '../objects/object-place.ts';
import { storeFailureOf } from './outside-store.ts';
import { pruneOutside } from './prune-outside.ts';
import { readOutsideState, writeOutsideState, type OutsideState } from './outside-state.ts';
import { sendBackups, sendLog, type SendRequest } from './send-backups.ts';
import { sendCopy, sendObjects } from './send-objects.ts';

export interface KeepOutsideRequest extends SendRequest {
  readonly keep: number;
  readonly sql: Sql;
  readonly places: readonly ObjectPlace[];
}

/** Keeps the store outside up to what the backup folder holds. One whole run at a time; the log goes there meanwhile. */
export interface OutsideKeeper {
  /** Log and new files of objects: often. */
  follow(): Promise<void>;
  /** Everything, and what is kept too long goes: after each backup, and once in a while. */
  settle(onProgress?: SendRequest['onProgress']): Promise<void>;
  /** A copy that came into the backup folder. */
  add(place: ObjectPlace, copy: CopyName): void;
}

const WAITING_MAX = 100_000;

export function keepOutside(request: KeepOutsideRequest): OutsideKeeper {
  const { backupFolder } = request;
  const waiting: { place: ObjectPlace; copy: CopyName }[] = [];
  let sent = new Set<string>();
  const [inTurn, logInTurn] = [turns(), turns()];
  let isSettling = false;
  const followLog = (): Promise<void> => logInTurn(async () => {
    const logUntil = newestSegmentAt(backupFolder);
    await sendLog(request, sent);
    noteLog(request, logUntil);
  });
  const sendWaiting = async (): Promise<void> => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      await sendCopy(request, next.place, next.copy);
      waiting.shift();
    }
  };
  return {
    add: (place, copy) => {
      // Beyond it the next whole run finds them.
      if (waiting.length < WAITING_MAX) waiting.push({ place, copy });
    },
    // A first whole run may take days: the log does not wait for it, new files do.
    follow: () => told(request, async () => {
      await followLog();
      if (isSettling) return;
      await inTurn(sendWaiting);
      noteState(request);
    }),
    settle: (onProgress) => inTurn(() => told(request, async () => {
      isSettling = true;
      try {
        await logInTurn(async () => void (sent = new Set()));
        await followLog();
        await sendWaiting();
        await sendObjects(request, request.places);
        await sendBackups({ ...request, onProgress }, { keep: request.keep, sent });
        noteState(request, await pruneOutside(request));
      } finally {
        isSettling = false;
      }
    })),
  };
}

/** One after the other, whatever became of the one before. */
function turns(): (work: () => Promise<void>) => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = running.then(work);
    running = mine.catch(() => undefined);
    return mine;
  };
}

/** Keeps for whoever asks why a run failed, in words that say what to do, and since when. */
async function told(request: KeepOutsideRequest, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = storeFailureOf(error, request.outside);
    if (!request.signal?.aborted) noteFailure(request, failure instanceof StartUpFailure ? failure.text : OWN_FAILURE);
    throw failure;
  }
}

const OWN_FAILURE: Text = { zh: '本机无法读取备份目录，详见服务日志。', en: 'The backup folder cannot be read on this machine; see the log of the server.' };

const stateOf = ({ backupFolder, outside }: KeepOutsideRequest): OutsideState => readOutsideState(backupFolder, outside.name) ?? { place: outside.name, at: null, backups: [], logUntil: null, failure: null };

function noteState(request: KeepOutsideRequest, backups?: readonly Manifest[]): void {
  const state = stateOf(request);
  const listed = backups?.map(({ id, restorePointAt, finishedAt, bytes }) => ({ id, restorePointAt, finishedAt, bytes }));
  writeOutsideState(request.backupFolder, { ...state, at: new Date().toISOString(), backups: listed ?? state.backups, failure: null });
}

function noteLog(request: KeepOutsideRequest, logUntil: string | null): void {
  const state = stateOf(request);
  if (logUntil !== null) writeOutsideState(request.backupFolder, { ...state, logUntil });
}

function noteFailure(request: KeepOutsideRequest, text: Text): void {
  const state = stateOf(request);
  writeOutsideState(request.backupFolder, { ...state, failure: { since: state.failure?.since ?? new Date().toISOString(), text } });
}

/** When the newest segment of the log came into the backup folder; names of segments are in the order of the log. */
export function newestSegmentAt(backupFolder: string): string | null {
  try {
    const newest = readdirSync(join(backupFolder, WAL)).filter((name) => name.endsWith('.sealed')).sort().at(-1);
    return newest === undefined ? null : statSync(join(backupFolder, WAL, newest)).mtime.toISOString();
  } catch {
    return null;
  }
}
