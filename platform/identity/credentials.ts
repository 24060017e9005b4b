import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_DAYS_MAX } from './sessions.ts';

const SESSION_COOKIE = 'yigong_session';
/** A sign-in whose password was right and that needs one thing more. */
const PENDING_COOKIE = 'yigong_pending';
const PENDING_SECONDS_MAX = 600;
/** Sent by our own pages with every request that changes something. */
export const PAGE_HEADER = 'x-yigong';
/** Sent by a machine client that acts for one of the organisations it sees. */
export const ORGANISATION_HEADER = 'x-yigong-organisation';

const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

export function bearerToken(request: FastifyRequest): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

export const sessionToken = (request: FastifyRequest): string | undefined => cookieOf(request, SESSION_COOKIE);
export const pendingToken = (request: FastifyRequest): string | undefined => cookieOf(request, PENDING_COOKIE);

function cookieOf(request: FastifyRequest, wanted: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === wanted && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

export const setSessionCookie = (request: FastifyRequest, reply: FastifyReply, token: string | null): void =>
  setCookie(request, reply, { name: SESSION_COOKIE, path: '/', value: token, seconds: SESSION_DAYS_MAX * 86_400 });

export const setPendingCookie = (request: FastifyRequest, reply: FastifyReply, token: string | null): void =>
  setCookie(request, reply, { name: PENDING_COOKIE, path: '/api/session', value: token, seconds: PENDING_SECONDS_MAX });

/** For answers that do not pass through Fastify. */
export const endedSessionCookie = (request: FastifyRequest): string => cookieLine(request, { name: SESSION_COOKIE, path: '/', value: null, seconds: 0 });

interface Cookie {
  readonly name: string;
  readonly path: string;
  readonly value: string | null;
  readonly seconds: number;
}

/** No script reads it, no foreign page sends it; over HTTPS it never travels in the clear. */
function cookieLine(request: FastifyRequest, { name, path, value, seconds }: Cookie): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${name}=${value ?? ''}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${value === null ? 0 : seconds}${secure}`;
}

/** Fastify keeps several set-cookie lines side by side. */
function setCookie(request: FastifyRequest, reply: FastifyReply, cookie: Cookie): void {
  void reply.header('set-cookie', cookieLine(request, cookie));
}
