import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { groupByPlace } from './distributed/locator.ts';
import { arrayLiteral, insertTables } from './rows.ts';
import { DATE_VALUE, NUMBER_VALUE, PERSON_CODE, searchColumns, STRING_VALUE, type SearchColumns } from './search-columns.ts';
import { storeTexts } from './text-values.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

/** All their rows of a resource are replaced. */
const NARROW = ['date_value', 'number_value', 'string_value'];

interface Row {
  readonly type: string;
  readonly id: string;
  readonly key: string;
  readonly personKey: string;
  readonly content: string;
}

type Indexed = Row & { readonly columns: SearchColumns };

export interface ReindexStep {
  readonly types: readonly string[];
  /** Key of the last resource done; null at the beginning. */
  readonly after: string | null;
  /** Only what was written from then on. */
  readonly since?: Date | undefined;
  readonly limit: number;
  /** The resource as it would be stored today; the same object where nothing would differ. */
  readonly asToday?: ((resource: Resource) => Resource) | undefined;
}

export interface Reindexed {
  /** The last key, or null when nothing is left. */
  readonly last: string | null;
  readonly done: number;
  /** Those that would be stored otherwise today. */
  readonly changed: readonly Resource[];
}

/** How many resources there are to do. */
export async function countRows(sql: Sql, types: readonly string[]): Promise<number> {
  const rows = await sql.query<{ total: number }>('select count(*)::float8 as total from fhir.resource r where r.resource_type = any($1::text[]) and not r.deleted', [types]);
  return rows[0]?.total ?? 0;
}

/**
 * Computes the search values of the next resources anew, in key order; version and content stay. The rows are locked, so
 * that a write waits a moment and then indexes itself. What
 * would be stored otherwise today is handed back to be written.
 */
export async function reindexRows(tx: Transaction, { types, after, since, limit, asToday = (resource) => resource }: ReindexStep): Promise<Reindexed> {
  const lock = tx.isDistributed ? '' : 'for update';
  const found = await tx.query<Row>(
    `select r.key::text as key, r.person_key::text as "personKey", r.resource_type as type, r.resource_id as id, ${CONTENT} as content from fhir.resource r
     where ($1::bigint is null or r.key > $1) and r.resource_type = any($2::text[]) and not r.deleted
       and ($4::timestamptz is null or r.last_updated >= $4) order by r.key limit $3 ${lock}`,
    [after, types, limit, since ?? null],
  );
  // Citus locks rows on one machine a statement: what these lock has changed, if so, since it was found.
  const rows = await openPersons(tx, tx.isDistributed ? await lockContents(tx, found) : found);
  const changed: Resource[] = [];
  const indexed = rows.map((row): Indexed => {
    const resource = parseFhirJson(row.content) as Resource & { id: string };
    const today = asToday(resource);
    if (today !== resource) changed.push(today);
    return { ...row, columns: searchColumns(resource, row.key) };
  });
  await replaceColumns(tx, indexed);
  return { last: found.at(-1)?.key ?? null, done: found.length, changed };
}

/** Puts freshly computed search values in place of those that rows have. */
export async function replaceColumns(tx: Transaction, rows: readonly Indexed[]): Promise<void> {
  if (rows.length === 0) return;
  if (tx.isDistributed) await replaceApart(tx, rows);
  else await replaceTogether(tx, rows);
  const all = <Value>(pick: (columns: SearchColumns) => readonly Value[]): Value[] => rows.flatMap((row) => [...pick(row.columns)]);
  await insertTables(tx, [
    { table: PERSON_CODE, rows: all(({ personCodes }) => personCodes) },
    { table: DATE_VALUE, rows: all(({ dates }) => dates) },
    { table: NUMBER_VALUE, rows: all(({ numbers }) => numbers) },
    { table: STRING_VALUE, rows: all(({ strings }) => strings) },
  ]);
  await storeTexts(tx, all(({ texts }) => texts));
}

async function replaceTogether(tx: Transaction, rows: readonly Indexed[]): Promise<void> {
  const keys = arrayLiteral(rows.map((row) => row.key));
  const persons = arrayLiteral(new Set(rows.map((row) => row.personKey)));
  await tx.execute('delete from fhir.person_code where person_key = any($1::bigint[]) and key = any($2::bigint[])', [persons, keys]);
  for (const table of NARROW) await tx.execute(`delete from fhir.${table} where key = any($1::bigint[])`, [keys]);
  const column = <Value>(pick: (columns: SearchColumns) => Value): Value[] => rows.map((row) => pick(row.columns));
  // Arrays of different lengths are no array of arrays: they travel as literals.
  await tx.execute(
    `update fhir.resource r set keys = v.keys::bigint[], present = v.present::integer[], at_low = v.at_low, at_high = v.at_high,
       person_id = v.person_id, person_key = v.person_key
     from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::bigint[])
       as v (key, keys, present, at_low, at_high, person_id, person_key)
     where r.key = v.key and (r.keys, r.present, r.at_low, r.at_high, r.person_id) is distinct from (v.keys::bigint[], v.present::integer[], v.at_low, v.at_high, v.person_id)`,
    [
      keys, column(({ keys: each }) => String(each)), column(({ present }) => String(present)), column(({ atLow }) => atLow), column(({ atHigh }) => atHigh),
      column(({ personId }) => personId), column(({ personKey }) => personKey),
    ],
  );
}

async function lockContents(tx: Transaction, found: readonly Row[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [place, keys] of await groupByPlace(tx, found.map(({ key }) => key))) {
    rows.push(...(await tx.query<Row>(
      `select r.key::text as key, r.person_key::text as "personKey", r.resource_type as type, r.resource_id as id, ${CONTENT} as content from fhir.resource r
       where r.person_key = $1::bigint and r.key = any($2::bigint[]) and not r.deleted order by r.key for update`,
      [place, arrayLiteral(keys)],
    )));
  }
  return rows;
}

/** Each on its machine; the person stays, by whom the row lies. */
async function replaceApart(tx: Transaction, rows: readonly Indexed[]): Promise<void> {
  for (const { key, personKey, columns } of rows) {
    for (const table of ['person_code', ...NARROW]) await tx.execute(`delete from fhir.${table} where person_key = $1::bigint and key = $2::bigint`, [personKey, key]);
    await tx.execute(
      `update fhir.resource set keys = $3::bigint[], present = $4::integer[], at_low = $5::timestamptz, at_high = $6::timestamptz
       where person_key = $1::bigint and key = $2::bigint and (keys, present, at_low, at_high) is distinct from ($3::bigint[], $4::integer[], $5::timestamptz, $6::timestamptz)`,
      [personKey, key, columns.keys, columns.present, columns.atLow, columns.atHigh],
    );
  }
}
