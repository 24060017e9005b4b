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
import { TEACHING_TASK } from './export-for-teaching.ts';

const inputSchema = z.object({ studyUids: z.array(z.string()) });
const cursorSchema = z.object({ after: z.string(), secret: z.string(), written: z.number(), refused: z.number() });
const INSTANCES_A_STEP = 20;

/** Writes copies without identity into `<folder>/<task id>/`; the secret by which UIDs are replaced ends with the task. */
export const teachingTask = ({ objects, folder }: { objects: ObjectStore; folder: string }): TaskKind =>
  taskKind({ kind: TEACHING_TASK, step: (step) => exportSome(step, { objects, folder }) });

async function exportSome({ tx, taskId, input, cursor, done }: TaskStep, { objects, folder }: { objects: ObjectStore; folder: string }): Promise<TaskProgress> {
  const { studyUids } = inputSchema.parse(input);
  const at = cursor === null ? { after: '', secret: randomBytes(32).toString('hex'), written: 0, refused: 0 } : cursorSchema.parse(cursor);
  const rows = await listHashesOf(tx, { studyUids, after: at.after, limit: INSTANCES_A_STEP });
  if (rows.length === 0) return { done, result: { folder: join('teaching', taskId), written: at.written, refusedBurnedIn: at.refused } };
  let { written, refused } = at;
  for (const row of rows) {
    const file = readDicom(await objects.get(row));
    if (isBurnedIn(file)) {
      refused += 1;
      continue;
    }
    const copy = deIdentify(file, at);
    const name = textAt(readDicom(copy).dataSet, '00080018') ?? createHash('sha256').update(copy).digest('hex');
    await mkdir(join(folder, taskId), { recursive: true });
    await writeFile(join(folder, taskId, `${name}.part`), copy, { mode: 0o600 });
    await rename(join(folder, taskId, `${name}.part`), join(folder, taskId, `${name}.dcm`));
    written += 1;
  }
  return { cursor: { after: rows.at(-1)!.sopUid, secret: at.secret, written, refused }, done: done + rows.length };
}
