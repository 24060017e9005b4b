import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Database } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { answerError, installErrorAnswers } from './error-answers.ts';
import { noteServed } from '#platform/jobs/slices.ts';
import type { Log } from './log.ts';
import { limitPipelining } from './pipelining.ts';
import { readUtf8, requireWellFormed } from './read-text.ts';
import { installSecurityHeaders, writeSecurityHeaders } from './security-headers.ts';
import { followTlsFiles, readTls, type TlsFiles } from './tls.ts';

/** For JSON of our API; FHIR routes and uploads set their own. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;
const REQUEST_SECONDS_MAX = 120;
const COMPRESS_FROM_BYTES = 1_400;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

export interface ServerSettings {
  readonly database: Database;
  readonly log: Log;
  /** Answers `/readyz`: what is still missing, or undefined when requests can be served. */
  readonly notReady?: () => Promise<string | undefined>;
  /** Answers an address that no route can have (an escape that is none) in its own form, or says false. */
  readonly answerBadAddress?: BadAddressAnswer;
  /** Certificate and key: HTTPS in place of HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Set where browsers reach the server by another address: a proxy on this machine then says who asks (`X-Forwarded-For`) and by what (`X-Forwarded-Proto`). */
  readonly publicUrl?: string | undefined;
}

export type BadAddressAnswer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => boolean;

/** An HTTP server with errors, limits, headers and health routes in place, and no route of any room yet. */
export async function createServer({ database, log, notReady, answerBadAddress, tls, publicUrl }: ServerSettings): Promise<FastifyInstance> {
  const server = Fastify({
    // Typed as the plain server: nothing above differs between the two.
    ...(tls === undefined ? {} : ({ https: readTls(tls) } as object)),
    logger: false,
    // Otherwise all people behind the proxy are one address, which a stranger's wrong passwords lock out, and cookies are not marked Secure.
    trustProxy: publicUrl === undefined ? false : 'loopback',
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_SECONDS_MAX * 1000,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      writeSecurityHeaders(request, reply);
      if (answerBadAddress?.(error, request, reply) !== true) answerError(error, { request, reply, log });
    },
    forceCloseConnections: 'idle',
    // A caller's own number makes it possible to follow one request through several systems.
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
  server.server.on('request', noteServed);
  if (tls !== undefined) followTlsFiles(server, tls, { log });
  installJsonParser(server);
  installErrorAnswers(server, log);
  installSecurityHeaders(server);
  limitPipelining(server);
  await server.register(fastifyCompress, {
    global: true,
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['gzip', 'deflate'],
    // Level 1 packs a 500 kB bundle twice as fast as level 6 and only a tenth worse (handbook stack §3).
    zlibOptions: { level: constants.Z_BEST_SPEED },
    // A compressed request of a few kilobytes could unpack to gigabytes.
    globalDecompression: false,
  });
  registerHealthRoutes(server, { database, notReady });
  return server;
}

/** JSON in UTF-8, without `__proto__`. */
function installJsonParser(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = readUtf8(body as Buffer);
    void parse(request, text, (error, value: unknown) => {
      if (error === null) requireWellFormed(text, value);
      done(error, value);
    });
  });
}

/** `/healthz`: the process answers. `/readyz`: the database answers too, and everything is in place. */
function registerHealthRoutes(server: FastifyInstance, { database, notReady }: Pick<ServerSettings, 'database' | 'notReady'>): void {
  server.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const missing = await findMissing(database, notReady);
    void reply.header('cache-control', 'no-store').code(missing === undefined ? 200 : 503);
    return missing === undefined ? { status: 'ready' } : { status: 'not-ready', missing };
  });
}

async function findMissing(database: Database, notReady: ServerSettings['notReady']): Promise<string | undefined> {
  try {
    await database.query('select 1');
    return await notReady?.();
  } catch (error) {
    return `database: ${describeSafely(error).split(' at ')[0]}`;
  }
}
