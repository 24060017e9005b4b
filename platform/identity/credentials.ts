import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_DAYS_MAX } from './sessions.ts';

const SESSION_COOKIE = 'yigong_session';
/** Sent by our own pages with every request that changes something. */
export const PAGE_HEADER = 'x-yigong';
/** Sent by a machine client that acts for one of the organisations it sees. */
export const ORGANISATION_HEADER = 'x-yigong-organisation';

const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

export function bearerToken(request: FastifyRequest): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

export function sessionToken(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === SESSION_COOKIE && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

/** No script reads it, no foreign page sends it; over HTTPS it never travels in the clear. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  const age = token === null ? 0 : SESSION_DAYS_MAX * 86_400;
  const secure = request.protocol === 'https' ? '; Secure' : '';
  void reply.header('set-cookie', `${SESSION_COOKIE}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`);
}
