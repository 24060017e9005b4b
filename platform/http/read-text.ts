import { platformProblem } from '#platform/errors/platform-problems.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * The text of a body. Bytes that are no UTF-8 (a GB18030 file sent as it is) are refused: decoded leniently, every name in
 * it would be kept as question marks.
 */
export function readUtf8(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw notText('请求体不是 UTF-8 编码', 'The body is not encoded in UTF-8');
  }
}

/** Refuses half of a surrogate pair written as an escape, which no database keeps. `value` is what `text` was parsed to. */
export function requireWellFormed(text: string, value: unknown): void {
  if (SURROGATE_ESCAPE.test(text) && !isWellFormed(value)) throw notText('内容含有残缺的字符', 'The text holds half a character');
}

/** Key order and depth do not matter: a body nested too deeply was refused before. */
function isWellFormed(value: unknown): boolean {
  const waiting = [value];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (typeof each === 'string' && /[\ud800-\udfff]/u.test(each)) return false;
    if (typeof each === 'object' && each !== null) for (const inner of Object.entries(each).flat()) if (inner !== undefined) waiting.push(inner);
  }
  return true;
}

const notText = (zh: string, en: string) => platformProblem('platform.invalid-input', [{ path: '', message: { zh, en } }]);
