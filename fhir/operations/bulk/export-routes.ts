import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireStepUp } from '#platform/access/step-up.ts';
import { findFileKey, forgetFileKeys } from '#platform/files/file-key.ts';
import { requirePageForSession } from '#platform/identity/subjects.ts';
import { findOwnTask, requestCancel, type TaskState } from '#platform/jobs/task-state.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction, requireSignedIn } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import { exportParameters, readExportRequest, type ExportAsked } from './export-request.ts';
import { EXPORT_TASK, exportFileId, exportFolderOf, exportInputSchema, filesOf } from './export-task.ts';
import { linesStillOpen } from './still-open.ts';

const RETRY_SECONDS = '2';
const TITLE = { zh: 'FHIR 批量导出', en: 'FHIR bulk export' };

export interface ExportRoutes {
  /** Where the files are; also known to `exportTask`. */
  readonly folder: string;
  readonly interactionOf: (request: FastifyRequest) => Promise<Interaction>;
  readonly forget: ((request: FastifyRequest) => void) | undefined;
}

interface Asked {
  readonly id: string;
  readonly file: string;
}

/** $export of the system, all patients or a group (HL7 Bulk Data Access 2.0): kick-off, status, files, cancellation. */
export function registerExportRoutes(routes: FastifyInstance, { folder, interactionOf, forget }: ExportRoutes): void {
  const kickOff = (level: ExportAsked['level']) => async (request: FastifyRequest, reply: FastifyReply) => {
    requirePageForSession(request);
    forget?.(request);
    const interaction = await interactionOf(request);
    const url = `${request.protocol}://${request.host}${request.url}`;
    const groupId = level === 'Group' ? { groupId: (request.params as Asked).id } : {};
    const taskId = await start(interaction, { level, url, ...groupId, parameters: exportParameters(request.url, request.body), isLenient: /handling\s*=\s*"?lenient/.test(String(request.headers.prefer ?? '')) });
    return reply.code(202).header('content-location', `${interaction.base}/_export/${taskId}`).header('cache-control', 'no-store').send();
  };
  for (const method of ['GET', 'POST'] as const) {
    routes.route({ method, url: '/$export', handler: kickOff('system') });
    routes.route({ method, url: '/Patient/$export', handler: kickOff('Patient') });
    routes.route({ method, url: '/Group/:id/$export', handler: kickOff('Group') });
  }

  routes.get('/_export/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as Asked;
    const task = await ownTask(interaction, id);
    void reply.header('cache-control', 'no-store');
    if (task.state === 'failed') throw fhirProblem('fhir.export-failed');
    if (task.state === 'done') return reply.type('application/json').send(manifest(interaction, id, task));
    return reply.code(202).header('x-progress', `${task.done} resources`).header('retry-after', RETRY_SECONDS).send();
  });
  routes.delete('/_export/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as Asked;
    await ownTask(interaction, id);
    await requestCancel(interaction.whole, keyOf(interaction, id));
    rmSync(exportFolderOf(folder, id), { recursive: true, force: true });
    await forgetFileKeys(interaction.whole, exportFileId(id));
    await interaction.audit(interaction.subject, { action: 'fhir.export-cancel', outcome: 'success', resource: `_export/${id}` });
    return reply.code(202).send();
  });
  routes.get('/_export/:id/:file', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id, file } = request.params as Asked;
    const task = await ownTask(interaction, id);
    const found = filesOf(task.cursor).find(({ type }) => `${type}.ndjson` === file);
    if (task.state !== 'done' || found === undefined) throw fhirProblem('fhir.not-found');
    requireInteraction(interaction.subject, found.type, 'r');
    await interaction.audit(interaction.subject, { action: 'fhir.export-download', outcome: 'success', resource: found.type, detail: { export: id, resources: found.count } });
    const kept = { file: join(exportFolderOf(folder, id), file), key: await findFileKey(interaction.whole, exportFileId(id, found.type)), size: found.bytes };
    const lines = linesStillOpen({ kept, type: found.type, askerNow: () => interactionOf(request) });
    return reply.type('application/fhir+ndjson').header('cache-control', 'no-store').send(Readable.from(lines));
  });
}

async function start(interaction: Interaction, asked: ExportAsked): Promise<string> {
  const { whole, subject, ids, audit } = interaction;
  await requireFreshProof(interaction);
  const input = await readExportRequest(interaction, asked);
  const taskId = ids.newId();
  await audit(subject, { action: 'fhir.export', outcome: 'success', resource: asked.level, detail: { export: taskId, types: input.types.length, persons: input.personIds?.length ?? null } });
  return startTask(whole, { subject, taskId, task: { kind: EXPORT_TASK, title: TITLE, input } });
}

/** All that somebody may see, in files: a person proves again who they are. Through an app nobody can. */
async function requireFreshProof({ subject, audit }: Interaction): Promise<void> {
  requireSignedIn(subject);
  try {
    requireStepUp(subject, 'or-password');
  } catch (error) {
    await audit(subject, { action: 'fhir.export', outcome: 'refused', resource: null, detail: { code: 'step-up' } });
    throw error;
  }
}

const keyOf = ({ subject }: Interaction, taskId: string) => ({ taskId, kind: EXPORT_TASK, subjectId: subject.id });

/** Nobody else's: an export holds what its asker may see. */
async function ownTask(interaction: Interaction, id: string): Promise<TaskState> {
  requireSignedIn(interaction.subject);
  const task = await findOwnTask(interaction.whole, keyOf(interaction, id));
  if (!task || task.isCancelRequested || task.state === 'cancelled') throw fhirProblem('fhir.not-found');
  return task;
}

function manifest({ base }: Interaction, id: string, task: TaskState): object {
  const { request, transactionTime } = exportInputSchema.parse(task.input);
  return {
    transactionTime,
    request,
    requiresAccessToken: true,
    output: filesOf(task.cursor).map(({ type, count }) => ({ type, url: `${base}/_export/${id}/${type}.ndjson`, count })),
    error: [],
  };
}
