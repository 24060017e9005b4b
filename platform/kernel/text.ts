/**
 * Input as people type it on a Chinese keyboard: full-width digits, letters, slashes and spaces become half-width,
 * ends are trimmed and inner runs of white space folded. Rare characters (beyond the BMP) pass untouched.
 */
export const normaliseInput = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim();

/** Keeps the first and last characters, hides the middle: `110105********002X`. */
export function maskMiddle(text: string, keepStart: number, keepEnd: number): string {
  const characters = [...text];
  if (characters.length <= keepStart + keepEnd) return '*'.repeat(characters.length);
  const hidden = '*'.repeat(characters.length - keepStart - keepEnd);
  return characters.slice(0, keepStart).join('') + hidden + characters.slice(characters.length - keepEnd).join('');
}

/** Half letters (single surrogates), which neither PostgreSQL nor JSON on the wire can hold, become U+FFFD. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');
