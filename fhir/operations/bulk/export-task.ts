import { sightOf } from '#platform/access/sight.ts';
import { sightedWithin } from '#platform/database/transaction.ts';
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Subject } from '#platform/access/subject.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { readExportRows, type ExportPlace } from '../../repository/export-rows.ts';

export const EXPORT_TASK = 'fhir.export';

/** Resources of one step: some megabytes, less than a second. */
const STEP_ROWS = 5_000;
const KEEP_DAYS = 7;
const DAY_MS = 86_400_000;

const subjectSchema = z.object({
  kind: z.enum(['staff', 'resident', 'client', 'system']),
  id: z.string(),
  name: z.string(),
  organisationId: z.string().nullable(),
  organisationIds: z.array(z.string()),
  personId: z.string().nullable(),
  everyOrganisation: z.boolean(),
});

/** What is kept of the request: enough to pass the gate again at every step. */
export const exportInputSchema = z.object({
  subject: subjectSchema,
  /** The address that was asked, for the manifest. */
  request: z.string(),
  transactionTime: z.string(),
  types: z.array(z.string()),
  since: z.string().nullable(),
  personIds: z.array(z.string()).nullable(),
  ofPersons: z.boolean(),
});
export type ExportInput = z.infer<typeof exportInputSchema>;

const fileSchema = z.object({ type: z.string(), count: z.number(), bytes: z.number() });
const cursorSchema = z.object({
  /** Index of the type under way. */
  at: z.number(),
  after: z.object({ at: z.string(), key: z.string() }).nullable(),
  /** What is on disk for good; anything beyond is of a step that was never kept. */
  files: z.array(fileSchema),
});
type Cursor = z.infer<typeof cursorSchema>;
export type ExportFile = z.infer<typeof fileSchema>;

export const filesOf = (cursor: unknown): readonly ExportFile[] => (cursor === null ? [] : cursorSchema.parse(cursor).files);

export const exportFolderOf = (folder: string, taskId: string): string => join(folder, taskId);

/** Writes one NDJSON file a type below `folder/<task>`; killed at any moment, it goes on after the last kept step. */
export const exportTask = (folder: string): TaskKind =>
  taskKind({ kind: EXPORT_TASK, step: (step) => stepExport(folder, step) });

async function stepExport(folder: string, step: TaskStep): Promise<TaskProgress> {
  const input = exportInputSchema.parse(step.input);
  const subject = subjectOf(input.subject);
  let cursor: Cursor = step.cursor === null ? { at: 0, after: null, files: [] } : cursorSchema.parse(step.cursor);
  if (step.cursor === null) removeOldExports(folder, step.now);
  const target = exportFolderOf(folder, step.taskId);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  let left = STEP_ROWS;
  while (left > 0 && cursor.at < input.types.length) {
    const type = input.types[cursor.at]!;
    const rows = await readExportRows(sightedWithin(step.tx, sightOf(subject)), { ...input, subject, type, after: cursor.after, limit: left });
    const files = rows.length === 0 ? cursor.files : append(target, cursor.files, { type, lines: rows.map((row) => row.content) });
    const isOver = rows.length < left;
    const last = rows.at(-1);
    const after: ExportPlace | null = isOver || last === undefined ? null : { at: last.at, key: last.key };
    cursor = { at: isOver ? cursor.at + 1 : cursor.at, after, files };
    left -= rows.length;
  }
  const done = cursor.files.reduce((sum, file) => sum + file.count, 0);
  if (cursor.at < input.types.length) return { cursor, done };
  return { cursor, done, result: { resources: done, files: cursor.files.length } };
}

const subjectOf = (kept: ExportInput['subject']): Subject => ({ ...kept, fhirReference: null, roles: [], permissions: new Set(), scopes: [] });

/** On disk before the cursor is committed: a crash leaves at most a tail, and the next step cuts that off. */
function append(folder: string, files: readonly ExportFile[], { type, lines }: { type: string; lines: readonly string[] }): ExportFile[] {
  const before = files.find((file) => file.type === type) ?? { type, count: 0, bytes: 0 };
  const data = Buffer.from(`${lines.join('\n')}\n`);
  const handle = openSync(join(folder, `${type}.ndjson`), existsSync(join(folder, `${type}.ndjson`)) ? 'r+' : 'w', 0o600);
  try {
    ftruncateSync(handle, before.bytes);
    writeSync(handle, data, 0, data.length, before.bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return [...files.filter((file) => file.type !== type), { type, count: before.count + lines.length, bytes: before.bytes + data.length }];
}

function removeOldExports(folder: string, now: Date): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now.getTime() - statSync(path).mtimeMs > KEEP_DAYS * DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}
