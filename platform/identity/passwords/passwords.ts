import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { guessableRest } from './common-passwords.ts';
import { contract } from '../contract.ts';

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

/** Fewer than this many characters that nobody guesses first make a password common. */
const REST_MIN = 6;

/** Signs that nobody sees or finds on a keyboard: they only make a password look long, hide words in it, or get lost when it is copied. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Throws `identity.password-weak`, or `identity.password-common` for what everybody tries first. */
export function checkPassword(password: string, login: string): void {
  const plain = normalise(password);
  // One sign may stand for eighteen (U+FDFA): it is still one to guess.
  const length = Math.min([...password].length, [...plain].length);
  const kinds = CLASSES.filter((kind) => kind.test(plain)).length;
  const holdsLogin = login.length >= 3 && plain.toLowerCase().includes(normalise(login).toLowerCase());
  const varied = Math.min(new Set(password).size, new Set(plain).size) >= 5;
  const mixed = kinds >= 3 || length >= LENGTH_FREE;
  if (UNSEEN.test(password) || length < LENGTH_MIN || [...plain].length > LENGTH_MAX || !varied || !mixed || holdsLogin) throw refusal('identity.password-weak');
  if (guessableRest(plain) < REST_MIN) throw refusal('identity.password-common');
}

function refusal(code: 'identity.password-weak' | 'identity.password-common' | 'identity.password-used'): Error {
  const { zh, en } = contract.problems[code];
  return problem(code, [{ path: 'password', message: { zh, en } }]);
}

/** The last passwords of an account may not come back. */
const REMEMBERED = 5;

/** Throws `identity.password-used` where the password is the present one or one of the last four. */
export async function checkHistory(sql: Sql, accountId: string, password: string): Promise<void> {
  const rows = await sql.query<{ hash: string }>(
    `select password_hash as hash from identity.account where account_id = $1 and password_hash is not null
     union all
     (select password_hash from identity.password_history where account_id = $1 order by set_at desc limit $2)`,
    [accountId, REMEMBERED - 1],
  );
  for (const { hash: kept } of rows) if (await verify(kept, normalise(password))) throw refusal('identity.password-used');
}

/** Puts the present password among the former ones, of which the last are kept. */
export async function rememberPassword(sql: Sql, accountId: string): Promise<void> {
  await sql.execute(
    'insert into identity.password_history (account_id, password_hash) select account_id, password_hash from identity.account where account_id = $1 and password_hash is not null',
    [accountId],
  );
  await sql.execute(
    `delete from identity.password_history where account_id = $1 and set_at not in
       (select set_at from identity.password_history where account_id = $1 order by set_at desc limit $2)`,
    [accountId, REMEMBERED - 1],
  );
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
