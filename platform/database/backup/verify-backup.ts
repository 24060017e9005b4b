import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifySegments } from './archive.ts';
import { folderOf, type Manifest } from './manifest.ts';
import { verifyObjects, type VerifyObjectsRequest } from './objects/verify-objects.ts';
import { openFile } from './sealed-file.ts';

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
  const { backupFolder, key } = request;
  const folder = folderOf(backupFolder, manifest.id);
  const wrong: string[] = [];
  const aside = await mkdtemp(join(tmpdir(), 'yigong-verify-'));
  try {
    for (const { path, sha256 } of manifest.files) {
      const found = await openFile(key, { source: join(folder, 'files', path), target: join(aside, 'file'), name: path }).catch(() => undefined);
      if (found !== sha256) wrong.push(`files/${path}`);
    }
    const log = await verifySegments(key, { ...manifest, backupFolder, aside });
    wrong.push(...log.wrong.map((name) => `wal/${name}`));
    const objects = manifest.objects === undefined ? undefined : await verifyObjects(request, { folder, list: manifest.objects.list }).catch(() => void wrong.push('objects.list'));
    wrong.push(...[...(objects?.missing ?? []), ...(objects?.damaged ?? [])].map((name) => `objects/${name}`));
    return { files: manifest.files.length, segments: log.segments, objects: objects?.files ?? 0, wrong };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
