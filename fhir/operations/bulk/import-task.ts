import { isUtf8 } from 'node:buffer';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemSubject } from '#platform/access/subject.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { findFileKey, forgetFileKeys, newFileKey } from '#platform/files/file-key.ts';
import { readPlain, type FilePlace, type KeptFile } from '#platform/files/sealed-file.ts';
import { mapInSlices } from '#platform/jobs/slices.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { brokenClaims } from '#fhir/profiles/claimed.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { findManaged, loadBatch } from '../../repository/bulk.ts';
import type { ResourceWrite } from '../../repository/resource-write.ts';
import { withOwnReferences } from '../../interactions/references.ts';
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

/** Without sources the one file is what was sent, so many bytes on disk. `base`: the address that this server was asked at. */
const importInputSchema = z.object({ ownerOrganisationId: z.string().nullable(), sources: z.array(sourceSchema).optional(), size: z.number().optional(), base: z.string().optional() });

const errorSchema = z.object({ file: z.number().optional(), line: z.number(), where: z.string() });
/** Without `size` an older version fetched it in clear: it is fetched again. */
const fetchedSchema = z.object({ bytes: z.number(), size: z.number().optional(), isWhole: z.boolean(), etag: z.string().optional() });
const cursorSchema = z.object({ file: z.number().default(0), fetched: fetchedSchema.optional(), done: z.number().default(0), /** The place in the file. */ offset: z.number(), skip: z.number().default(0), line: z.number(), written: z.number(), failed: z.number(), errors: z.array(errorSchema) });
type ImportProgress = z.infer<typeof cursorSchema>;
type ImportError = z.infer<typeof errorSchema>;

const NOTHING: ImportProgress = { file: 0, done: 0, offset: 0, skip: 0, line: 0, written: 0, failed: 0, errors: [] };

export const importProgressOf = (cursor: unknown): ImportProgress => (cursor === null ? NOTHING : cursorSchema.parse(cursor));

/** The file sent, or one of those fetched. */
export const importFileOf = (folder: string, taskId: string, index = 0): string => join(folder, `${taskId}${index === 0 ? '' : `-${index}`}.ndjson`);

/** The name of its key; without an index how those of all its files begin. */
export const importFileId = (taskId: string, index?: number): string => `import/${taskId}/${index === undefined ? '' : `${index}/`}`;

/** Stores the lines of an NDJSON file; each step is one transaction with its place in the file, so nothing is stored twice. */
export const importTask = (folder: string): TaskKind =>
  taskKind({ kind: IMPORT_TASK, step: (step) => stepFile(folder, step) });

/** One step of the file at hand: of those from outside it is fetched first; after its last line comes the next. */
async function stepFile(folder: string, step: TaskStep): Promise<TaskProgress> {
  const { sources, size } = importInputSchema.parse(step.input);
  const before = importProgressOf(step.cursor);
  const file = importFileOf(folder, step.taskId, before.file);
  const fileId = importFileId(step.taskId, before.file);
  const source = sources?.[before.file];
  if (source === undefined) return stepImport(step, { kept: { file, key: await findFileKey(step.tx, fileId), ...(size === undefined ? {} : { size }) }, before });
  if (before.fetched?.isWhole !== true) return fetchSome(step, { file, fileId, url: source.url, before });
  const kept = { file, key: await findFileKey(step.tx, fileId), ...(before.fetched.size === undefined ? {} : { size: before.fetched.size }) };
  const progress = await stepImport(step, { kept, before, type: source.type });
  if (progress.result === undefined) return progress;
  rmSync(file, { force: true });
  await forgetFileKeys(step.tx, fileId);
  if (before.file + 1 === sources!.length) return progress;
  const { written, failed, errors, done } = progress.cursor as ImportProgress;
  return { cursor: { ...NOTHING, file: before.file + 1, written, failed, errors, done }, done };
}

/** The key of a file is committed with the first bytes that count as fetched. */
async function fetchSome({ tx }: TaskStep, { file, fileId, url, before }: { file: string; fileId: string; url: string; before: ImportProgress }): Promise<TaskProgress> {
  const known = before.fetched?.size === undefined ? undefined : await findFileKey(tx, fileId);
  const held = known === undefined || before.fetched?.size === undefined ? undefined : { ...before.fetched, size: before.fetched.size };
  const key = known ?? (await newFileKey(tx, fileId));
  const fetched = await fetchFile({ url, file, key, before: held, stepMs: FETCH_STEP_MS, bytesMax: FILE_BYTES_MAX });
  return { cursor: { ...before, fetched }, done: before.done };
}

interface FileAtHand {
  readonly kept: KeptFile;
  readonly before: ImportProgress;
  /** What all its lines should be, when the sender said so. */
  readonly type?: string;
}

async function stepImport(step: TaskStep, { kept, before, type }: FileAtHand): Promise<TaskProgress> {
  const { ownerOrganisationId, sources, base } = importInputSchema.parse(step.input);
  const place = sources === undefined ? {} : { file: before.file };
  const { lines, after, isEnd } = readLines(kept, { at: before.offset, skip: before.skip });
  const errors: ImportError[] = [];
  const writes = new Map<string, { readonly write: ResourceWrite; readonly line: number }>();
  await mapInSlices(lines, (text, index) => {
    const line = before.line + index + 1;
    if (text.trim() === '') return;
    const sent = readResourceLine(text, type);
    const read = typeof sent === 'string' || base === undefined ? sent : withOwnReferences(sent, base);
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
    offset: after.at,
    skip: after.skip,
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
function readLines(kept: KeptFile, place: FilePlace): { lines: string[]; after: FilePlace; isEnd: boolean } {
  const first = wholeLines(kept, place, STEP_BYTES);
  // A line may be longer than a step.
  const { bytes, end, isEnd, placeAfter } = first.end > 0 || first.isEnd ? first : wholeLines(kept, place, LINE_BYTES_MAX);
  if (end === 0 && !isEnd) throw new Error('A line of the import is longer than 4 MB');
  const lines = linesIn(bytes.subarray(0, end));
  if (lines.at(-1) === '') lines.pop();
  return { lines, after: placeAfter(end), isEnd };
}

/** A line that is no UTF-8 becomes one that is no JSON: decoded leniently, names in it would be kept as question marks. */
function linesIn(bytes: Buffer): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes).split('\n');
  } catch {
    const lines: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const to = feed < 0 ? bytes.length : feed;
      const line = bytes.subarray(at, to);
      lines.push(isUtf8(line) ? decoder.decode(line) : NO_TEXT);
      at = to + 1;
    }
    return lines;
  }
}

const NO_TEXT = '\u0000';

/** `end` is after the last line feed, or after all when there is no more. */
function wholeLines(kept: KeptFile, place: FilePlace, bytesMin: number) {
  const read = readPlain(kept, place, bytesMin);
  return { ...read, end: read.isEnd ? read.bytes.length : read.bytes.lastIndexOf(LINE_FEED) + 1 };
}

/** As after any write from outside: the person index registers them. */
async function announcePatients({ tx, subjectId, organisationId }: TaskStep, batch: readonly ResourceWrite[]): Promise<void> {
  const patients = batch.filter(({ resource }) => resource.resourceType === 'Patient');
  const organisationIds = organisationId === null ? [] : [organisationId];
  await insertEvents(tx, patients.map(({ resource }) => ({
    name: 'fhir.patient-written', payload: { patientId: resource.id }, organisationIds, subjectId: subjectId === '' ? systemSubject.id : subjectId,
  })));
}
