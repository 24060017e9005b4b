/** National identifiers with check characters. */

const ID_CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643-1999: six digits of the division, birth date, sequence, check character modulo 11. */
function isResidentIdentityNumber(value: string): boolean {
  const match = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(value);
  if (!match || !isCalendarDay(match[1]!, match[2]!, match[3]!)) return false;
  const sum = ID_CARD_WEIGHTS.reduce((total, weight, index) => total + weight * Number(value[index]), 0);
  return '10X98765432'[sum % 11] === value[17];
}

function isCalendarDay(year: string, month: string, day: string): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** GB 32100-2015 unified social credit code: 18 characters, the last modulo 31. */
function isUnifiedSocialCreditCode(value: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(value)) return false;
  const sum = CREDIT_WEIGHTS.reduce((total, weight, index) => total + weight * CREDIT_SYMBOLS.indexOf(value[index]!), 0);
  return CREDIT_SYMBOLS[(31 - (sum % 31)) % 31] === value[17];
}

/** Constraints of our profiles that FHIRPath cannot say; by constraint key, over the element's value. */
export const nativeChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  'yigong-id-card': (value) => typeof value === 'string' && isResidentIdentityNumber(value),
  'yigong-credit-code': (value) => typeof value === 'string' && isUnifiedSocialCreditCode(value),
};
