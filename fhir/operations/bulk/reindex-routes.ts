import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findOwnTask, requestCancel, type TaskState } from '#platform/jobs/task-state.ts';
import { startTask } from '#platform/jobs/task.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import { REINDEX_TASK } from '#fhir/search/custom/register.ts';

const TITLE = { zh: '重建 FHIR 检索索引', en: 'Rebuild the FHIR search values' };
const RETRY_SECONDS = '2';

/** `POST /$reindex` and `POST /<type>/$reindex`: 202 with the address of the progress. */
export function registerReindexRoutes(routes: FastifyInstance, interactionOf: (request: FastifyRequest) => Promise<Interaction>): void {
  const kickOff = async (request: FastifyRequest, reply: FastifyReply) => {
    const interaction = await interactionOf(request);
    const { type } = request.params as { type?: string };
    const taskId = await start(interaction, type);
    return reply.code(202).header('content-location', `${interaction.base}/_reindex/${taskId}`).send();
  };
  routes.post('/$reindex', kickOff);
  routes.post('/:type/$reindex', kickOff);

  routes.get('/_reindex/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as { id: string };
    const task = await ownTask(interaction, id);
    void reply.header('cache-control', 'no-store').header('x-progress', `${task.done} resources`);
    const isOver = task.state !== 'waiting' && task.state !== 'running';
    if (!isOver) return reply.code(202).header('retry-after', RETRY_SECONDS).send();
    return reply.type('application/json').send({ state: task.state, resources: task.done });
  });
  routes.delete('/_reindex/:id', async (request, reply) => {
    const interaction = await interactionOf(request);
    const { id } = request.params as { id: string };
    await ownTask(interaction, id);
    await requestCancel(interaction.whole, keyOf(interaction, id));
    return reply.code(202).send();
  });
}

/** Every row of a type is touched, so only those may ask who see every organisation and may change the type. */
async function start({ subject, whole, ids, clock, audit, base }: Interaction, type: string | undefined): Promise<string> {
  const types = type === undefined ? resourceTypes : [type];
  for (const each of types) requireInteraction(subject, each, 'u');
  if (!subject.everyOrganisation) throw fhirProblem('fhir.scope-missing');
  const taskId = ids.newId();
  await audit(subject, { action: 'fhir.reindex', outcome: 'success', resource: type ?? null, detail: { task: taskId } });
  return startTask(whole, { subject, taskId, task: { kind: REINDEX_TASK, title: TITLE, input: { types, since: clock.now().toISOString(), base } } });
}

const keyOf = ({ subject }: Interaction, taskId: string) => ({ taskId, kind: REINDEX_TASK, subjectId: subject.id });

async function ownTask(interaction: Interaction, id: string): Promise<TaskState> {
  const task = await findOwnTask(interaction.whole, keyOf(interaction, id));
  if (!task) throw fhirProblem('fhir.not-found');
  return task;
}
