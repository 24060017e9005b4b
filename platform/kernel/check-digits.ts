import { isCalendarDate } from './period.ts';
import { maskMiddle } from './text.ts';
import { fail, succeed, type Result } from './result.ts';

/** What a resident identity number says about its holder. Dates are `YYYY-MM-DD`. */
export interface IdCard {
  /** 18 characters, `X` in upper case. */
  readonly number: string;
  /** First six digits, GB/T 2260 (retired codes stay on old cards). */
  readonly region: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  /** The first-generation form of 15 digits was given; it carries no check character. */
  readonly from15Digits: boolean;
}

/** Why a text is no identity number, in the order in which it is tested. */
export type IdCardFault = 'length' | 'characters' | 'region' | 'birth-date' | 'future' | 'check-character';

const ID_CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CARD_CHECKS = '10X98765432';

/** Provinces of GB/T 2260 with 83 (residents from Taiwan); 9x opens a foreigner's permanent residence card of 18 digits. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/**
 * A number of a person as it is shown to who may not see it whole: the first three and the last four, enough to tell two telephones or cards apart. Of an identity
 * number the end stays hidden too: beside the birth date, which stands on the same line, and the region, which everybody knows, its last four
 * are the number.
 */
export const maskPersonNumber = (value: string): string => maskMiddle(value, 3, /^(\d{15}|\d{17}[\dXx])$/.test(value.trim()) ? 0 : 4);

/** Check character over the first 17 digits, GB 11643-1999 (ISO 7064 MOD 11-2). */
export function idCardCheckCharacter(first17: string): string {
  return ID_CARD_CHECKS[weightedSum(first17, ID_CARD_WEIGHTS, digitValue) % 11]!;
}

/** 15 digits to 18: the century is put in and the check character appended; other lengths come back untouched. */
export function idCardTo18(number: string): string {
  if (!/^\d{15}$/.test(number)) return number;
  const first17 = `${number.slice(0, 6)}19${number.slice(6)}`;
  return first17 + idCardCheckCharacter(first17);
}

/** Runs of 18 and 15 characters that stand alone: not within a longer number, nor a part of a UID. */
const NUMBERS_OF_18 = /(?<![\d]|\d\.)\d{17}[\dXx](?!\d|\.\d)/g;
const NUMBERS_OF_15 = /(?<![\d]|\d\.)\d{15}(?![\dXx]|\.\d)/g;
const CENTURY = /^(18|19|20)/;
const DAY_OF_YEAR = /^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/;

/**
 * Whether a text holds what looks like an identity number. The check character and the calendar are not asked: a number with one wrong digit still says whose it is.
 * 15 digits say less of themselves (a department's own numbers begin with region and date too) and are looked for only where `with15` says so.
 */
export function holdsIdentityNumber(text: string, { with15 = true }: { with15?: boolean } = {}): boolean {
  if (text.length < 15) return false;
  const read = text.normalize('NFKC');
  return [read, read.replace(/(?<=\d)[\s\-·]+(?=[\dXx])/gu, '')].some((each) =>
    [...each.matchAll(NUMBERS_OF_18)].some(([number]) => isOfProvince(number) && CENTURY.test(number.slice(6)))
    || (with15 && [...each.matchAll(NUMBERS_OF_15)].some(([number]) => PROVINCES.has(number.slice(0, 2)) && DAY_OF_YEAR.test(number.slice(8)))));
}

const isOfProvince = (number: string): boolean => PROVINCES.has(number.slice(0, 2)) || number.startsWith('9');

/** The text as it is shown to who may not see whole numbers: every identity number in it masked; one that is written in pieces hides all digits of the text. */
export function maskIdentityNumbers(text: string): string {
  const shown = text.normalize('NFKC').replace(NUMBERS_OF_18, maskPersonNumber).replace(NUMBERS_OF_15, maskPersonNumber);
  return holdsIdentityNumber(shown) ? shown.replace(/\d/g, '*') : shown;
}

/** Half-width, upper case, without spaces, hyphens or dots between the digits. */
export const normaliseIdCard = (text: string): string => text.normalize('NFKC').replace(/[\s\-.·]/gu, '').toUpperCase();

/**
 * Reads a resident identity number of 18 or 15 digits as people type it. `today` (YYYY-MM-DD) refuses births in the future.
 */
export function readIdCard(text: string, today?: string): Result<IdCard, IdCardFault> {
  const typed = normaliseIdCard(text);
  if (typed.length !== 18 && typed.length !== 15) return fail('length');
  if (!/^(\d{15}|\d{17}[\dX])$/.test(typed)) return fail('characters');
  const number = idCardTo18(typed);
  if (!isOfProvince(number)) return fail('region');
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCalendarDate(birthDate) || birthDate < '1850') return fail('birth-date');
  if (today !== undefined && birthDate > today) return fail('future');
  if (idCardCheckCharacter(number.slice(0, 17)) !== number[17]) return fail('check-character');
  return succeed({
    number,
    region: number.slice(0, 6),
    birthDate,
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
    from15Digits: typed.length === 15,
  });
}

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Check character over the first 17 of a unified social credit code, GB 32100-2015. Undefined for a foreign symbol. */
export function creditCodeCheckCharacter(first17: string): string | undefined {
  if (![...first17].every((symbol) => CREDIT_SYMBOLS.includes(symbol))) return undefined;
  const sum = weightedSum(first17, CREDIT_WEIGHTS, (symbol) => CREDIT_SYMBOLS.indexOf(symbol));
  return CREDIT_SYMBOLS[(31 - (sum % 31)) % 31];
}

/** A unified social credit code (统一社会信用代码): 18 of 31 symbols, the body code's own check included. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  return isBodyCode(text.slice(8, 17)) && creditCodeCheckCharacter(text.slice(0, 17)) === text[17];
}

const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Check character over the 8 characters of an organisation body code, GB 11714 (letters count 10 to 35). */
export function bodyCodeCheckCharacter(first8: string): string {
  const rest = 11 - (weightedSum(first8, BODY_WEIGHTS, (symbol) => Number.parseInt(symbol, 36)) % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/** An organisation body code (组织机构代码): 8 characters and the check, a hyphen between them allowed. */
export function isBodyCode(text: string): boolean {
  const code = text.replace('-', '');
  return /^[0-9A-Z]{8}[0-9X]$/.test(code) && bodyCodeCheckCharacter(code.slice(0, 8)) === code[8];
}

const digitValue = (digit: string): number => Number(digit);

function weightedSum(text: string, weights: readonly number[], valueOf: (symbol: string) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * valueOf(text[index]!), 0);
}
