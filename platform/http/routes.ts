import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import { SocketCaller } from '#platform/database/limits/work.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { Dispatcher } from './dispatcher.ts';
import { IDEMPOTENCY_KEY_LENGTH_MAX } from './idempotency.ts';
import type { BoundOperation } from './operation.ts';

export interface OperationRoutes {
  readonly operations: readonly BoundOperation[];
  readonly dispatcher: Dispatcher;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  /** Forgets what is remembered of the request's credentials. */
  readonly forget: (request: FastifyRequest) => void;
}

/** Serves each operation of the contracts below `/api`. */
export function registerOperationRoutes(server: FastifyInstance, { operations, dispatcher, subjectOf, forget }: OperationRoutes): void {
  for (const bound of operations) {
    const { operation } = bound;
    server.route({
      method: operation.method,
      url: `/api${operation.path.replace(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        // Another process may have seen the proof that a sensitive act asks for.
        if (operation.kind === 'command' && operation.stepUp !== undefined) forget(request);
        const subject = await subjectOf(request);
        const answer = await dispatcher.dispatch(bound, {
          subject,
          caller: new SocketCaller(request.raw.socket),
          input: flatInput(request),
          idempotencyKey: operation.kind === 'command' ? keyOf(request) : undefined,
        });
        return reply.header('cache-control', 'no-store').send(answer ?? null);
      },
    });
  }
}

/** Path placeholders win over the body, the body over the query string. */
export function flatInput(request: FastifyRequest): Record<string, unknown> {
  const body = request.body;
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body))) {
    throw platformProblem('platform.invalid-input', [
      { path: '', message: { zh: '请求体应为 JSON 对象', en: 'The body must be a JSON object' } },
    ]);
  }
  return {
    ...(request.query as Record<string, unknown>),
    ...(body as Record<string, unknown> | undefined),
    ...(request.params as Record<string, unknown>),
  };
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && key.length > 0 && key.length <= IDEMPOTENCY_KEY_LENGTH_MAX) return key;
  throw platformProblem('platform.invalid-input', [
    {
      path: 'Idempotency-Key',
      message: { zh: `幂等键应为 1–${IDEMPOTENCY_KEY_LENGTH_MAX} 个字符`, en: `The key must have 1–${IDEMPOTENCY_KEY_LENGTH_MAX} characters` },
    },
  ]);
}
