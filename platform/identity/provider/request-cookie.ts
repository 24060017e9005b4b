import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'yigong_authorise';
const MINUTES = 10;

/** Binds a request for authorisation to the browser in which it began: a link sent to somebody else leads nowhere. */
export function bindToBrowser(request: FastifyRequest, reply: FastifyReply, uid: string): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  void reply.header('set-cookie', `${COOKIE}=${uid}; Path=/api/authorisations/${uid}; HttpOnly; SameSite=Lax; Max-Age=${MINUTES * 60}${secure}`);
}

export const asksInThisBrowser = (request: FastifyRequest, uid: string): boolean =>
  (request.headers.cookie ?? '').split(';').some((part) => part.trim() === `${COOKIE}=${uid}`);
