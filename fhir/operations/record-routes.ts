import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import type { Answer } from '../interactions/answer.ts';
import type { FhirDependencies, Interaction } from '../interactions/dependencies.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { everythingOfAll, everythingOfGroup } from './everything-of-many.ts';
import { graphqlOperation } from './graphql.ts';
import { convertOperation } from './convert.ts';
import { diffOperation } from './diff/diff.ts';
import { lastNOperation } from './last-n.ts';
import { matchOperation } from './match/match.ts';
import { evaluateMeasureOperation } from './measure/evaluate-measure.ts';
import { changeMetaOperation, metaOfMany, metaOperation } from './meta.ts';
import { trailOperation } from './trail/trail.ts';
import { requireParametersOnly, textOf, type OperationInput } from './operation-input.ts';

type Handle = (handler: (interaction: Interaction, request: FastifyRequest) => Promise<Answer>) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

interface Place {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

const placeOf = (request: FastifyRequest): Place => request.params as Place;

function queryOf({ url }: FastifyRequest): RawParameter[] {
  const mark = url.indexOf('?');
  return mark < 0 ? [] : parseParameters(url.slice(mark + 1));
}

/** Of the address, and of a Parameters body: `{ name, value[x] }` with simple values. */
function parametersOf(request: FastifyRequest): RawParameter[] {
  const asked = queryOf(request);
  if (typeof request.body === 'string') return [...asked, ...parseParameters(request.body)];
  requireParametersOnly(request.body);
  const { parameter } = (request.body ?? {}) as { parameter?: unknown };
  if (!Array.isArray(parameter)) return asked;
  const given = (parameter as Record<string, unknown>[]).flatMap((each) => {
    const value = Object.entries(each ?? {}).find(([name]) => name.startsWith('value'))?.[1];
    return typeof each?.name === 'string' && value !== undefined ? [{ name: each.name, value: String(value) }] : [];
  });
  return [...asked, ...given];
}

const inputOf = (request: FastifyRequest): OperationInput => ({ ...placeOf(request), query: queryOf(request), ...(request.body === undefined ? {} : { body: request.body }) });

/** What the rooms above answer for the FHIR floor. */
type Rooms = Pick<FhirDependencies, 'personMatcher' | 'measureEvaluator'>;

/** $match, $diff, $lastn, $convert and $evaluate-measure. */
export function registerComparingOperations(routes: FastifyInstance, handle: Handle, rooms: Rooms): void {
  routes.post('/Patient/$match', handle((interaction, request) => matchOperation(interaction, { ...inputOf(request), type: 'Patient' }, rooms.personMatcher)));
  routes.post('/$convert', handle(async ({ subject }, request) => convertOperation(subject, request.body)));
  for (const method of ['GET', 'POST'] as const) {
    for (const url of ['/$diff', '/:type/:id/$diff']) routes.route({ method, url, handler: handle((interaction, request) => diffOperation(interaction, inputOf(request))) });
    routes.route({ method, url: '/AuditEvent/$trail', handler: handle((interaction, request) => trailOperation(interaction, parametersOf(request))) });
    routes.route({ method, url: '/Observation/$lastn', handler: handle((interaction, request) => lastNOperation(interaction, parametersOf(request))) });
    for (const url of ['/Measure/$evaluate-measure', '/Measure/:id/$evaluate-measure']) {
      routes.route({ method, url, handler: handle((interaction, request) => evaluateMeasureOperation(interaction, inputOf(request), rooms.measureEvaluator)) });
    }
  }
}

/** Operations on one resource or one record: $everything, $document, $meta, $graphql. */
export function registerRecordOperations(routes: FastifyInstance, handle: Handle): void {
  for (const method of ['GET', 'POST'] as const) {
    for (const url of ['/$meta', '/:type/$meta']) routes.route({ method, url, handler: handle((interaction, request) => metaOfMany(interaction, (request.params as Partial<Place>).type)) });
    for (const url of ['/:type/:id/$meta', '/:type/:id/_history/:version/$meta']) routes.route({ method, url, handler: handle((interaction, request) => metaOperation(interaction, placeOf(request))) });
    routes.route({ method, url: '/Patient/$everything', handler: handle((interaction, request) => everythingOfAll(interaction, parametersOf(request))) });
    routes.route({ method, url: '/Group/:id/$everything', handler: handle((interaction, request) => everythingOfGroup(interaction, placeOf(request).id, parametersOf(request))) });
    routes.route({ method, url: '/:type/:id/$everything', handler: handle((interaction, request) => everythingOperation(interaction, { ...placeOf(request), parameters: parametersOf(request) })) });
    for (const url of ['/Composition/$document', '/Composition/:id/$document']) {
      routes.route({ method, url, handler: handle((interaction, request) => documentOperation(interaction, (request.params as Partial<Place>).id, parametersOf(request))) });
    }
  }
  for (const place of ['/$graphql', '/:type/:id/$graphql']) {
    routes.get(place, handle((interaction, request) => graphqlOperation(interaction, { ...placeOf(request), ...(request.query as { query?: unknown }) })));
    routes.post(place, handle((interaction, request) => {
      const { query, variables, operationName } = (request.body ?? {}) as Record<string, unknown>;
      return graphqlOperation(interaction, { ...placeOf(request), query: query ?? textOf(inputOf(request), 'query'), variables, operationName });
    }));
  }
  for (const change of ['add', 'delete'] as const) {
    routes.post(`/:type/:id/$meta-${change}`, handle((interaction, request) => changeMetaOperation(interaction, placeOf(request), { change, body: request.body })));
  }
}
