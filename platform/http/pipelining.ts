import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { platformProblem } from '#platform/errors/platform-problems.ts';

/**
 * Requests of one connection that may stand behind the one that is being answered. Browsers send none and clients that pipeline a few; three thousand in
 * one packet, all begun at once, took every connection of the database for a quarter of a minute.
 */
const WAITING_MAX = 16;

/** Refuses what a connection sends on top, and ends the connection after the answer. */
export function limitPipelining(server: FastifyInstance): void {
  const waiting = new WeakMap<Socket, number>();
  server.addHook('onRequest', (request, reply, done) => {
    // A response has its connection at once unless another stands before it.
    if (reply.raw.socket !== null) return done();
    const { socket } = request.raw as IncomingMessage & { socket: Socket };
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > WAITING_MAX) {
      void reply.header('connection', 'close');
      return done(platformProblem('platform.too-many'));
    }
    waiting.set(socket, count);
    reply.raw.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    done();
  });
}
