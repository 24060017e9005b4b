import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WorkKind } from '#platform/database/limits/time-limits.ts';
import { parseParameters } from '#fhir/search/query-string.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { fhirProblem } from '../problems.ts';
import type { OperationInput } from './operation-input.ts';

type OperationMethod = 'GET' | 'POST';

/** One call, from HTTP or from an entry of a bundle. */
export interface OperationCall extends OperationInput {
  readonly version?: string;
}

/** An operation and where it is called: `/:type/:id/$everything`. */
export interface Operation {
  readonly path: string;
  readonly methods: readonly OperationMethod[];
  readonly run: (interaction: Interaction, call: OperationCall) => Promise<Answer> | Answer;
  /** Stores something in a transaction of its own, so that it can be no part of another. */
  readonly isChange?: boolean;
  /** Answers what is no resource, which an entry of a bundle cannot hold. */
  readonly isOnlyAlone?: boolean;
  /** How long its reads may take; default those of a list. */
  readonly reading?: WorkKind;
}

export const BOTH: readonly OperationMethod[] = ['GET', 'POST'];

type Handle = (handler: (interaction: Interaction, request: FastifyRequest) => Promise<Answer> | Answer) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** The one list of operations: served at their addresses, and called by entries of batches and transactions. */
export class OperationTable {
  private readonly all: readonly { readonly operation: Operation; readonly steps: readonly string[] }[];

  constructor(operations: readonly Operation[]) {
    this.all = operations.map((operation) => ({ operation, steps: operation.path.split('/').slice(1) }));
  }

  register(routes: FastifyInstance, handle: Handle): void {
    for (const { operation } of this.all) {
      const handler = handle((interaction, request) => operation.run(interaction, callOf(request)));
      for (const method of operation.methods) routes.route({ method, url: operation.path, handler });
    }
  }

  /** Of several the one that names more of the address, as the router of HTTP chooses. Throws `fhir.no-endpoint` and `fhir.method`. */
  find(method: string, address: readonly string[]): { readonly operation: Operation; readonly place: Pick<OperationCall, 'type' | 'id' | 'version'> } {
    const fitting = this.all.filter(({ steps }) => steps.length === address.length && steps.every((step, at) => step.startsWith(':') || step === address[at]));
    if (fitting.length === 0) throw fhirProblem('fhir.no-endpoint');
    const named = (steps: readonly string[]): number => steps.filter((step) => !step.startsWith(':')).length;
    const [chosen] = fitting.filter(({ operation }) => (operation.methods as readonly string[]).includes(method)).sort((a, b) => named(b.steps) - named(a.steps));
    if (!chosen) throw fhirProblem('fhir.method');
    return { operation: chosen.operation, place: Object.fromEntries(chosen.steps.flatMap((step, at) => (step.startsWith(':') ? [[step.slice(1), address[at]]] : []))) };
  }
}

/** Parameters of the address and of a form stand together. */
function callOf(request: FastifyRequest): OperationCall {
  const mark = request.url.indexOf('?');
  const isForm = typeof request.body === 'string';
  return {
    ...(request.params as Pick<OperationCall, 'type' | 'id' | 'version'>),
    query: [...parseParameters(mark < 0 ? '' : request.url.slice(mark + 1)), ...(isForm ? parseParameters(request.body as string) : [])],
    ...(isForm || request.body === undefined ? {} : { body: request.body }),
  };
}
