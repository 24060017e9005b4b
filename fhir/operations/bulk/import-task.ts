import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemSubject } from '#platform/access/subject.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { taskKind, type TaskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { findManaged, loadBatch } from '../../repository/bulk.ts';
import type { ResourceWrite } from '../../repository/resource-write.ts';
import { announceWritten } from '../../subscriptions/register.ts';

export const IMPORT_TASK = 'fhir.import';

/** Read at once; also the most that one line may hold. */
const STEP_BYTES = 4 * 1024 * 1024;
const ERRORS_KEPT = 100;
const LINE_FEED = 10;

const importInputSchema = z.object({ ownerOrganisationId: z.string().nullable() });

const errorSchema = z.object({ line: z.number(), where: z.string() });
const cursorSchema = z.object({ offset: z.number(), line: z.number(), written: z.number(), failed: z.number(), errors: z.array(errorSchema) });
type ImportProgress = z.infer<typeof cursorSchema>;
type ImportError = z.infer<typeof errorSchema>;

const NOTHING: ImportProgress = { offset: 0, line: 0, written: 0, failed: 0, errors: [] };

export const importProgressOf = (cursor: unknown): ImportProgress => (cursor === null ? NOTHING : cursorSchema.parse(cursor));

export const importFileOf = (folder: string, taskId: string): string => join(folder, `${taskId}.ndjson`);

/** Stores the lines of an NDJSON file; each step is one transaction with its place in the file, so nothing is stored twice. */
export const importTask = (folder: string): TaskKind =>
  taskKind({ kind: IMPORT_TASK, step: (step) => stepImport(importFileOf(folder, step.taskId), step) });

async function stepImport(file: string, step: TaskStep): Promise<TaskProgress> {
  const { ownerOrganisationId } = importInputSchema.parse(step.input);
  const before = importProgressOf(step.cursor);
  const { lines, bytes, isEnd } = readLines(file, before.offset);
  const errors: ImportError[] = [];
  const writes = new Map<string, { readonly write: ResourceWrite; readonly line: number }>();
  for (const [index, text] of lines.entries()) {
    const line = before.line + index + 1;
    if (text.trim() === '') continue;
    const read = readResourceLine(text);
    if (typeof read === 'string') errors.push({ line, where: read });
    // The last of several lines with one id counts.
    else writes.set(`${read.resourceType}/${read.id ?? line}`, { line, write: { method: 'put', resource: { ...read, id: read.id ?? step.newId() }, ownerOrganisationId } });
  }
  const managed = await findManaged(step.tx, [...writes.values()].map(({ write }) => write));
  for (const [name, { line, write }] of writes) {
    if (!managed.has(`${write.resource.resourceType}/${write.resource.id}`)) continue;
    errors.push({ line, where: `${write.resource.resourceType}: fhir.managed` });
    writes.delete(name);
  }
  const batch = [...writes.values()].map(({ write }) => write);
  const written = await loadBatch(step.tx, batch, { now: step.now, newId: () => step.newId(), validate: false });
  await announcePatients(step, batch);
  await announceWritten(step.tx, { subjectId: step.subjectId, resources: batch.map(({ resource }) => ({ type: resource.resourceType, id: resource.id! })) });
  const cursor: ImportProgress = {
    offset: before.offset + bytes,
    line: before.line + lines.length,
    written: before.written + written,
    failed: before.failed + errors.length,
    errors: [...before.errors, ...errors].slice(0, ERRORS_KEPT),
  };
  const progress = { cursor, done: cursor.line };
  return isEnd ? { ...progress, result: { lines: cursor.line, written: cursor.written, failed: cursor.failed } } : progress;
}

/** The resource, or the place of its first mistake; never a value, because it may be of a person. */
function readResourceLine(text: string): Resource | string {
  let resource: unknown;
  try {
    resource = parseFhirJson(text);
  } catch {
    return 'fhir.not-json';
  }
  const [problem] = validateResource(resource);
  return problem === undefined ? (resource as Resource) : `fhir.invalid ${problem.path}`;
}

/** Whole lines from a place on. Throws when a line is longer than a step reads. */
function readLines(file: string, offset: number): { lines: string[]; bytes: number; isEnd: boolean } {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(STEP_BYTES, size - offset));
    const read = readSync(handle, buffer, 0, buffer.length, offset);
    const isEnd = offset + read >= size;
    const end = isEnd ? read : buffer.lastIndexOf(LINE_FEED, read - 1) + 1;
    if (end === 0 && !isEnd) throw new Error('A line of the import is longer than 4 MB');
    const lines = buffer.subarray(0, end).toString('utf8').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return { lines, bytes: end, isEnd };
  } finally {
    closeSync(handle);
  }
}

/** As after any write from outside: the person index registers them. */
async function announcePatients({ tx, subjectId, organisationId }: TaskStep, batch: readonly ResourceWrite[]): Promise<void> {
  const patients = batch.filter(({ resource }) => resource.resourceType === 'Patient');
  const organisationIds = organisationId === null ? [] : [organisationId];
  await insertEvents(tx, patients.map(({ resource }) => ({
    name: 'fhir.patient-written', payload: { patientId: resource.id }, organisationIds, subjectId: subjectId === '' ? systemSubject.id : subjectId,
  })));
}
