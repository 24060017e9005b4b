import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { arrayLiteral, type Table } from '../rows.ts';

/** For COPY of keys that were not there before. */
export const LOCATOR: Table = { name: 'fhir.locator', columns: ['key', 'person_key'], types: [['bigint', 'plain'], ['bigint', 'plain']] };

/** Where the rows of a key lie: distribution key of the current version, then those of versions that lay elsewhere. */
type Places = readonly string[];

/**
 * Where keys lie, on a database that is spread over machines; a key that is nowhere is left out. One statement, which asks
 * only the machines that hold these keys' entries.
 */
async function locate(sql: Sql, keys: readonly string[]): Promise<Map<string, Places>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<{ key: string; place: string; former: string | null }>(
    'select key::text as key, person_key::text as place, array_to_string(former, \' \') as former from fhir.locator where key = any($1::bigint[])',
    [arrayLiteral(keys)],
  );
  return new Map(rows.map(({ key, place, former }) => [key, [place, ...(former ? former.split(' ') : [])]]));
}

/** A condition on the place of rows called `alias`, and its value. */
export interface PlaceCondition {
  readonly text: string;
  readonly values: readonly unknown[];
}

const ANYWHERE: PlaceCondition = { text: '', values: [] };

/**
 * ` and r.person_key = any($n)` for statements by key, so that only the machines that hold the keys are asked; nothing on a
 * single machine, where the index of the key says it. Its value is `$parameter`.
 */
export async function placeOf(sql: Sql, keys: readonly string[], { parameter, alias = 'r' }: { parameter: number; alias?: string }): Promise<PlaceCondition> {
  if (!sql.isDistributed) return ANYWHERE;
  const places = await locate(sql, keys);
  return { text: ` and ${alias}.person_key = any($${parameter}::bigint[])`, values: [arrayLiteral(new Set([...places.values()].flat()))] };
}

/** Keys by the place of their current version, both in one order for all, so that no two transactions lock in a circle. */
export async function groupByPlace(sql: Sql, keys: readonly string[]): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>();
  const located = [...(await locate(sql, keys))].map(([key, [place]]) => ({ key, place: place! }));
  for (const { key, place } of located.sort((a, b) => compare(a.place, b.place) || compare(a.key, b.key))) {
    const group = groups.get(place);
    if (group) group.push(key);
    else groups.set(place, [key]);
  }
  return groups;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface NewPlace {
  readonly key: string;
  readonly personKey: string;
}

/** Enters new keys; false when another transaction was first with one of them. Unique over all machines. */
export async function claimKeys(tx: Transaction, rows: readonly NewPlace[]): Promise<boolean> {
  if (rows.length === 0) return true;
  const sorted = [...rows].sort((a, b) => compare(a.key, b.key));
  let claimed = 0;
  for (let start = 0; start < sorted.length; start += CLAIMS_MAX) {
    const part = sorted.slice(start, start + CLAIMS_MAX);
    const tuples = part.map((_, index) => `($${index * 2 + 1}::bigint,$${index * 2 + 2}::bigint)`).join(',');
    claimed += await tx.execute(`insert into fhir.locator (key, person_key) values ${tuples} on conflict (key) do nothing`, part.flatMap(({ key, personKey }) => [key, personKey]));
  }
  return claimed === rows.length;
}

const CLAIMS_MAX = 2_000;

/** A resource that came to another person: its versions so far stay where they lie. */
export async function moveKey(tx: Transaction, { key, personKey, from }: NewPlace & { from: string }): Promise<void> {
  await tx.execute('update fhir.locator set person_key = $2::bigint, former = array_append(former, $3::bigint) where key = $1::bigint', [key, personKey, from]);
}
