import { createHmac, timingSafeEqual } from 'node:crypto';

/** A dynamic code lives this long. */
export const CODE_LIFE_SECONDS = 120;
const PREFIX = 'YG1';

/** `YG1.<code number>.<signature>`: nothing about the person is in it, and a made-up one costs no database look-up. */
export const signCode = (codeId: string, secret: string): string => `${PREFIX}.${codeId.replaceAll('-', '')}.${signatureOf(codeId, secret)}`;

/** The code's number when the signature is ours. */
export function readCode(code: string, secret: string): string | undefined {
  const match = /^YG1\.([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([\w-]{22})$/.exec(code.trim());
  if (!match) return undefined;
  const codeId = match.slice(1, 6).join('-');
  const [given, expected] = [Buffer.from(match[6]!), Buffer.from(signatureOf(codeId, secret))];
  return given.length === expected.length && timingSafeEqual(given, expected) ? codeId : undefined;
}

const signatureOf = (codeId: string, secret: string): string =>
  createHmac('sha256', secret).update(codeId).digest().subarray(0, 16).toString('base64url');

/** Sixteen digits for a printed card: 15 out of the random end of an id, and a Luhn check digit (ISO/IEC 7812-1). */
export function cardNumberFrom(randomId: string): string {
  const digits = (BigInt(`0x${randomId.replaceAll('-', '').slice(16)}`) % 10n ** 13n).toString().padStart(13, '0');
  const body = `86${digits}`;
  return body + luhnDigit(body);
}

export const isCardNumber = (text: string): boolean => /^86\d{14}$/.test(text) && luhnDigit(text.slice(0, 15)) === text[15];

function luhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
