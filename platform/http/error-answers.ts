import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CallerGone, STATEMENT_ENDED, TimeLimitExceeded } from '#platform/database/limits/work.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { httpStatusOf, problemDocument } from '#platform/errors/problem-answer.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { Problem, type Text } from '#platform/kernel/problem.ts';
import type { Log } from './log.ts';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The one place where a failure becomes an answer of our API; the FHIR routes turn the same failures into OperationOutcome. */
export function installErrorAnswers(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error, request, reply) => answerError(error, { request, reply, log }));
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly log: Log;
}

export function answerError(error: unknown, { request, reply, log }: Asked): FastifyReply {
  if (error instanceof CallerGone) return answerNobody(reply);
  const problem = problemOf(error);
  if (problem) {
    if (problem.kind === 'too-many') void reply.header('retry-after', '30');
    return reply.code(statusOf(error, problem)).type(PROBLEM_TYPE).send(problemDocument(problem));
  }
  const outside = isOutage(error);
  log(outside ? 'request.database-unavailable' : 'request.failed', {
    requestId: request.id,
    method: request.method,
    // The pattern, because the address itself holds ids.
    route: request.routeOptions.url ?? '(none)',
    reason: describeSafely(error),
  });
  if (outside) void reply.header('retry-after', '2');
  return reply.code(outside ? 503 : 500).type(PROBLEM_TYPE).send(outside ? UNAVAILABLE : internal(request.id));
}

/** Nothing failed, and nobody reads it; the number is what proxies write into their logs. */
export const answerNobody = (reply: FastifyReply): FastifyReply => reply.code(499).send();

/** The problem that a failure stands for, where the caller made a mistake; undefined for faults of ours or of the database. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === STATEMENT_ENDED) return tooCostly(error);
  if (typeof code === 'string' && UNSTORABLE_TEXT.has(code)) {
    return inputProblem({ zh: '内容含有无法保存的字符（如 NUL）', en: 'The text holds a character that cannot be stored (such as NUL)' });
  }
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return undefined;
  // The file server's words for a folder or a path that leads outside.
  if (statusCode === 403 || statusCode === 404) return platformProblem('platform.not-found');
  return inputProblem(REQUEST_FAULTS[statusCode] ?? { zh: '请求格式不正确', en: 'The request is malformed' });
}

const KINDS: Readonly<Record<TimeLimitExceeded['kind'], Text>> = {
  read: { zh: '查看', en: 'a look' }, list: { zh: '列表或检索', en: 'a list or search' }, export: { zh: '导出', en: 'an export' }, change: { zh: '提交', en: 'a change' }, background: { zh: '后台工作', en: 'work of the platform' },
};

/** Quick statements end by PostgreSQL's own clock, which says no more than that. */
function tooCostly(error: unknown): Problem {
  if (!(error instanceof TimeLimitExceeded)) return platformProblem('platform.too-costly');
  const { zh, en } = KINDS[error.kind];
  return platformProblem('platform.too-costly', [{ path: '', message: { zh: `${zh}最多 ${error.secondsMax} 秒。`, en: `The limit of ${en} is ${error.secondsMax} seconds.` } }]);
}

/** SQLSTATE of bytes that are no text here: NUL, and characters outside the encoding. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);

const REQUEST_FAULTS: Readonly<Record<number, Text>> = {
  400: { zh: '请求体不是正确的 JSON', en: 'The body is not valid JSON' },
  413: { zh: '请求体过大', en: 'The body is too large' },
  415: { zh: '请使用 application/json', en: 'Send application/json' },
};

const inputProblem = (message: Text): Problem => platformProblem('platform.invalid-input', [{ path: '', message }]);

function statusOf(error: unknown, problem: Problem): number {
  const own = (error as { statusCode?: number }).statusCode;
  return error instanceof Problem || own === undefined || problem.kind === 'not-found' ? httpStatusOf(problem.kind) : own;
}

const OUTAGE_CODES = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300', '08006', '08003', '40001', '40P01',
]);
const OUTAGE_MESSAGES = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The database is away or too busy: the caller may try again. */
export function isOutage(error: unknown): boolean {
  const { code, message, syscall } = (error ?? {}) as { code?: unknown; message?: unknown; syscall?: unknown };
  // The socket file of a database that is just being restarted.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  return (typeof code === 'string' && OUTAGE_CODES.has(code)) || (typeof message === 'string' && OUTAGE_MESSAGES.test(message));
}

const UNAVAILABLE = {
  type: 'https://yigong.dev/problems/platform.unavailable',
  status: 503,
  kind: 'unavailable',
  code: 'platform.unavailable',
  title: '系统正在恢复，请稍候片刻再试；已填内容不会丢失。',
  titleEn: 'The system is recovering. Try again in a moment; nothing you typed is lost.',
  details: [],
} as const;

const internal = (requestId: string) => ({
  type: 'https://yigong.dev/problems/platform.internal',
  status: 500,
  kind: 'internal',
  code: 'platform.internal',
  title: `系统内部错误，请将编号 ${requestId} 告知系统管理员。`,
  titleEn: `Something failed on our side. Tell the system administrator the number ${requestId}.`,
  details: [],
  requestId,
});
