import type { Bindings } from './bindings.ts';
import { ENDS, IS_WHOLE } from './special/filter/filter-parameters.ts';
import { normaliseString } from './normalise-string.ts';
import { unescapeValue } from './query-string.ts';
import { pairsOf } from './pair-terms.ts';
import { modifierProblem } from './search-problem.ts';

/** Length that the prefix index covers. */
const INDEXED = 100;
/** Sorts after every continuation in byte order. */
const LAST = '\u{10FFFF}';

export interface StringQuery {
  readonly name: string;
  readonly modifier: string | undefined;
  readonly value: string;
  /** SQL of the hash of the parameter, by which `:contains` uses its index. */
  readonly parameter?: string;
}

/** Condition over alias `s` of fhir.string_value. */
export function stringCondition({ name, modifier, value, parameter }: StringQuery, bindings: Bindings): string {
  const written = unescapeValue(value);
  const normalised = normaliseString(written);
  switch (modifier) {
    case undefined:
      return startsWith(normalised, bindings);
    case 'exact':
      return `${startsWith(normalised, bindings)} and coalesce(s.exact, s.normalised) = ${bindings.bind(written, 'text')}`;
    case IS_WHOLE:
      return `${startsWith(normalised, bindings)} and s.normalised = ${bindings.bind(normalised, 'text')}`;
    case ENDS:
      return `right(s.normalised, ${[...normalised].length}) = ${bindings.bind(normalised, 'text')}`;
    case 'contains':
      return contains(normalised, parameter, bindings);
    default:
      throw modifierProblem(name, modifier);
  }
}

/** An array of texts as PostgreSQL reads it. */
const arrayOf = (texts: readonly string[]): string => `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;

/** By the index of pairs; a part of one Latin character is looked for in every value of the parameter. */
function contains(part: string, parameter: string | undefined, bindings: Bindings): string {
  const holds = `position(${bindings.bind(part, 'text')} in s.normalised) > 0`;
  const terms = pairsOf(part);
  if (terms.length === 0 || parameter === undefined) return holds;
  const indexed = (list: readonly string[]): string =>
    `fhir.pair_terms(s.parameter, s.normalised) @> array(select hashtextextended(term, ${parameter}) from unnest(${bindings.bind(arrayOf(list), 'text[]')}) as term)`;
  return `(${indexed(terms)} or ${indexed([''])}) and ${holds}`;
}

/** `:below` of a uri, which is stored as written; names (`urn:`) have nothing below them (https://hl7.org/fhir/R4/search.html#uri). */
export function uriBelow(value: string, bindings: Bindings): string {
  const uri = unescapeValue(value);
  const below = startsWith(uri, bindings);
  return isName(uri) ? `(${below} and s.normalised = ${bindings.bind(uri, 'text')})` : below;
}

/** A name instead of an address: `urn:oid:1.2` has no path that another could continue. */
const isName = (uri: string): boolean => /^urn:/i.test(uri);

function startsWith(prefix: string, bindings: Bindings): string {
  const head = [...prefix].slice(0, INDEXED).join('');
  const range = `left(s.normalised, ${INDEXED}) collate "C" >= ${bindings.bind(head, 'text')} and left(s.normalised, ${INDEXED}) collate "C" < ${bindings.bind(head + LAST, 'text')}`;
  return head === prefix ? range : `${range} and starts_with(s.normalised, ${bindings.bind(prefix, 'text')})`;
}
