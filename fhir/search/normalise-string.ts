/** How string search compares: width, case, accents and runs of white space do not matter (R4 §3.1.1.4.8). */
export const normaliseString = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase().replace(/[ßς]/gu, (letter) => (letter === 'ß' ? 'ss' : 'σ')).replace(/\s+/gu, ' ').trim();

/** Chinese, Japanese and Korean names are written without a space between family and given name. */
export const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
