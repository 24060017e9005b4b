import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseParameters } from '#fhir/search/query-string.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { closureOperation } from './terminology/closure.ts';
import { expandOperation } from './terminology/expand.ts';
import { lookupOperation } from './terminology/lookup.ts';
import { requireParameters, type OperationInput } from './operation-input.ts';
import { subsumesOperation } from './terminology/subsumes.ts';
import { translateOperation } from './terminology/translate.ts';
import { validateCodeOperation } from './terminology/validate-code.ts';
import { validateOperation } from './validate.ts';

type Operation = (interaction: Interaction, input: OperationInput) => Promise<Answer>;
type Handle = (handler: (interaction: Interaction, request: FastifyRequest) => Promise<Answer> | Answer) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Terminology operations by the types they are defined on; each also on an instance, by GET and POST. */
const ON_TYPES: readonly (readonly [type: string, name: string, operation: Operation])[] = [
  ['CodeSystem', 'lookup', lookupOperation],
  ['CodeSystem', 'validate-code', validateCodeOperation],
  ['CodeSystem', 'subsumes', subsumesOperation],
  ['ValueSet', 'expand', expandOperation],
  ['ValueSet', 'validate-code', validateCodeOperation],
  ['ConceptMap', 'translate', translateOperation],
];

function inputOf(request: FastifyRequest, type?: string): OperationInput {
  const mark = request.url.indexOf('?');
  const parameters = request.params as { type?: string; id?: string };
  const isForm = typeof request.body === 'string';
  return {
    ...(type === undefined ? parameters : { ...parameters, type }),
    query: [...parseParameters(mark < 0 ? '' : request.url.slice(mark + 1)), ...(isForm ? parseParameters(request.body as string) : [])],
    ...(isForm || request.body === undefined ? {} : { body: request.body }),
  };
}

/** $validate and the terminology operations. */
export function registerCheckOperations(routes: FastifyInstance, handle: Handle): void {
  const serve = (path: string, operation: Operation, type?: string): void => {
    const run = handle((interaction, request) => {
      // What $validate is asked about may be wrong; what an operation is asked with may not.
      if (type !== undefined) requireParameters(request.body);
      return operation(interaction, inputOf(request, type));
    });
    routes.get(path, run);
    routes.post(path, run);
  };
  for (const [type, name, operation] of ON_TYPES) {
    serve(`/${type}/$${name}`, operation, type);
    serve(`/${type}/:id/$${name}`, operation, type);
  }
  routes.post('/$closure', handle((interaction, request) => {
    requireParameters(request.body);
    return closureOperation(interaction, inputOf(request, 'ConceptMap'));
  }));
  routes.post('/$validate', handle((interaction, request) => validateOperation(interaction, inputOf(request))));
  routes.post('/:type/$validate', handle((interaction, request) => validateOperation(interaction, inputOf(request))));
  serve('/:type/:id/$validate', validateOperation);
}
