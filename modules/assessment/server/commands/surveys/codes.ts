import { createHash, randomBytes } from 'node:crypto';

/** No letter or digit that is mistaken for another when it is read from paper. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 24;

/** 120 bits of chance, in groups of six. */
export const newCode = (): string => Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('').replace(/(.{6})(?=.)/g, '$1-');

/** As typed: full-width, lower case and gaps are the same code. */
export const digestOf = (code: string): string => createHash('sha256').update(code.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '')).digest('hex');
