import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemSubject } from '#platform/access/subject.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { mapInSlices } from '#platform/jobs/slices.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { brokenClaims } from '#fhir/profiles/claimed.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { findManaged, loadBatch } from '../../repository/bulk.ts';
import type { ResourceWrite } from '../../repository/resource-write.ts';
import { fetchFile } from './fetch-file.ts';
import { sourceSchema } from './import-input.ts';
import { announceWritten } from '../../subscriptions/register.ts';

export const IMPORT_TASK = 'fhir.import';

/** The most that one line may hold. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;
/** Whole lines of one step; a hundred or two of resources, so that what cannot be cut into slices, and collecting what a step leaves, stays short too. */
const STEP_BYTES = 256 * 1024;
const ERRORS_KEPT = 100;
const LINE_FEED = 10;

/** Fetching one file: so long at a time, and so much at most. */
const FETCH_STEP_MS = 10_000;
const FILE_BYTES_MAX = 20 * 1024 ** 3;

/** Without sources the one file is what was sent. */
const importInputSchema = z.object({ ownerOrganisationId: z.string().nullable(), sources: z.array(sourceSchema).optional() });

const errorSchema = z.object({ file: z.number().optional(), line: z.number(), where: z.string() });
const fetchedSchema = z.object({ bytes: z.number(), isWhole: z.boolean(), etag: z.string().optional() });
const cursorSchema = z.object({ file: z.number().default(0), fetched: fetchedSchema.optional(), done: z.number().default(0), offset: z.number(), line: z.number(), written: z.number(), failed: z.number(), errors: z.array(errorSchema) });
type ImportProgress = z.infer<typeof cursorSchema>;
type ImportError = z.infer<typeof errorSchema>;

const NOTHING: ImportProgress = { file: 0, done: 0, offset: 0, line: 0, written: 0, failed: 0, errors: [] };

export const importProgressOf = (cursor: unknown): ImportProgress => (cursor === null ? NOTHING : cursorSchema.parse(cursor));

/** The file sent, or one of those fetched. */
export const importFileOf = (folder: string, taskId: string, index = 0): string => join(folder, `${taskId}${index === 0 ? '' : `-${index}`}.ndjson`);

/** Stores the lines of an NDJSON file; each step is one transaction with its place in the file, so nothing is stored twice. */
export const importTask = (folder: string): TaskKind =>
  taskKind({ kind: IMPORT_TASK, step: (step) => stepFile(folder, step) });

/** One step of the file at hand: of those from outside it is fetched first; after its last line comes the next. */
async function stepFile(folder: string, step: TaskStep): Promise<TaskProgress> {
  const { sources } = importInputSchema.parse(step.input);
  const before = importProgressOf(step.cursor);
  const file = importFileOf(folder, step.taskId, before.file);
  const source = sources?.[before.file];
  if (source === undefined) return stepImport(step, { file, before });
  if (before.fetched?.isWhole !== true) {
    const fetched = await fetchFile({ url: source.url, file, before: before.fetched, stepMs: FETCH_STEP_MS, bytesMax: FILE_BYTES_MAX });
    return { cursor: { ...before, fetched }, done: before.done };
  }
  const progress = await stepImport(step, { file, before, type: source.type });
  if (progress.result === undefined) return progress;
  rmSync(file, { force: true });
  if (before.file + 1 === sources!.length) return progress;
  const { written, failed, errors, done } = progress.cursor as ImportProgress;
  return { cursor: { ...NOTHING, file: before.file + 1, written, failed, errors, done }, done };
}

interface FileAtHand {
  readonly file: string;
  readonly before: ImportProgress;
  /** What all its lines should be, when the sender said so. */
  readonly type?: string;
}

async function stepImport(step: TaskStep, { file, before, type }: FileAtHand): Promise<TaskProgress> {
  const { ownerOrganisationId, sources } = importInputSchema.parse(step.input);
  const place = sources === undefined ? {} : { file: before.file };
  const { lines, bytes, isEnd } = readLines(file, before.offset);
  const errors: ImportError[] = [];
  const writes = new Map<string, { readonly write: ResourceWrite; readonly line: number }>();
  await mapInSlices(lines, (text, index) => {
    const line = before.line + index + 1;
    if (text.trim() === '') return;
    const read = readResourceLine(text, type);
    if (typeof read === 'string') errors.push({ ...place, line, where: read });
    // The last of several lines with one id counts.
    else writes.set(`${read.resourceType}/${read.id ?? line}`, { line, write: { method: 'put', resource: { ...read, id: read.id ?? step.newId() }, ownerOrganisationId } });
  });
  const managed = await findManaged(step.tx, [...writes.values()].map(({ write }) => write));
  for (const [name, { line, write }] of writes) {
    if (!managed.has(`${write.resource.resourceType}/${write.resource.id}`)) continue;
    errors.push({ ...place, line, where: `${write.resource.resourceType}: fhir.managed` });
    writes.delete(name);
  }
  const batch = [...writes.values()].map(({ write }) => write);
  const written = await loadBatch(step.tx, batch, { now: step.now, newId: () => step.newId(), validate: false });
  await announcePatients(step, batch);
  await announceWritten(step.tx, { subjectId: step.subjectId, resources: batch.map(({ resource }) => ({ type: resource.resourceType, id: resource.id! })) });
  const cursor: ImportProgress = {
    ...before,
    done: before.done + lines.length,
    offset: before.offset + bytes,
    line: before.line + lines.length,
    written: before.written + written,
    failed: before.failed + errors.length,
    errors: [...before.errors, ...errors].slice(0, ERRORS_KEPT),
  };
  const progress = { cursor, done: cursor.done };
  return isEnd ? { ...progress, result: { lines: cursor.done, written: cursor.written, failed: cursor.failed } } : progress;
}

/** The resource, or the place of its first mistake; never a value, because it may be of a person. */
function readResourceLine(text: string, type?: string): Resource | string {
  let resource: unknown;
  try {
    resource = parseFhirJson(text);
  } catch {
    return 'fhir.not-json';
  }
  const found = (resource as { resourceType?: unknown } | null)?.resourceType;
  if (type !== undefined && found !== type) return `fhir.invalid ${type}.resourceType`;
  const problems = validateResource(resource);
  const [problem] = problems.length > 0 ? problems : brokenClaims(resource as Resource);
  return problem === undefined ? (resource as Resource) : `fhir.invalid ${problem.path}`;
}

/** Whole lines from a place on. Throws when a line is longer than may be. */
function readLines(file: string, offset: number): { lines: string[]; bytes: number; isEnd: boolean } {
  const handle = openSync(file, 'r');
  try {
    const rest = fstatSync(handle).size - offset;
    const first = wholeLines(readPart(handle, offset, Math.min(STEP_BYTES, rest)), rest);
    // A line may be longer than a step.
    const { buffer, end } = first.end > 0 || rest === 0 ? first : wholeLines(readPart(handle, offset, Math.min(LINE_BYTES_MAX, rest)), rest);
    if (end === 0 && rest > 0) throw new Error('A line of the import is longer than 4 MB');
    const lines = buffer.toString('utf8', 0, end).split('\n');
    if (lines.at(-1) === '') lines.pop();
    return { lines, bytes: end, isEnd: end === rest };
  } finally {
    closeSync(handle);
  }
}

function readPart(handle: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  return buffer.subarray(0, readSync(handle, buffer, 0, length, offset));
}

/** `end` is after the last line feed, or after all when there is no more. */
const wholeLines = (buffer: Buffer, rest: number): { buffer: Buffer; end: number } => ({ buffer, end: buffer.length >= rest ? buffer.length : buffer.lastIndexOf(LINE_FEED) + 1 });

/** As after any write from outside: the person index registers them. */
async function announcePatients({ tx, subjectId, organisationId }: TaskStep, batch: readonly ResourceWrite[]): Promise<void> {
  const patients = batch.filter(({ resource }) => resource.resourceType === 'Patient');
  const organisationIds = organisationId === null ? [] : [organisationId];
  await insertEvents(tx, patients.map(({ resource }) => ({
    name: 'fhir.patient-written', payload: { patientId: resource.id }, organisationIds, subjectId: subjectId === '' ? systemSubject.id : subjectId,
  })));
}
