import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { deIdentify, isBurnedIn } from '../rules/de-identify.ts';
import type { ObjectStore } from '../store/objects.ts';
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
    bytes += await writeCopy(join(folder, taskId), deIdentify(file, at));
    written += 1;
  }
  return { cursor: { after: rows.at(-1)!.sopUid, secret: at.secret, written, refused, bytes }, done: done + rows.length };
}

/** By its new UID, in a folder of its new study; a step that is done again writes the same. */
async function writeCopy(folder: string, copy: Buffer): Promise<number> {
  const { dataSet } = readDicom(copy);
  const study = join(folder, textAt(dataSet, '0020000D') ?? 'study');
  const name = textAt(dataSet, '00080018') ?? createHash('sha256').update(copy).digest('hex');
  await mkdir(study, { recursive: true, mode: 0o700 });
  await writeFile(join(study, `${name}.part`), copy, { mode: 0o600 });
  await rename(join(study, `${name}.part`), join(study, `${name}.dcm`));
  return copy.length;
}
