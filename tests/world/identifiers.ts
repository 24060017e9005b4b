/** Synthetic numbers with valid check characters. Division codes 99xxxx are not assigned, so no real person or body is ever hit. */

const ID_CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** GB 11643-1999: region, birth date, sequence (odd = male), check character. */
export function idCardNumber(parts: { division: string; birthDate: string; sequence: number }): string {
  const body = `${parts.division}${parts.birthDate.replaceAll('-', '')}${String(parts.sequence).padStart(3, '0')}`;
  return body + idCardCheck(body);
}

export function idCardCheck(body: string): string {
  const sum = ID_CARD_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return '10X98765432'[sum % 11]!;
}

const SLOTS_PER_DIVISION = 500;

/**
 * The division and sequence of a person's number. A bijection of the person's running number, so two persons can never share a card number,
 * whatever their birth dates, and no table of used numbers is needed while streaming.
 */
export function idCardSlot(personNumber: number, male: boolean): { division: string; sequence: number } {
  const block = Math.floor(personNumber / SLOTS_PER_DIVISION);
  const slot = personNumber % SLOTS_PER_DIVISION;
  return { division: `99${String(101 + block).padStart(4, '0')}`, sequence: slot * 2 + (male ? 1 : 0) };
}

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** GB 11714 body code: eight digits and a check character. */
export function bodyCode(serial: number): string {
  const digits = String(serial).padStart(8, '0');
  const sum = BODY_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const check = 11 - (sum % 11);
  return digits + (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

export function creditCodeCheck(body: string): string {
  const sum = CREDIT_WEIGHTS.reduce((total, weight, index) => total + weight * CREDIT_SYMBOLS.indexOf(body[index]!), 0);
  return CREDIT_SYMBOLS[(31 - (sum % 31)) % 31]!;
}

/** GB 32100-2015 unified social credit code. `kind`: 11 government office, 12 public institution, 52 private non-enterprise, 54 village body. */
export function creditCode(parts: { kind: '11' | '12' | '52' | '54'; division: string; serial: number }): string {
  const body = `${parts.kind}${parts.division}${bodyCode(parts.serial)}`;
  return body + creditCodeCheck(body);
}

/** Odd and prime to the modulus: multiplying by it permutes 0 … 10^digits − 1. */
const SCATTER = 48271;

export const scatter = (value: number, digits: number): string => {
  const modulus = 10 ** digits;
  return String(Number((BigInt(value) * BigInt(SCATTER) + 7919n) % BigInt(modulus))).padStart(digits, '0');
};

/** Mobile-length numbers that begin with 100: not assigned to any subscriber. */
export const phoneNumber = (personNumber: number): string => `100${scatter(personNumber, 8)}`;

/** Twelve digits, unique per person. */
export const insuranceNumber = (personNumber: number): string => `99${scatter(personNumber + 5_000_000, 10)}`;
