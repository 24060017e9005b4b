import { hasKeyRing, keyRing } from '#platform/crypto/ring-in-use.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { canonicalJson } from './canonical-json.ts';

/** Key of the digests of parts, to be made before the first signature (`makeFirstKeys`). */
export const PARTS_KEY = 'signature.part';

const DIGITS = 16;

/** Path to keyed digest, 8 bytes in hexadecimal. */
export type Parts = Readonly<Record<string, string>>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of a JSON document, those of members one level deeper by their path. Undefined where it is no JSON object. */
function membersOf(bytes: Buffer): [string, unknown][] | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  const document: unknown = JSON.parse(bytes.toString('utf8'));
  if (!isObject(document)) return undefined;
  return Object.entries(document).flatMap(([name, value]): [string, unknown][] => (isObject(value) ? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, each]) : [[name, value]]));
}

/** Null where there is nothing to tell apart. */
export async function partsOf(sql: Sql, document: string, bytes: Buffer): Promise<Parts | null> {
  const members = membersOf(bytes);
  if (members === undefined || !hasKeyRing()) return null;
  const digest = await keyRing().indexOf(sql, PARTS_KEY);
  return Object.fromEntries(members.map(([path, value]) => [path, digest(`${document}\n${path}\n${canonicalJson(value ?? null)}`).toString('hex').slice(0, DIGITS)]));
}

/** Paths that differ, in alphabetical order; empty where the parts were not kept. */
export function changedParts(before: Parts | null, now: Parts | null): string[] {
  if (before === null || now === null) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((path) => before[path] !== now[path]).sort();
}
