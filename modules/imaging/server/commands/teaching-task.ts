import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { objectKeys } from '#platform/files/object-key.ts';
import { sealedPieces } from '#platform/files/sealed-object.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { deIdentify, isBurnedIn } from '../rules/de-identify.ts';
import { writeWhole } from '../store/objects/disk.ts';
import type { ObjectStore } from '../store/objects/object-store.ts';
import { listHashesOf } from '../store/studies.ts';
import { setTeachingExportReady } from '../store/teaching.ts';
import { TEACHING_TASK } from './export-for-teaching.ts';

const inputSchema = z.object({ studyUids: z.array(z.string()) });
const cursorSchema = z.object({ after: z.string(), secret: z.string(), written: z.number(), refused: z.number(), bytes: z.number() });
const INSTANCES_A_STEP = 20;

/** Writes copies without identity into `<folder>/<task id>/`; the secret by which UIDs are replaced ends with the task. */
export const teachingTask = ({ objects, folder }: { objects: ObjectStore; folder: string }): TaskKind =>
  taskKind({ kind: TEACHING_TASK, step: (step) => exportSome(step, { objects, folder }) });

async function exportSome({ tx, taskId, input, cursor, done, now }: TaskStep, { objects, folder }: { objects: ObjectStore; folder: string }): Promise<TaskProgress> {
  const { studyUids } = inputSchema.parse(input);
  const at = cursor === null ? { after: '', secret: randomBytes(32).toString('hex'), written: 0, refused: 0, bytes: 0 } : cursorSchema.parse(cursor);
  const rows = await listHashesOf(tx, { studyUids, after: at.after, limit: INSTANCES_A_STEP });
  if (rows.length === 0) {
    await setTeachingExportReady(tx, { id: taskId, ...at, now });
    return { done, result: { written: at.written, refusedBurnedIn: at.refused } };
  }
  let { written, refused, bytes } = at;
  for (const row of rows) {
    const file = readDicom(await objects.get(row));
    if (isBurnedIn(file)) {
      refused += 1;
      continue;
    }
    bytes += await writeCopy(tx, { folder, taskId }, deIdentify(file, at));
    written += 1;
  }
  return { cursor: { after: rows.at(-1)!.sopUid, secret: at.secret, written, refused, bytes }, done: done + rows.length };
}

/** Below this name lie the keys of all copies of one export. */
export const teachingKeysOf = (exportId: string): string => `imaging/teaching/${exportId}/`;
/** What is sealed; an older version left copies in clear, which end in `.dcm`. */
export const SEALED_COPY = '.sealed';

/** By its new UID, in a folder of its new study, sealed; a step that is done again writes the same under a new key. */
async function writeCopy(tx: Transaction, { folder, taskId }: { folder: string; taskId: string }, copy: Buffer): Promise<number> {
  const { dataSet } = readDicom(copy);
  const study = textAt(dataSet, '0020000D') ?? 'study';
  const name = textAt(dataSet, '00080018') ?? createHash('sha256').update(copy).digest('hex');
  await mkdir(join(folder, taskId, study), { recursive: true, mode: 0o700 });
  const objectId = `${teachingKeysOf(taskId)}${study}/${name}`;
  const key = (await objectKeys(tx, [objectId])).get(objectId)!;
  await writeWhole({ file: join(folder, taskId, study, `${name}${SEALED_COPY}`), incoming: join(folder, taskId, 'incoming') }, sealedPieces(key, copy));
  return copy.length;
}
