import type { FastifyRequest } from 'fastify';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';

const problem = problemsOf(contract.problems);

/** One range of an Accept header. */
export interface MediaRange {
  /** `multipart/related` gives the type of its parts in `type`. */
  readonly isMultipart: boolean;
  readonly type: string;
  /** Transfer syntax asked for; `*` for as it is kept, undefined where nothing is said. */
  readonly transferSyntax: string | undefined;
  readonly weight: number;
}

/** Ranges in the order of the client's wish; the `accept` parameter of the address takes the header's place (PS3.18 §8.3.3.1). */
export function mediaRanges(request: FastifyRequest): MediaRange[] {
  const { accept: asked } = request.query as { accept?: string | string[] };
  const text = asked === undefined ? String(request.headers.accept ?? '*/*') : [asked].flat().join(',');
  return splitOutsideQuotes(text, ',').map(rangeOf).filter((range) => range.weight > 0).sort((left, right) => right.weight - left.weight);
}

function rangeOf(text: string): MediaRange {
  const [name = '', ...parameters] = splitOutsideQuotes(text, ';').map((part) => part.trim());
  const values = new Map(parameters.map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, at).trim().toLowerCase(), each.slice(at + 1).trim().replace(/^"(.*)"$/, '$1')] as const;
  }));
  const isMultipart = name.toLowerCase() === 'multipart/related';
  const weight = Number(values.get('q') ?? '1');
  return { isMultipart, type: (isMultipart ? (values.get('type') ?? '*/*') : name).toLowerCase(), transferSyntax: values.get('transfer-syntax'), weight: Number.isNaN(weight) ? 1 : weight };
}

function splitOutsideQuotes(text: string, sign: string): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === sign && !isQuoted) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].filter((each) => each.trim() !== '');
}

export const matches = (range: string, type: string): boolean => range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));

/** The first of the offered types that the client takes; throws `imaging.not-acceptable`. */
export function chooseType<Type extends string>(request: FastifyRequest, offered: readonly Type[]): Type {
  for (const range of mediaRanges(request)) {
    const found = offered.find((type) => matches(range.type, type));
    if (found !== undefined) return found;
  }
  throw problem('imaging.not-acceptable');
}
