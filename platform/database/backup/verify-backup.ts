import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifySegments } from './archive.ts';
import { BASE, type Manifest } from './manifest.ts';
import { verifyObjects, type VerifyObjectsRequest } from './objects/verify-objects.ts';
import { openFile } from './sealed-file.ts';
import { unlessAway } from './source.ts';

export interface VerifiedBackup {
  readonly files: number;
  readonly segments: number;
  readonly objects: number;
  /** What is gone or not what it was. */
  readonly wrong: readonly string[];
}

/**
 * Opens every file of a backup and of its log, and reads every file of objects, each against its hash. Whether a database comes up from
 * it is shown by a restore only.
 */
export async function verifyBackup(request: VerifyObjectsRequest, manifest: Manifest): Promise<VerifiedBackup> {
  const { source, key, signal } = request;
  const folder = `${BASE}/${manifest.id}`;
  const onOne = (): void => {
    signal?.throwIfAborted();
    request.onOne?.();
  };
  const wrong: string[] = [];
  const aside = await mkdtemp(join(tmpdir(), 'yigong-verify-'));
  try {
    for (const { path, sha256 } of manifest.files) {
      onOne();
      const found = await source.withFile(`${folder}/files/${path}`, (file) => openFile(key, { source: file, target: join(aside, 'file'), name: path })).catch((error: unknown) => unlessAway(error, undefined));
      if (found !== sha256) wrong.push(`files/${path}`);
    }
    const log = await verifySegments(key, { ...manifest, source, aside, onOne });
    wrong.push(...log.wrong.map((name) => `wal/${name}`));
    const objects = manifest.objects === undefined ? undefined : await verifyObjects({ ...request, onOne }, { folder, list: manifest.objects.list }).catch((error: unknown) => void wrong.push(unlessAway(error, 'objects.list')));
    wrong.push(...[...(objects?.missing ?? []), ...(objects?.damaged ?? [])].map((name) => `objects/${name}`));
    return { files: manifest.files.length, segments: log.segments, objects: objects?.files ?? 0, wrong };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
