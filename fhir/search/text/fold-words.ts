import { SIMPLIFIED } from './simplified.ts';

/** From here on (CJK radicals) scripts are written without blanks between words. */
const UNSPACED = '\\u2E80-\\u{10FFFF}';
const RUN = new RegExp(`(?:(?=[${UNSPACED}])[\\p{L}\\p{N}])+|(?:(?![${UNSPACED}])\\p{L})+|(?:(?![${UNSPACED}])\\p{N})+`, 'gu');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

/** Longer texts are rare and not repeated. */
const REMEMBERED_LENGTH = 80;
const REMEMBERED_MAX = 20_000;
const remembered = new Map<string, string>();

/** Beginnings of a Latin word that are looked up; the same number as in `fhir.text_terms`. */
const BEGINNING_MAX = 8;

/**
 * A text as its words, separated by single blanks: width, case, accents and traditional forms do not matter, punctuation
 * goes, and a word ends where letters, digits and unspaced script meet (`CT平扫2次` → `ct 平扫 2 次`).
 */
export function foldWords(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const words = (folded.match(RUN) ?? []).join(' ').replace(/[\u4E00-\u9FFF]/gu, (character) => SIMPLIFIED.get(character) ?? character);
  if (text.length <= REMEMBERED_LENGTH) {
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(text, words);
  }
  return words;
}

/** What every text that holds the folded phrase is indexed under; a last Latin word may be only begun. */
export function termsOf(phrase: string): string[] {
  return [...new Set(phrase.split(' ').flatMap((word) => (IS_UNSPACED.test(word) ? pairsOf([...word]) : [[...word].slice(0, BEGINNING_MAX).join('')])))];
}

const pairsOf = (characters: readonly string[]): string[] =>
  characters.length === 1 ? [characters[0]!] : characters.slice(1).map((character, index) => characters[index]! + character);

/** What to look for in ` ` + words: Latin words begin at a blank, Han may stand anywhere in a run. */
export const soughtText = (phrase: string): string => (IS_UNSPACED.test(phrase) ? phrase : ` ${phrase}`);
