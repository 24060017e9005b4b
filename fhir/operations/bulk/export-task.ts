import { sightOf } from '#platform/access/sight.ts';
import { sightedWithin } from '#platform/database/transaction.ts';
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Subject } from '#platform/access/subject.ts';
import { findFileKey, forgetFileKeys, newFileKey, type FileKey } from '#platform/files/file-key.ts';
import { appendSealed } from '#platform/files/sealed-file.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { subsetText } from '../../interactions/subset.ts';
import { filtersOf } from './type-filters.ts';
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
  /** `Patient.name` or `id`: the elements that come out. */
  elements: z.array(z.string()).default([]),
  /** `Condition?code=x`: of these types only what one of their queries finds. */
  typeFilters: z.array(z.string()).default([]),
});
export type ExportInput = z.input<typeof exportInputSchema>;

/** `bytes` on disk, where the file is sealed. */
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

/** The name of a file's key; without a type how those of all its files begin. */
export const exportFileId = (taskId: string, type?: string): string => `export/${taskId}/${type === undefined ? '' : `${type}/`}`;

/** Writes one sealed NDJSON file a type below `folder/<task>`; killed at any moment, it goes on after the last kept step. */
export const exportTask = (folder: string): TaskKind =>
  taskKind({ kind: EXPORT_TASK, step: (step) => stepExport(folder, step) });

async function stepExport(folder: string, step: TaskStep): Promise<TaskProgress> {
  const input = exportInputSchema.parse(step.input);
  const subject = subjectOf(input.subject);
  let cursor = await cursorOf(step);
  if (step.cursor === null) await removeOldExports(step, folder);
  const target = exportFolderOf(folder, step.taskId);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  let left = STEP_ROWS;
  while (left > 0 && cursor.at < input.types.length) {
    const type = input.types[cursor.at]!;
    const rows = await readExportRows(sightedWithin(step.tx, sightOf(subject)), { ...input, subject, type, filters: filtersOf(input.typeFilters, type), now: step.now, after: cursor.after, limit: left });
    const files = rows.length === 0 ? cursor.files : await append(step, target, { files: cursor.files, type, lines: rows.map((row) => narrowed(row.content, elementsOf(input.elements, type))) });
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

const elementsOf = (elements: readonly string[], type: string): string[] => elements.filter((element) => !/^[A-Z]/.test(element) || element.startsWith(`${type}.`));

const narrowed = (content: string, elements: readonly string[]): string => (elements.length === 0 ? content : subsetText(content, { summary: 'false', elements }));

/** Where the last kept step ended. An export whose files an older version began in clear is begun anew. */
async function cursorOf({ tx, taskId, cursor }: TaskStep): Promise<Cursor> {
  const nothing: Cursor = { at: 0, after: null, files: [] };
  const kept = cursor === null ? nothing : cursorSchema.parse(cursor);
  for (const { type } of kept.files) if ((await findFileKey(tx, exportFileId(taskId, type))) === undefined) return nothing;
  return kept;
}

interface Appended {
  readonly files: readonly ExportFile[];
  readonly type: string;
  readonly lines: readonly string[];
}

/** On disk before the cursor is committed: a crash leaves at most a tail, and the next step cuts that off. The key of a new file is committed with the cursor. */
async function append({ tx, taskId }: TaskStep, folder: string, { files, type, lines }: Appended): Promise<ExportFile[]> {
  const before = files.find((file) => file.type === type);
  const key: FileKey = (before && (await findFileKey(tx, exportFileId(taskId, type)))) ?? (await newFileKey(tx, exportFileId(taskId, type)));
  const path = join(folder, `${type}.ndjson`);
  const size = before?.bytes ?? 0;
  const handle = openSync(path, existsSync(path) ? 'r+' : 'w', 0o600);
  try {
    ftruncateSync(handle, size);
    const bytes = appendSealed(handle, { key, size }, Buffer.from(`${lines.join('\n')}\n`));
    fsyncSync(handle);
    return [...files.filter((file) => file.type !== type), { type, count: (before?.count ?? 0) + lines.length, bytes }];
  } finally {
    closeSync(handle);
  }
}

async function removeOldExports({ tx, now }: TaskStep, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now.getTime() - statSync(path).mtimeMs <= KEEP_DAYS * DAY_MS) continue;
    rmSync(path, { recursive: true, force: true });
    await forgetFileKeys(tx, exportFileId(name));
  }
}
