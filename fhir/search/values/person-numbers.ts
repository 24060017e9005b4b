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

/** How many numbers of persons a search asks for, at the end of a chain too; each value of a list is one. */
export function numbersAsked({ type, filters }: { readonly type: string; readonly filters: readonly { readonly name: string; readonly value: string }[] }): number {
  let count = 0;
  for (const { name, value } of filters) {
    const isChain = name.includes('.') || name.startsWith('_has:');
    // `subject:Patient.identifier`, `_has:RelatedPerson:patient:phone`, `identifier:of-type`.
    const isNumber = name.split(/[.:]/).some((part) => NUMBER_CODES.has(part));
    if (isNumber && (isChain || PERSON_TYPES.has(type)) && !name.endsWith(':missing')) count += value.split(',').length;
  }
  return count;
}

/** The hash of a search value under its parameter's rule. */
export const valueHash = ({ isNumber }: { readonly isNumber: boolean }, text: string): Hash => (isNumber ? numberHash(text) : hashText(text));

function numberHash(text: string): Hash {
  const digest = searchDigest(text);
  return { high: digest.readInt32BE(0), low: digest.readInt32BE(4) };
}
