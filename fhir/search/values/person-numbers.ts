import { searchDigest } from '#platform/crypto/search-digest.ts';
import { hashText, type Hash } from '../hash.ts';
import { parametersOf } from '../parameter-table.ts';

/** Types that hold numbers by which a person can be reached or impersonated. */
const PERSON_TYPES: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Person']);

export const isPersonType = (type: string): boolean => PERSON_TYPES.has(type);

const NUMBER_CODES: ReadonlySet<string> = new Set(['identifier', 'telecom', 'phone', 'email']);

/** Whether the values of a parameter are numbers of persons: those are indexed by a keyed digest, never by a plain hash. */
export function isNumberParameter(type: string, code: string): boolean {
  if (!PERSON_TYPES.has(type)) return false;
  return NUMBER_CODES.has(code) || /\b(identifier|telecom)\b/.test(parametersOf(type).get(code)?.expression ?? '');
}

/** The hash of a search value under its parameter's rule. */
export const valueHash = ({ isNumber }: { readonly isNumber: boolean }, text: string): Hash => (isNumber ? numberHash(text) : hashText(text));

function numberHash(text: string): Hash {
  const digest = searchDigest(text);
  return { high: digest.readInt32BE(0), low: digest.readInt32BE(4) };
}
