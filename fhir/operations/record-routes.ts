import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { graphqlOperation } from './graphql.ts';
import { changeMetaOperation, metaOperation } from './meta.ts';

type Handle = (handler: (interaction: Interaction, request: FastifyRequest) => Promise<Answer>) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

interface Place {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

const placeOf = (request: FastifyRequest): Place => request.params as Place;

/** Of the address, and of a Parameters body: `{ name, value[x] }` with simple values. */
function parametersOf(request: FastifyRequest): RawParameter[] {
  const mark = request.url.indexOf('?');
  const asked = mark < 0 ? [] : parseParameters(request.url.slice(mark + 1));
  const { parameter } = (request.body ?? {}) as { parameter?: unknown };
  if (!Array.isArray(parameter)) return asked;
  const given = (parameter as Record<string, unknown>[]).flatMap((each) => {
    const value = Object.entries(each ?? {}).find(([name]) => name.startsWith('value'))?.[1];
    return typeof each?.name === 'string' && value !== undefined ? [{ name: each.name, value: String(value) }] : [];
  });
  return [...asked, ...given];
}

/** Operations on one resource or one record: $everything, $document, $meta, $graphql. */
export function registerRecordOperations(routes: FastifyInstance, handle: Handle): void {
  for (const method of ['GET', 'POST'] as const) {
    routes.route({ method, url: '/:type/:id/$everything', handler: handle((interaction, request) => everythingOperation(interaction, { ...placeOf(request), parameters: parametersOf(request) })) });
    routes.route({ method, url: '/Composition/:id/$document', handler: handle((interaction, request) => documentOperation(interaction, placeOf(request).id, parametersOf(request))) });
  }
  for (const place of ['/$graphql', '/:type/:id/$graphql']) {
    routes.get(place, handle((interaction, request) => graphqlOperation(interaction, { ...placeOf(request), ...(request.query as { query?: unknown }) })));
    routes.post(place, handle((interaction, request) => {
      const { query, variables, operationName } = (request.body ?? {}) as Record<string, unknown>;
      return graphqlOperation(interaction, { ...placeOf(request), query, variables, operationName });
    }));
  }
  routes.get('/:type/:id/$meta', handle((interaction, request) => metaOperation(interaction, placeOf(request))));
  routes.get('/:type/:id/_history/:version/$meta', handle((interaction, request) => metaOperation(interaction, placeOf(request))));
  for (const change of ['add', 'delete'] as const) {
    routes.post(`/:type/:id/$meta-${change}`, handle((interaction, request) => changeMetaOperation(interaction, placeOf(request), { change, body: request.body })));
  }
}
