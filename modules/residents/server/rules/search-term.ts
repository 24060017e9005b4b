import { idCardTo18, normaliseIdCard } from '#platform/kernel/check-digits.ts';
import { prepareName } from './normalise.ts';

/** What a searcher typed, by its look: nobody chooses a field first. */
export type SearchTerm =
  | { readonly kind: 'all' }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'sound'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly otherForms: readonly string[]; readonly exact: boolean };

/** `LIKE` wildcards that people type are characters, not wildcards. */
const plain = (text: string): string => text.replace(/[\\%_]/g, '');

export function readSearchTerm(words: string): SearchTerm {
  const typed = words.normalize('NFKC').trim();
  if (typed === '') return { kind: 'all' };
  if (/\p{Script=Han}/u.test(typed)) return { kind: 'name', text: plain(prepareName(typed)?.text ?? typed) };
  if (/\d{3}/.test(typed)) {
    const number = plain(normaliseIdCard(typed));
    const exact = /^(\d{15}|\d{16}|\d{17}[\dX])$/.test(number);
    return { kind: 'number', text: number, otherForms: [idCardTo18(number)].filter((form) => form !== number), exact };
  }
  return { kind: 'sound', text: plain(typed.toLowerCase().replace(/[\s'’]/gu, '')) };
}
