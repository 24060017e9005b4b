import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forgetFileKeys, newFileKey } from '#platform/files/file-key.ts';
import { sealing } from '#platform/files/sealed-file.ts';
import { findOwnTask, requestCancel, type TaskState } from '#platform/jobs/task-state.ts';
import { startTask } from '#platform/jobs/task.ts';
import { parseParameters } from '#fhir/search/query-string.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import { sourcesIn } from './import-input.ts';
import { IMPORT_TASK, importFileId, importFileOf, importProgressOf } from './import-task.ts';

const TITLE = { zh: 'FHIR 批量导入', en: 'FHIR bulk import' };
const RETRY_SECONDS = '2';
const NDJSON = ['application/fhir+ndjson', 'application/ndjson', 'application/x-ndjson'];
const KEEP_MS = 7 * 86_400_000;
/** As `importFileOf` names them; an id of a task is a UUID. */
const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-(\d+))?\.ndjson$/;

export interface ImportRoutes {
  /** Where the sent files wait; also known to `importTask`. */
  readonly folder: string;
  readonly interactionOf: (request: FastifyRequest) => Promise<Interaction>;
}

/** `POST /$import?owner=<organisation>` with NDJSON, or with addresses of NDJSON files: answered with 202, stored in the background. */
export function registerImportRoutes(routes: FastifyInstance, { folder, interactionOf }: ImportRoutes): void {
  void routes.register(async (inner) => {
    inner.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
    inner.post('/$import', async (request, reply) => {
      const interaction = await interactionOf(request);
      const taskId = await start(interaction, { folder, body: request.body, owner: ownerOf(request) });
      return reply.code(202).header('content-location', `${interaction.base}/_import/${taskId}`).send();
    });
  });

  routes.get('/_import/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as { id: string };
    const task = await ownTask(interaction, id);
    const { done, file, written, failed, errors } = importProgressOf(task.cursor);
    void reply.header('cache-control', 'no-store').header('x-progress', `${done} lines${file === 0 ? '' : `, file ${file + 1}`}`);
    if (task.state === 'waiting' || task.state === 'running') return reply.code(202).header('retry-after', RETRY_SECONDS).send();
    rmSync(importFileOf(folder, id), { force: true });
    await forgetFileKeys(interaction.whole, importFileId(id));
    return reply.type('application/json').send({ state: task.state, lines: done, written, failed, errors });
  });
  routes.delete('/_import/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as { id: string };
    await ownTask(interaction, id);
    await requestCancel(interaction.whole, keyOf(interaction, id));
    return reply.code(202).send();
  });
}

function ownerOf(request: FastifyRequest): string | null {
  const mark = request.url.indexOf('?');
  return parseParameters(mark < 0 ? '' : request.url.slice(mark + 1)).find(({ name }) => name === 'owner')?.value ?? null;
}

/** What comes in may be of any type and anybody, so only those may send it who may change everything. */
async function start(interaction: Interaction, { folder, body, owner }: { folder: string; body: unknown; owner: string | null }): Promise<string> {
  const { subject, whole, ids, audit, base } = interaction;
  for (const type of resourceTypes) for (const letter of ['c', 'u'] as const) requireInteraction(subject, type, letter);
  if (!subject.everyOrganisation) throw fhirProblem('fhir.scope-missing');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await removeOldFiles(interaction, folder);
  const taskId = ids.newId();
  const sources = body instanceof Readable ? undefined : sourcesIn(body);
  const size = body instanceof Readable ? await keep(interaction, body, { file: importFileOf(folder, taskId), fileId: importFileId(taskId, 0) }) : undefined;
  await audit(subject, { action: 'fhir.import', outcome: 'success', resource: null, detail: { task: taskId, owner, ...(sources ? { files: sources.length } : {}) } });
  return startTask(whole, { subject, taskId, task: { kind: IMPORT_TASK, title: TITLE, input: { ownerOrganisationId: owner, base, size, ...(sources ? { sources } : {}) } } });
}

/** Sealed as it comes in; returns how long the file on disk is. */
async function keep({ whole }: Interaction, body: Readable, { file, fileId }: { file: string; fileId: string }): Promise<number> {
  const key = await newFileKey(whole, fileId);
  try {
    await pipeline(body, sealing(key), createWriteStream(file, { mode: 0o600 }));
    return statSync(file).size;
  } catch (error) {
    rmSync(file, { force: true });
    await forgetFileKeys(whole, fileId);
    throw error;
  }
}

async function removeOldFiles({ whole }: Interaction, folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!existsSync(path) || Date.now() - statSync(path).mtimeMs <= KEEP_MS) continue;
    rmSync(path, { force: true });
    const [, taskId, index] = FILE_NAME.exec(name) ?? [];
    if (taskId !== undefined) await forgetFileKeys(whole, importFileId(taskId, Number(index ?? 0)));
  }
}

const keyOf = ({ subject }: Interaction, taskId: string) => ({ taskId, kind: IMPORT_TASK, subjectId: subject.id });

async function ownTask(interaction: Interaction, id: string): Promise<TaskState> {
  const task = await findOwnTask(interaction.whole, keyOf(interaction, id));
  if (!task) throw fhirProblem('fhir.not-found');
  return task;
}
