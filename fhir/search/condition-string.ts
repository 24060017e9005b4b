import type { Bindings } from './bindings.ts';
import { normaliseString } from './normalise-string.ts';
import { unescapeValue } from './query-string.ts';
import { modifierProblem } from './search-problem.ts';

/** Length that the prefix index covers. */
const INDEXED = 100;
/** Sorts after every continuation in byte order. */
const LAST = '\u{10FFFF}';

export interface StringQuery {
  readonly name: string;
  readonly modifier: string | undefined;
  readonly value: string;
}

/** Condition over alias `s` of fhir.string_value. */
export function stringCondition({ name, modifier, value }: StringQuery, bindings: Bindings): string {
  const written = unescapeValue(value);
  const normalised = normaliseString(written);
  switch (modifier) {
    case undefined:
      return startsWith(normalised, bindings);
    case 'exact':
      return `${startsWith(normalised, bindings)} and coalesce(s.exact, s.normalised) = ${bindings.bind(written, 'text')}`;
    case 'contains':
      return `position(${bindings.bind(normalised, 'text')} in s.normalised) > 0`;
    default:
      throw modifierProblem(name, modifier);
  }
}

/** `:below` of a uri, which is stored as written. */
export const uriBelow = (value: string, bindings: Bindings): string => startsWith(unescapeValue(value), bindings);

function startsWith(prefix: string, bindings: Bindings): string {
  const head = [...prefix].slice(0, INDEXED).join('');
  const range = `left(s.normalised, ${INDEXED}) collate "C" >= ${bindings.bind(head, 'text')} and left(s.normalised, ${INDEXED}) collate "C" < ${bindings.bind(head + LAST, 'text')}`;
  return head === prefix ? range : `${range} and starts_with(s.normalised, ${bindings.bind(prefix, 'text')})`;
}
