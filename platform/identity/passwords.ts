import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from './contract.ts';

const problem = problemsOf(contract.problems);

/** Argon2id with the memory that OWASP names as a minimum: 19 MiB, two passes; about 20 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const LENGTH_MIN = 10;
const LENGTH_MAX = 128;
const LENGTH_FREE = 16;
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/** Composed characters are one and the same however the keyboard made them. */
const normalise = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalise(password), COST);

let decoy: Promise<string> | undefined;

/** Takes the same time for an account that does not exist, so that logins cannot be found by timing. */
export async function verifyPassword(storedHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomPassword());
  const right = await verify(storedHash ?? (await decoy), normalise(password));
  return right && storedHash !== null && storedHash !== undefined;
}

/** Throws `identity.password-weak`. */
export function checkPassword(password: string, login: string): void {
  const characters = [...normalise(password)];
  const kinds = CLASSES.filter((kind) => kind.test(password)).length;
  const holdsLogin = login.length >= 3 && normalise(password).toLowerCase().includes(login.toLowerCase());
  const varied = new Set(characters).size >= 5;
  const mixed = kinds >= 3 || characters.length >= LENGTH_FREE;
  if (characters.length >= LENGTH_MIN && characters.length <= LENGTH_MAX && varied && mixed && !holdsLogin) return;
  const { zh, en } = contract.problems['identity.password-weak'];
  throw problem('identity.password-weak', [{ path: 'password', message: { zh, en } }]);
}

const CONSONANTS = 'bdfghjkmnprstvz';
const VOWELS = 'aeiou';

/** About 62 bits, easy to read aloud and to type: `Tivoka-bemuru-4829-dozi`. */
export function randomPassword(): string {
  const pick = (letters: string): string => letters[randomInt(letters.length)]!;
  const syllables = (count: number): string => Array.from({ length: count }, () => pick(CONSONANTS) + pick(VOWELS)).join('');
  const first = syllables(3);
  const digits = String(randomInt(10_000)).padStart(4, '0');
  return `${first[0]!.toUpperCase()}${first.slice(1)}-${syllables(3)}-${digits}-${syllables(2)}`;
}
