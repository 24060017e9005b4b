import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { CallerGone } from '#platform/database/limits/work.ts';
import { answerNobody, isOutage, problemOf } from '#platform/http/error-answers.ts';
import { logToStderr } from '#platform/http/log.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';
import type { Answer } from './answer.ts';
import type { FhirDependencies } from './dependencies.ts';
import { installBodyFormats, sendPlain, sendText } from './format.ts';
import { informationOutcome, outcomeOf, statusOf } from './outcome.ts';

type HttpDependencies = FhirDependencies & { readonly audit: NonNullable<FhirDependencies['audit']> };

/** Body parsing and errors of the FHIR routes: every failure is an OperationOutcome. */
export function installFhirHttp(routes: FastifyInstance, dependencies: HttpDependencies): void {
  installBodyFormats(routes);
  routes.setErrorHandler((error, request, reply) => answerError(error, { request, reply, dependencies }));
  routes.setNotFoundHandler((request, reply) => sendText(JSON.stringify(outcomeOf(fhirProblem('fhir.unsupported'))), request, reply.code(404)));
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Told of every route that is added from now on; `close` answers the methods that an address was not given. */
export function otherMethods(routes: FastifyInstance, prefix: string): { readonly close: () => void } {
  const taken = new Map<string, Set<string>>();
  routes.addHook('onRoute', ({ url, method }) => {
    const address = url.slice(prefix.length).replace(/\/$/, '');
    taken.set(address, new Set([...(taken.get(address) ?? []), ...[method].flat()]));
  });
  return {
    close: () => {
      for (const [address, methods] of taken) {
        const allow = [...methods, 'OPTIONS'].sort().join(', ');
        // Refused before a body is read.
        const refuse = async (request: FastifyRequest, reply: FastifyReply) => refuseMethod(request, reply, allow);
        routes.route({ method: [...METHODS, 'OPTIONS'].filter((each) => !methods.has(each)), url: address === '' ? '/' : address, onRequest: refuse, handler: refuse });
      }
    },
  };
}

/** 405 with the methods that there are (RFC 9110 §15.5.6); OPTIONS is answered with them; what no route names as its operation is nowhere. */
function refuseMethod(request: FastifyRequest, reply: FastifyReply, allow: string): FastifyReply {
  const last = request.url.split('?')[0]!.split('/').at(-1)!;
  const isOperation = last.startsWith('$') && !(request.routeOptions.url ?? '').endsWith(last);
  if (isOperation) return sendText(JSON.stringify(outcomeOf(fhirProblem('fhir.no-endpoint'))), request, reply.code(404));
  void reply.header('allow', allow);
  if (request.method === 'OPTIONS') return reply.code(204).send();
  return sendText(JSON.stringify(outcomeOf(fhirProblem('fhir.method'))), request, reply.code(405));
}

/** The `frameworkErrors` of the server: an address below `/fhir` that no route can have is answered as FHIR. */
export function answerBadFhirAddress(error: { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): boolean {
  if (!/^\/fhir(?:[/?]|$)/.test(request.url)) return false;
  const problem = fhirProblem('fhir.bad-address');
  void sendText(JSON.stringify(outcomeOf(problem)), request, reply.code(error.statusCode ?? statusOf(problem)));
  return true;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly dependencies: HttpDependencies;
}

async function answerError(error: unknown, { request, reply, dependencies }: Asked): Promise<FastifyReply> {
  if (error instanceof CallerGone) return answerNobody(reply);
  const problem = isTooDeep(error) ? fhirProblem('fhir.invalid', [TOO_DEEP]) : problemOf(error);
  if (!problem) return answerFault(error, { request, reply, dependencies });
  if (problem.kind === 'forbidden') await recordRefusal(problem, request, dependencies);
  if (problem.kind === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
  const own = error instanceof Problem ? undefined : (error as { statusCode?: number }).statusCode;
  return sendText(JSON.stringify(outcomeOf(problem)), request, reply.code(own ?? statusOf(problem)));
}

/** A body nested thousands of levels deep, met before the validator could refuse it. */
const isTooDeep = (error: unknown): boolean => error instanceof RangeError && error.message.includes('call stack');
const TOO_DEEP = { path: '', message: { zh: '嵌套层次过深。', en: 'Nested too deeply.' } };

/** Faults of ours or of the database: no detail goes out. */
function answerFault(error: unknown, { request, reply }: Asked): FastifyReply {
  const isAway = isOutage(error);
  logToStderr(isAway ? 'fhir.database-unavailable' : 'fhir.failed', {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? '(none)',
    reason: describeSafely(error),
  });
  if (isAway) void reply.header('retry-after', '2');
  const issue = {
    severity: 'fatal',
    code: isAway ? 'transient' : 'exception',
    diagnostics: isAway ? '系统正在恢复，请稍候再试。The system is recovering; try again in a moment.' : `系统内部错误，编号 ${request.id}。Internal error, number ${request.id}.`,
  };
  return sendText(JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] }), request, reply.code(isAway ? 503 : 500));
}

/** Refused reads of a hidden row are recorded where the person is known; everything else here. */
async function recordRefusal(problem: Problem, request: FastifyRequest, { subjectOf, audit }: HttpDependencies): Promise<void> {
  if (problem.code === 'fhir.record-forbidden' && request.method === 'GET') return;
  const subject = await subjectOf(request);
  const { type, id } = request.params as { type?: string; id?: string };
  const resource = type === undefined ? null : id === undefined ? type : `${type}/${id}`;
  await audit(subject, { action: `fhir.${request.method.toLowerCase()}`, outcome: 'refused', resource, detail: { problem: problem.code } });
}

const RETURN = /return\s*=\s*"?(minimal|representation|OperationOutcome)/;
const STORED = JSON.stringify(informationOutcome('已保存。', 'Stored.'));

export function sendAnswer(answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.code(answer.status).header('cache-control', 'no-store');
  if (answer.etag !== undefined) void reply.header('etag', answer.etag);
  if (answer.lastModified !== undefined) void reply.header('last-modified', answer.lastModified.toUTCString());
  if (answer.location !== undefined) void reply.header('location', answer.location).header('content-location', answer.location);
  const wanted = answer.location === undefined ? undefined : RETURN.exec(String(request.headers.prefer ?? ''))?.[1];
  if (answer.bytes !== undefined) return sendPlain(answer.bytes, request, reply) ? reply : sendText(answer.bytes, request, reply);
  if (answer.body === undefined || wanted === 'minimal') return sendText('', request, reply);
  return sendText(wanted === 'OperationOutcome' ? STORED : answer.body, request, reply);
}

