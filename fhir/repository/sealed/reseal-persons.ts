import { keyRing } from '#platform/crypto/ring-in-use.ts';
import type { SealedText } from '#platform/crypto/sealed-column.ts';
import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { replaceColumns } from '../reindex.ts';
import { searchColumns } from '../search-columns.ts';
import { endingOf, isSealedContent, openPersons, PERSON_NUMBERS, sealPersons } from './sealed-person.ts';

/** Current versions first: what is replaced meanwhile is copied as it was sealed anew. */
const PLACES = ['fhir.resource', 'fhir.history'].flatMap((table) => ['Patient', 'Person', 'RelatedPerson'].map((type) => ({ table, type })));

/** `<key in force>|<place>|<time>|<key>|<version>` of the last row seen. */
interface Cursor {
  readonly keyId: string;
  readonly place: number;
  readonly after: readonly [string, string, number] | undefined;
}

interface Row {
  readonly key: string;
  readonly personKey: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly at: string;
  readonly content: string;
}

async function keyInForce(sql: Sql): Promise<string> {
  return (await keyRing().activePrefix(sql, PERSON_NUMBERS)).split('.')[1]!;
}

const isFinished = async (sql: Sql, keyId: string): Promise<boolean> => (await sql.query('select 1 from fhir.sealed_pass where key_id = $1', [keyId])).length > 0;

/** Texts of persons in clear or under a former key. Nothing is counted once a pass under the key in force is finished: whoever writes seals by it. */
async function countStale(sql: Sql): Promise<number> {
  const keyId = await keyInForce(sql);
  if (await isFinished(sql, keyId)) return 0;
  let total = 1;
  for (const { table, type } of PLACES) {
    const [row] = await sql.query<{ total: number }>(
      `select count(*)::float8 as total from ${table} r where r.resource_type = $1 and not r.deleted and right(r.content, ${endingOf(keyId).length}) <> $2`, [type, endingOf(keyId)]);
    total += row!.total;
  }
  return total;
}

/** Up to `limit` texts further; undefined at the end, which is then noted. Rows in clear are indexed anew too: their search values were plain hashes. */
async function resealSome(sql: Sql, { after, limit }: { after: string; limit: number }): Promise<{ last: string; count: number } | undefined> {
  const keyId = await keyInForce(sql);
  const cursor = readCursor(after) ?? { keyId, place: 0, after: undefined };
  if (after === '' && (await isFinished(sql, keyId))) return undefined;
  const place = PLACES[cursor.place];
  if (place === undefined) {
    if (cursor.keyId === keyId) await sql.execute('insert into fhir.sealed_pass (key_id) values ($1) on conflict do nothing', [keyId]);
    return undefined;
  }
  const rows = await readStale(sql, { ...place, ending: endingOf(keyId), cursor, limit });
  await replaceTexts(sql as Transaction, place.table, rows);
  const end = rows.at(-1);
  const next: Cursor = end === undefined ? { keyId: cursor.keyId, place: cursor.place + 1, after: undefined } : { ...cursor, after: [end.at, end.key, end.version] };
  return { last: [next.keyId, next.place, ...(next.after ?? [])].join('|'), count: rows.length };
}

function readCursor(text: string): Cursor | undefined {
  const [keyId, place, at, key, version] = text.split('|');
  if (!keyId) return undefined;
  return { keyId, place: Number(place), after: at === undefined ? undefined : [at, key!, Number(version)] };
}

interface Step {
  readonly table: string;
  readonly type: string;
  readonly ending: string;
  readonly cursor: Cursor;
  readonly limit: number;
}

const readStale = (sql: Sql, { table, type, ending, cursor, limit }: Step): Promise<Row[]> =>
  sql.query<Row>(
    `select r.key::text as key, r.person_key::text as "personKey", r.resource_type as type, r.resource_id as id, r.version, r.last_updated::text as at, r.content
     from ${table} r where r.resource_type = $1 and not r.deleted and ($2::timestamptz is null or (r.last_updated, r.key, r.version) > ($2, $3::bigint, $4::integer))
       and ($2::timestamptz is null or r.last_updated >= $2) and right(r.content, ${ending.length}) <> $5 order by r.last_updated, r.key, r.version limit $6`,
    [type, cursor.after?.[0] ?? null, cursor.after?.[1] ?? null, cursor.after?.[2] ?? null, ending, limit],
  );

/** A version that was replaced meanwhile is left: its successor was sealed by the key in force. */
async function replaceTexts(tx: Transaction, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const opened = await openPersons(tx, rows);
  const sealed = await sealPersons(tx, opened);
  await tx.execute(
    `update ${table} r set content = given.content from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[]) as given (key, person_key, version, content)
     where r.key = given.key and r.person_key = given.person_key and r.version = given.version`,
    [rows.map(({ key }) => key), rows.map(({ personKey }) => personKey), rows.map(({ version }) => version), sealed.map(({ content }) => content)],
  );
  if (table !== 'fhir.resource') return;
  const unsealed = opened.filter((_, at) => !isSealedContent(rows[at]!.content));
  await replaceColumns(tx, unsealed.map((row) => ({ ...row, columns: searchColumns(parseFhirJson(row.content) as Resource & { id: string }, row.key) })));
}

/** Numbers of persons within stored resources, for the clock that seals anew and for `yigong keys`. */
export const PERSON_TEXTS: SealedText = { purpose: PERSON_NUMBERS, countStale, resealSome };

const START_ROWS = 500;

/**
 * Seals what an older version stored in clear and indexes it by keyed digests: until then nobody is found by a number. Run before the first
 * request is answered; does nothing once any pass is finished.
 */
export async function sealStoredPersons(database: Database, say: (count: number) => void): Promise<number> {
  await keyInForce(database);
  let count = 0;
  if ((await database.query('select 1 from fhir.sealed_pass limit 1')).length > 0) return count;
  for (let after = ''; ;) {
    const step = await database.transaction((tx) => resealSome(tx, { after, limit: START_ROWS }));
    if (step === undefined) return count;
    after = step.last;
    count += step.count;
    if (step.count > 0 && count % 100_000 < START_ROWS) say(count);
  }
}
