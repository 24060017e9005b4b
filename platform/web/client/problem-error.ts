import type { ProblemDetail, ProblemKind, Text } from '#platform/kernel/problem.ts';

/** `unavailable`: the line or the server is down; `internal`: our own mistake. The rest are the caller's. */
export type FailureKind = ProblemKind | 'unavailable' | 'internal';

/** A refusal or failure as the screen shows it: what happened, what to do, which fields. */
export class ProblemError extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly text: Text;
  readonly details: readonly ProblemDetail[];

  constructor(failure: { kind: FailureKind; code: string; text: Text; details?: readonly ProblemDetail[] }) {
    super(failure.code);
    this.name = 'ProblemError';
    this.kind = failure.kind;
    this.code = failure.code;
    this.text = failure.text;
    this.details = failure.details ?? [];
  }
}

/** Only who sends something has something that can be kept. */
export type Asked = 'query' | 'command';

const UNAVAILABLE: Readonly<Record<Asked, Text>> = {
  query: { zh: '暂时连不上服务器，请检查网络后重试。', en: 'The server cannot be reached. Check the connection and try again.' },
  command: { zh: '暂时连不上服务器。您填写的内容已保留，请检查网络后重试。', en: 'The server cannot be reached. What you typed is kept; check the connection and try again.' },
};
const INTERNAL: Readonly<Record<Asked, Text>> = {
  query: { zh: '系统出错，未能读取。请稍后重试；仍不行请联系系统管理员。', en: 'Something went wrong on our side and this could not be read. Try again later or call the system administrator.' },
  command: {
    zh: '系统出错，未能完成。内容已保留，请稍后重试；仍不行请联系系统管理员。',
    en: 'Something went wrong on our side and nothing was changed. What you typed is kept; try again later or call the system administrator.',
  },
};

export const unavailable = (asked: Asked): ProblemError => new ProblemError({ kind: 'unavailable', code: 'web.unavailable', text: UNAVAILABLE[asked] });

const internal = (status: number, asked: Asked): ProblemError => new ProblemError({ kind: 'internal', code: `web.http-${status}`, text: INTERNAL[asked] });

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'invalid', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 409: 'conflict', 422: 'business-rule',
  429: 'too-many', 501: 'unsupported', 502: 'unavailable', 503: 'unavailable', 504: 'unavailable',
};

/** Reads the `ProblemDocument` of platform/errors; an answer without it becomes a problem of its HTTP status. */
export function problemFromAnswer(status: number, answer: unknown, asked: Asked): ProblemError {
  const kind = KINDS[status];
  if (kind === 'unavailable') return unavailable(asked);
  const body = (answer ?? {}) as Record<string, unknown>;
  const text = pairOf(body['title'], body['titleEn']);
  if (!text || typeof body['code'] !== 'string') return kind && status !== 400 ? ofStatus(kind, status, asked) : internal(status, asked);
  const stated = typeof body['kind'] === 'string' ? (body['kind'] as FailureKind) : undefined;
  return new ProblemError({ kind: stated ?? kind ?? 'internal', code: body['code'], text, details: detailsFrom(body['details']) });
}

const STATUS_TEXTS: Readonly<Partial<Record<FailureKind, Text>>> = {
  unauthenticated: { zh: '登录已过期，请重新登录。内容已保留。', en: 'Your sign-in has expired. Sign in again; what you typed is kept.' },
  forbidden: { zh: '您没有此项权限。需要时请联系本机构管理员。', en: 'You are not allowed to do this. Ask the administrator of your organisation.' },
  'not-found': { zh: '找不到该内容，可能已被移走。', en: 'This cannot be found; it may have been moved.' },
  conflict: { zh: '他人已先行修改，请刷新后重试。', en: 'Somebody else changed this first. Refresh and try again.' },
  'too-many': { zh: '操作过于频繁，请稍候再试。', en: 'Too many requests; wait a moment and try again.' },
};

const ofStatus = (kind: FailureKind, status: number, asked: Asked): ProblemError => {
  const text = STATUS_TEXTS[kind];
  return text ? new ProblemError({ kind, code: `web.http-${status}`, text }) : internal(status, asked);
};

function pairOf(zh: unknown, en: unknown): Text | undefined {
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}

function detailsFrom(value: unknown): ProblemDetail[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const detail = (item ?? {}) as Record<string, unknown>;
    const message = pairOf(detail['message'], detail['messageEn']);
    return message ? [{ path: String(detail['path'] ?? ''), message }] : [];
  });
}
