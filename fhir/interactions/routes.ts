import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forPurpose, PURPOSE_HEADER } from '#platform/access/purpose.ts';
import { sightOf } from '#platform/access/sight.ts';
import { batchedAudit } from '#platform/audit/batched-audit.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { logToStderr } from '#platform/http/log.ts';
import type { WorkKind } from '#platform/database/limits/time-limits.ts';
import { SocketCaller } from '#platform/database/limits/work.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { definitionChanges, refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { comparingOperations, recordOperations } from '../operations/record-operations.ts';
import { registerExportRoutes } from '../operations/bulk/export-routes.ts';
import { registerImportRoutes } from '../operations/bulk/import-routes.ts';
import { OperationTable, type Operation } from '../operations/operation-table.ts';
import { registerReindexRoutes } from '../operations/bulk/reindex-routes.ts';
import { registerWebSocketRoute } from '../subscriptions/websocket.ts';
import { checkOperations } from '../operations/check-operations.ts';
import { fhirProblem } from '../problems.ts';
import type { Answer } from './answer.ts';
import { runBatch } from './batch.ts';
import { isAboutTerminology, terminologyCapabilities } from '../operations/terminology/capabilities.ts';
import { capabilityText } from './capability.ts';
import type { FhirDependencies, Interaction } from './dependencies.ts';
import { readHistoryBundle } from './history/history.ts';
import { requireFormat } from './format.ts';
import { installFhirHttp, otherMethods, sendAnswer } from './http.ts';
import { patchResource } from './patch/patch-resource.ts';
import { requireSignedIn } from './permission.ts';
import { readResource } from './read.ts';
import { readSubset } from './subset.ts';
import { searchSystem, searchType } from './search.ts';
import { runTransaction } from './transaction.ts';
import { createResource, deleteByCondition, deleteResource, requireBody, updateByCondition, updateResource } from './write.ts';
import { preconditionOf } from './writes/preconditions.ts';

interface Parameters {
  readonly type: string;
  readonly id: string;
  readonly version: string;
}

type Handler = (interaction: Interaction, request: FastifyRequest) => Promise<Answer> | Answer;

const parametersOf = (request: FastifyRequest): Parameters => request.params as Parameters;

function queryOf(request: FastifyRequest): string {
  const mark = request.url.indexOf('?');
  return mark < 0 ? '' : request.url.slice(mark + 1);
}

/** `Prefer: handling=…` of a search. */
function handlingOf(request: FastifyRequest): { isStrict: boolean; isLenient: boolean } {
  const asked = /handling\s*=\s*"?(strict|lenient)/.exec(String(request.headers.prefer ?? ''))?.[1];
  return { isStrict: asked === 'strict', isLenient: asked === 'lenient' };
}

const ONE_RESOURCE = '/fhir/:type/:id';

/** What the reads of a request are: a whole record takes as long as a file. */
function readingOf({ routeOptions: { url = '' } }: FastifyRequest): WorkKind {
  if (url === ONE_RESOURCE) return 'read';
  return url.endsWith('$everything') || url.endsWith('$document') ? 'export' : 'list';
}

/** Parameters of a search by POST: of the address and of the form. */
const postedParameters = (request: FastifyRequest): RawParameter[] => [...parseParameters(queryOf(request)), ...parseParameters(typeof request.body === 'string' ? request.body : '')];

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const preconditionIn = (request: FastifyRequest) => preconditionOf({ ifMatch: header(request, 'if-match'), ifNoneMatch: header(request, 'if-none-match') });

/** Serves FHIR R4 below `/fhir` (https://hl7.org/fhir/R4/http.html). */
export async function registerFhirRoutes(server: FastifyInstance, dependencies: FhirDependencies): Promise<void> {
  const audit = dependencies.audit ?? batchedAudit(dependencies.database);
  await refreshCustomParameters(dependencies.database);
  await server.register(
    async (routes) => {
      installFhirHttp(routes, { ...dependencies, audit });
      const interactionOf = async (request: FastifyRequest): Promise<Interaction> => {
        const subject = forPurpose(await dependencies.subjectOf(request), request.headers[PURPOSE_HEADER]);
        const { database, clock, ids } = dependencies;
        const caller = new SocketCaller(request.raw.socket);
        const readingFor = (kind: WorkKind) => database.sighted(sightOf(subject)).during({ kind, caller });
        return {
          database: database.during({ kind: 'change', caller }), sql: readingFor(readingOf(request)), readingFor, whole: database, subject, clock, ids, audit,
          base: `${request.protocol}://${request.host}/fhir`, isGone: () => caller.isGone,
        };
      };
      const handle = (handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
        requireFormat(request);
        const before = definitionChanges();
        const answer = await handler(await interactionOf(request), request);
        if (definitionChanges() !== before) await refreshCustomParameters(dependencies.database);
        return sendAnswer(answer, request, reply);
      };
      // Before the body is read: nobody unknown makes this server parse 64 MB.
      routes.addHook('onRequest', (request, _reply, done) => {
        if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') done();
        else void (async () => done((await dependencies.subjectOf(request).then(requireSignedIn).then(() => undefined, (error: unknown) => error)) as Error | undefined))();
      });
      const others = otherMethods(routes, '/fhir');
      const operations = new OperationTable([metadata(), ...recordOperations, ...comparingOperations(dependencies), ...checkOperations]);
      registerSystemRoutes(routes, handle, operations);
      registerTypeRoutes(routes, handle);
      registerInstanceRoutes(routes, handle);
      operations.register(routes, handle);
      registerReindexRoutes(routes, interactionOf);
      registerWebSocketRoute(server, routes, { ...dependencies, onError: (error) => logToStderr('fhir.websocket-failed', { reason: describeSafely(error) }) });
      if (dependencies.importFolder !== undefined) registerImportRoutes(routes, { folder: dependencies.importFolder, interactionOf });
      if (dependencies.exportFolder !== undefined) registerExportRoutes(routes, { folder: dependencies.exportFolder, interactionOf, forget: dependencies.forget });
      others.close();
    },
    { prefix: '/fhir' },
  );
}

type Handle = (handler: Handler) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** The capability statement, which entries of bundles may ask for as for operations. */
function metadata(): Operation {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return {
    path: '/metadata',
    methods: ['GET'],
    run: ({ base }, { query }) => ({ status: 200, body: isAboutTerminology(query) ? JSON.stringify(terminologyCapabilities(base, version)) : capabilityText(base, version) }),
  };
}

function registerSystemRoutes(routes: FastifyInstance, handle: Handle, operations: OperationTable): void {
  routes.get('/', handle((interaction, request) => searchSystem(interaction, { parameters: parseParameters(queryOf(request)), ...handlingOf(request) })));
  routes.post('/_search', handle((interaction, request) => searchSystem(interaction, { parameters: postedParameters(request), ...handlingOf(request) })));
  routes.get('/_history', handle((interaction, request) => readHistoryBundle(interaction, { ...handlingOf(request), parameters: parseParameters(queryOf(request)) })));
  routes.post('/', handle((interaction, request) => {
    const bundle = requireBody('Bundle', request.body) as Bundle;
    if (bundle.type === 'transaction') return runTransaction(interaction, bundle, operations);
    if (bundle.type === 'batch') return runBatch(interaction, bundle, operations);
    throw fhirProblem('fhir.invalid', [
      { path: 'Bundle.type', message: { zh: '只接受 transaction 或 batch。', en: 'Only transaction or batch is accepted here.' } },
    ]);
  }));
}

function registerTypeRoutes(routes: FastifyInstance, handle: Handle): void {
  const search = (interaction: Interaction, request: FastifyRequest, parameters: readonly RawParameter[]) =>
    searchType(interaction, { type: parametersOf(request).type, parameters, ...handlingOf(request) });
  routes.get('/:type', handle((interaction, request) => search(interaction, request, parseParameters(queryOf(request)))));
  routes.get('/:type/_search', handle((interaction, request) => search(interaction, request, parseParameters(queryOf(request)))));
  routes.post('/:type/_search', handle((interaction, request) => search(interaction, request, postedParameters(request))));
  routes.post('/:type', handle((interaction, request) =>
    createResource(interaction, { type: parametersOf(request).type, body: request.body, ifNoneExist: header(request, 'if-none-exist') })));
  routes.put('/:type', handle((interaction, request) =>
    updateByCondition(interaction, { type: parametersOf(request).type, query: queryOf(request), body: request.body, precondition: preconditionIn(request) })));
  routes.patch('/:type', handle((interaction, request) =>
    patchResource(interaction, { type: parametersOf(request).type, query: queryOf(request), patch: request.body, precondition: preconditionIn(request) })));
  routes.delete('/:type', handle((interaction, request) => deleteByCondition(interaction, { type: parametersOf(request).type, query: queryOf(request), precondition: preconditionIn(request) })));
  routes.get('/:type/_history', handle((interaction, request) =>
    readHistoryBundle(interaction, { ...handlingOf(request), type: parametersOf(request).type, parameters: parseParameters(queryOf(request)) })));
}

function registerInstanceRoutes(routes: FastifyInstance, handle: Handle): void {
  routes.get('/:type/:id', handle(async (interaction, request) =>
    readSubset(await readResource(interaction, { ...parametersOf(request), ifNoneMatch: header(request, 'if-none-match'), ifModifiedSince: header(request, 'if-modified-since') }), queryOf(request))));
  routes.put('/:type/:id', handle((interaction, request) =>
    updateResource(interaction, { ...parametersOf(request), body: request.body, precondition: preconditionIn(request) })));
  routes.patch('/:type/:id', handle((interaction, request) =>
    patchResource(interaction, { type: parametersOf(request).type, id: parametersOf(request).id, patch: request.body, precondition: preconditionIn(request) })));
  routes.delete('/:type/:id', handle((interaction, request) => deleteResource(interaction, { ...parametersOf(request), precondition: preconditionIn(request) })));
  const searchMembers = (interaction: Interaction, request: FastifyRequest, parameters: readonly RawParameter[]): Promise<Answer> => {
    const { type, id, member } = request.params as Parameters & { member: string };
    const asked = { parameters, ...handlingOf(request), compartment: { type, id } };
    return member === '*' ? searchSystem(interaction, asked) : searchType(interaction, { ...asked, type: member });
  };
  routes.get('/:type/:id/:member', handle((interaction, request) => searchMembers(interaction, request, parseParameters(queryOf(request)))));
  routes.post('/:type/:id/:member/_search', handle((interaction, request) => searchMembers(interaction, request, postedParameters(request))));
  routes.get('/:type/:id/_history', handle((interaction, request) =>
    readHistoryBundle(interaction, { ...handlingOf(request), ...parametersOf(request), parameters: parseParameters(queryOf(request)) })));
  routes.get('/:type/:id/_history/:version', handle(async (interaction, request) => readSubset(await readResource(interaction, parametersOf(request)), queryOf(request))));
}
