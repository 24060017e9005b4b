import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gapsIn, neededOf, pathOfSegment, sealedNameOf } from './archive.ts';
import { eachOf } from './copies-at-once.ts';
import { BASE, type Manifest } from './manifest.ts';
import { verifyObjects, type VerifyObjectsRequest } from './objects/verify-objects.ts';
import { openFrom, unlessAway, type BackupSource } from './source.ts';
import { SECRETS_NAME } from './take-backup.ts';

export interface VerifiedBackup {
  readonly files: number;
  readonly segments: number;
  readonly objects: number;
  /** What is gone or not what it was: the first thousand. */
  readonly wrong: readonly string[];
  readonly wrongCount: number;
}

/** How far a check has come: a process that ends goes on from there. */
export interface VerifyStand {
  readonly id: string;
  readonly files: number;
  readonly objects: number;
  /** The last of the log that was looked at; empty before the first. */
  readonly segment: string;
  readonly segments: number;
  readonly wrong: readonly string[];
  readonly wrongCount: number;
}

export interface VerifyRequest extends VerifyObjectsRequest {
  /** What a check before came to. */
  readonly stand?: VerifyStand | undefined;
  /** Told after every batch. */
  readonly onStand?: ((stand: VerifyStand) => void) | undefined;
}

const WRONG_MAX = 1_000;
const BATCH = 64;
/** A store far away is asked for some at once. */
const READ_AT_ONCE = 4;

type Standing = { -readonly [Each in keyof VerifyStand]: VerifyStand[Each] extends readonly string[] ? string[] : VerifyStand[Each] };

interface Looking extends VerifyRequest {
  readonly manifest: Manifest;
  readonly standing: Standing;
  readonly told: () => void;
  readonly note: (names: readonly string[]) => void;
  /** Whether one file opens; `sha256` of what must come out. */
  readonly opens: (path: string, name: string, sha256?: string) => Promise<boolean>;
}

/**
 * Looks whether everything of a backup, of its log and of its files is there. `read` opens each against its hash; `listed` asks the lists alone, which cost a request
 * for every thousand files. Whether a database comes up from it is shown by a restore only.
 */
export async function verifyBackup(request: VerifyRequest, manifest: Manifest): Promise<VerifiedBackup> {
  const { source, stand, signal } = request;
  const standing: Standing = stand === undefined ? { id: manifest.id, files: 0, objects: 0, segment: '', segments: 0, wrong: [], wrongCount: 0 } : { ...stand, wrong: [...stand.wrong] };
  const aside = await mkdtemp(join(tmpdir(), 'yigong-verify-'));
  const looking: Looking = {
    ...request, manifest, standing,
    told: () => {
      signal?.throwIfAborted();
      request.onStand?.({ ...standing, wrong: [...standing.wrong] });
    },
    note: (names) => {
      standing.wrongCount += names.length;
      standing.wrong.push(...names.slice(0, WRONG_MAX - standing.wrong.length));
    },
    opens: async (path, name, sha256) => {
      const target = join(aside, randomBytes(12).toString('hex'));
      const found = await openFrom(source, request.key, { path, target, name }).catch((error: unknown) => sendAgain(error, source, path)).finally(() => rm(target, { force: true }));
      return found !== undefined && (sha256 === undefined || found === sha256);
    },
  };
  try {
    if (request.depth === 'listed') await listFiles(looking);
    else await readFiles(looking);
    await lookAtObjects(looking);
    await lookAtLog(looking);
    return { files: standing.files, segments: standing.segments, objects: standing.objects, wrong: standing.wrong, wrongCount: standing.wrongCount };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Only what was read and is damaged: a store that is away says nothing of its files. */
async function sendAgain(error: unknown, source: BackupSource, path: string): Promise<undefined> {
  unlessAway(error, undefined);
  if ((error as { code?: string }).code === 'backup-damaged') await source.sendAgain(path);
}

/** The passwords too: without them nobody enters what was restored. */
async function listFiles({ source, manifest: { id, files }, standing, note, told }: Looking): Promise<void> {
  if (standing.files > 0) return;
  const there = await source.below(`${BASE}/${id}`);
  const wanted = [...files.map(({ path }) => `files/${path}`), SECRETS_NAME];
  note(wanted.filter((path) => !((there.get(`${BASE}/${id}/${path}`) ?? 0) > 0)));
  standing.files = wanted.length;
  told();
}

async function readFiles({ manifest, standing, note, opens, told }: Looking): Promise<void> {
  const folder = `${BASE}/${manifest.id}`;
  const wanted = [...manifest.files.map(({ path, sha256 }) => ({ path: `files/${path}`, name: path, sha256 })), { path: SECRETS_NAME, name: SECRETS_NAME, sha256: undefined }];
  while (standing.files < wanted.length) {
    const batch = wanted.slice(standing.files, standing.files + BATCH);
    await eachOf(batch, async ({ path, name, sha256 }) => {
      if (!(await opens(`${folder}/${path}`, name, sha256))) note([path]);
    }, READ_AT_ONCE);
    standing.files += batch.length;
    told();
  }
}

async function lookAtObjects(looking: Looking): Promise<void> {
  const { manifest: { id, objects }, standing, note, told } = looking;
  if (objects === undefined || standing.segment !== '') return;
  const after = standing.objects;
  await verifyObjects({ ...looking, after, onBatch: ({ files, wrong }) => {
    note(wrong.map((name) => `objects/${name}`));
    standing.objects += files;
    told();
  } }, { folder: `${BASE}/${id}`, list: objects.list }).catch((error: unknown) => note(unlessAway(error, ['objects.list'])));
}

/** Last, because it grows meanwhile. */
async function lookAtLog({ source, manifest, standing, depth, note, opens, told }: Looking): Promise<void> {
  const files = await source.names('wal');
  const needed = neededOf(files, manifest.firstSegment);
  if (standing.segment === '') note([...new Set([manifest.firstSegment, manifest.lastSegment].filter((name) => !needed.includes(name)).concat(gapsIn(needed)))].map((name) => `wal/${name}`));
  const rest = needed.filter((name) => name > standing.segment).sort();
  for (let at = 0; at < rest.length; at += BATCH) {
    const batch = rest.slice(at, at + BATCH);
    if (depth === 'read') {
      await eachOf(batch, async (name) => {
        if (!(await opens(pathOfSegment(name), sealedNameOf(name)))) note([`wal/${name}`]);
      }, READ_AT_ONCE);
    }
    standing.segments += batch.length;
    standing.segment = batch.at(-1)!;
    told();
  }
}
