/** EN 1064 table 5 (lead identification); the same numbers stand in DICOM's SCPECG and MDC schemes. */
const NUMBERED: Readonly<Record<number, string>> = {
  1: 'I', 2: 'II', 3: 'V1', 4: 'V2', 5: 'V3', 6: 'V4', 7: 'V5', 8: 'V6', 9: 'V7', 10: 'V2R', 11: 'V3R', 12: 'V4R', 13: 'V5R', 14: 'V6R', 15: 'V7R', 16: 'X', 17: 'Y', 18: 'Z', 19: 'CC5', 20: 'CM5',
  21: 'LA', 22: 'RA', 23: 'LL', 24: 'fI', 25: 'fE', 26: 'fC', 27: 'fA', 28: 'fM', 29: 'fF', 30: 'fH', 31: 'dI', 32: 'dII', 33: 'dV1', 34: 'dV2', 35: 'dV3', 36: 'dV4', 37: 'dV5', 38: 'dV6', 39: 'dV7',
  61: 'III', 62: 'aVR', 63: 'aVL', 64: 'aVF', 65: '-aVR', 66: 'V8', 67: 'V9', 68: 'V8R', 69: 'V9R', 70: 'D', 71: 'A', 72: 'J', 86: 'V1R',
};
const KNOWN = new Map([...Object.values(NUMBERED), 'V'].map((name) => [name.toUpperCase(), name]));

export const STANDARD_LEADS: readonly string[] = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

export const leadOfNumber = (id: number): string | undefined => NUMBERED[id];

/** The lead that a word means: `MDC_ECG_LEAD_AVR`, `Lead aVR`, `AVR` are aVR. Undefined where it names none. */
export function leadOfWord(word: string): string | undefined {
  const bare = word.trim().toUpperCase().replace(/^MDC_ECG_LEAD_|^MDC_ECG_ELEC_POTL_/, '').replace(/^LEAD[ _-]*/, '').replace(/\s*\(.*$/, '').replace(/[ _]+/g, '');
  return KNOWN.get(bare);
}

/** I, II, III, aVR … first, as every paper shows them; others after them as they came. */
export const inPaperOrder = <T extends { readonly name: string }>(leads: readonly T[]): T[] => {
  const place = ({ name }: T): number => (STANDARD_LEADS.includes(name) ? STANDARD_LEADS.indexOf(name) : STANDARD_LEADS.length);
  return [...leads].sort((a, b) => place(a) - place(b));
};
