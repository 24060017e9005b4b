import type { Sql } from '#platform/database/transaction.ts';
import type { ResidentEntry, ResidentIdentifier } from '../rules/resident-entry.ts';
import { indexOf } from '../rules/resident-entry.ts';
import { blockingDigests, numberIndexes, openNumbers, openPhones, sealNumbers, sealPhones } from './numbers.ts';

/** A stored entry with its numbers. */
export interface StoredEntry extends ResidentEntry {
  readonly namePinyin: string;
  readonly mergedIntoId: string | null;
  readonly version: number;
  readonly registeredAt: Date;
}

const COLUMNS = `r.resident_id as "residentId", r.owner_organisation_id as "ownerOrganisationId", r.kind, r.name, r.sex,
  r.birth_date as "birthDate", r.phone, r.address, r.household_id as "householdId", r.mother_id as "motherId",
  r.birth_order as "birthOrder", r.temporary_label as "temporaryLabel", r.name_pinyin as "namePinyin",
  r.merged_into_id as "mergedIntoId", r.version, r.registered_at as "registeredAt",
  (select coalesce(json_agg(json_build_object('id', i.identifier_id, 'type', i.type, 'value', i.value, 'standing', i.standing) order by i.type, i.since), '[]')
   from residents.identifier i where i.resident_id = r.resident_id) as identifiers`;

export async function findEntry(sql: Sql, residentId: string): Promise<StoredEntry | undefined> {
  return (await findEntries(sql, [residentId]))[0];
}

export async function findEntries(sql: Sql, residentIds: readonly string[]): Promise<StoredEntry[]> {
  return opened(sql, await sql.query<SealedEntry>(`select ${COLUMNS} from residents.resident r where r.resident_id = any($1::text[]) order by r.resident_id`, [residentIds]));
}

type SealedEntry = Omit<StoredEntry, 'identifiers'> & { readonly identifiers: readonly (ResidentIdentifier & { readonly id: string })[] };

/** Numbers of all entries opened at once. */
async function opened(sql: Sql, entries: readonly SealedEntry[]): Promise<StoredEntry[]> {
  const numbers = await openNumbers(sql, entries.flatMap(({ identifiers }) => identifiers));
  let next = 0;
  return (await openPhones(sql, entries)).map((entry) => ({ ...entry, identifiers: entry.identifiers.map(({ type, standing }) => ({ type, value: numbers[next++]!, standing })) }));
}

/** Locks the entries in the order of their ids, so that two merges never wait for each other. */
export async function lockEntries(sql: Sql, residentIds: readonly string[]): Promise<StoredEntry[]> {
  await sql.execute('select 1 from residents.resident where resident_id = any($1::text[]) order by resident_id for update', [residentIds]);
  return findEntries(sql, residentIds);
}

/** Who holds (not merely claims) a number, merged entries included. */
export async function findHolder(sql: Sql, { type, value }: { type: string; value: string }): Promise<string | undefined> {
  const [index] = await numberIndexes(sql, [value]);
  const rows = await sql.query<{ residentId: string }>(
    `select resident_id as "residentId" from residents.identifier where type = $1 and value_index = $2 and standing = 'held' order by since limit 1`,
    [type, index],
  );
  return rows[0]?.residentId;
}

/** Entries that share a blocking key with these, most shared keys first. */
export async function findCandidates(sql: Sql, keys: readonly string[]): Promise<StoredEntry[]> {
  if (keys.length === 0) return [];
  const rows = await sql.query<SealedEntry>(
    `with closest as materialized (
       select k.resident_id, cardinality(array(select unnest(k.keys) intersect select unnest($1::bigint[]))) as shared
       from residents.match_key k where k.keys && $1::bigint[]
       order by shared desc, k.resident_id limit ${CANDIDATES_MAX})
     select ${COLUMNS} from closest join residents.resident r on r.resident_id = closest.resident_id
     order by closest.shared desc, r.resident_id`,
    [await blockingDigests(sql, keys)],
  );
  return opened(sql, rows);
}

/** Beyond this many a key says nothing; the closest come first. */
const CANDIDATES_MAX = 200;

/** Keeps these locks apart from others that use a digest. */
const LOCK_SALT = '7161002';

/** Two desks that register the same person at the same moment queue here: the second finds what the first wrote. */
export async function lockKeys(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(
    'select pg_advisory_xact_lock(hash) from (select distinct key # $2::bigint as hash from unnest($1::bigint[]) key order by hash) ordered',
    [await blockingDigests(sql, keys.filter((key) => /^(id|in|sd):/.test(key))), LOCK_SALT],
  );
}

const columnOf = <Row, Value>(rows: readonly Row[], pick: (row: Row) => Value): Value[] => rows.map(pick);

/** Writes entries, numbers and keys in three statements, however many. */
export async function insertEntries(sql: Sql, entries: readonly ResidentEntry[], registeredAt: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ entry, index: indexOf(entry) }));
  const phones = await sealPhones(sql, entries);
  await sql.execute(
    `insert into residents.resident (resident_id, owner_organisation_id, kind, name, name_normalised, name_pinyin, pinyin_initials, sex,
       birth_date, phone, phone_index, address, household_id, mother_id, birth_order, temporary_label, registered_at)
     select *, $17::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::date[], $10::text[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::integer[], $16::text[])`,
    [
      columnOf(rows, ({ entry }) => entry.residentId),
      columnOf(rows, ({ entry }) => entry.ownerOrganisationId),
      columnOf(rows, ({ entry }) => entry.kind),
      columnOf(rows, ({ entry }) => entry.name),
      columnOf(rows, ({ index }) => index.nameNormalised),
      columnOf(rows, ({ index }) => index.namePinyin),
      columnOf(rows, ({ index }) => index.pinyinInitials),
      columnOf(rows, ({ entry }) => entry.sex),
      columnOf(rows, ({ entry }) => entry.birthDate),
      columnOf(phones, ({ sealed }) => sealed),
      columnOf(phones, ({ index }) => index),
      columnOf(rows, ({ entry }) => entry.address),
      columnOf(rows, ({ entry }) => entry.householdId),
      columnOf(rows, ({ entry }) => entry.motherId),
      columnOf(rows, ({ entry }) => entry.birthOrder),
      columnOf(rows, ({ entry }) => entry.temporaryLabel),
      registeredAt,
    ],
  );
  await insertIdentifiers(sql, entries.flatMap((entry) => entry.identifiers.map((identifier) => ({ entry, identifier }))), registeredAt);
  await writeKeys(sql, rows.map(({ entry, index }) => ({ entry, keys: index.keys })));
}

interface EntryIdentifier {
  readonly entry: Pick<ResidentEntry, 'residentId' | 'ownerOrganisationId'>;
  readonly identifier: ResidentIdentifier;
}

/** A number that the entry has already is left as it is. */
export async function insertIdentifiers(sql: Sql, rows: readonly EntryIdentifier[], since: Date): Promise<void> {
  if (rows.length === 0) return;
  const numbers = await sealNumbers(sql, columnOf(rows, ({ identifier }) => identifier.value));
  await sql.execute(
    `insert into residents.identifier (resident_id, owner_organisation_id, type, standing, identifier_id, value, value_index, since)
     select *, $8::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
     on conflict on constraint identifier_key do nothing`,
    [
      columnOf(rows, ({ entry }) => entry.residentId),
      columnOf(rows, ({ entry }) => entry.ownerOrganisationId),
      columnOf(rows, ({ identifier }) => identifier.type),
      columnOf(rows, ({ identifier }) => identifier.standing),
      columnOf(numbers, ({ id }) => id),
      columnOf(numbers, ({ sealed }) => sealed),
      columnOf(numbers, ({ index }) => index),
      since,
    ],
  );
}

/** The printed card of before is void once a new one is given out. */
export async function retireIdentifiers(sql: Sql, { residentId, type, at }: { residentId: string; type: string; at: Date }): Promise<void> {
  await sql.execute(
    `update residents.identifier set standing = 'retired', since = $3 where resident_id = $1 and type = $2 and standing = 'held'`,
    [residentId, type, at],
  );
}

interface EntryKeys {
  readonly entry: Pick<ResidentEntry, 'residentId' | 'ownerOrganisationId'>;
  readonly keys: readonly string[];
}

async function writeKeys(sql: Sql, rows: readonly EntryKeys[]): Promise<void> {
  const digests = await blockingDigests(sql, rows.flatMap(({ keys }) => keys));
  let next = 0;
  await sql.execute(
    // Arrays of different lengths are no array of arrays: they travel as literals.
    `insert into residents.match_key (resident_id, owner_organisation_id, keys, is_keyed)
     select id, owner, keys::bigint[], true from unnest($1::text[], $2::text[], $3::text[]) as given (id, owner, keys)
     on conflict (resident_id) do update set keys = excluded.keys, is_keyed = true`,
    [
      columnOf(rows, ({ entry }) => entry.residentId),
      columnOf(rows, ({ entry }) => entry.ownerOrganisationId),
      columnOf(rows, ({ keys }) => `{${keys.map(() => digests[next++]!).join(',')}}`),
    ],
  );
}

/** Writes the changed entry anew with its keys; the numbers are written by `insertIdentifiers`. */
export async function updateEntry(sql: Sql, entry: ResidentEntry): Promise<void> {
  const index = indexOf(entry);
  const [phone] = await sealPhones(sql, [entry]);
  await sql.execute(
    `update residents.resident set kind = $2, name = $3, name_normalised = $4, name_pinyin = $5, pinyin_initials = $6, sex = $7,
       birth_date = $8, phone = $9, phone_index = $10, address = $11, household_id = $12, version = version + 1
     where resident_id = $1`,
    [
      entry.residentId, entry.kind, entry.name, index.nameNormalised, index.namePinyin, index.pinyinInitials, entry.sex,
      entry.birthDate, phone!.sealed, phone!.index, entry.address, entry.householdId,
    ],
  );
  await writeKeys(sql, [{ entry, keys: index.keys }]);
}

/** Marks as merged into another entry, or (null) as an entry of its own again. */
export async function setMergedInto(sql: Sql, { residentId, mergedIntoId }: { residentId: string; mergedIntoId: string | null }): Promise<void> {
  await sql.execute('update residents.resident set merged_into_id = $2, version = version + 1 where resident_id = $1', [residentId, mergedIntoId]);
}

/** The entry that survives all merges of this one: itself when it is not merged. */
export async function findSurvivor(sql: Sql, residentId: string): Promise<string | undefined> {
  const rows = await sql.query<{ residentId: string }>(
    `with recursive road (resident_id, merged_into_id, step) as (
       select resident_id, merged_into_id, 1 from residents.resident where resident_id = $1
       union all
       select next.resident_id, next.merged_into_id, road.step + 1
       from road join residents.resident next on next.resident_id = road.merged_into_id where road.step < 20)
     select resident_id as "residentId" from road where merged_into_id is null`,
    [residentId],
  );
  return rows[0]?.residentId;
}

/** Entries merged directly into this one, for the `replaces` links of its Patient. */
export async function findMergedIds(sql: Sql, residentId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>('select resident_id as id from residents.resident where merged_into_id = $1 order by 1 limit 500', [residentId]);
  return rows.map(({ id }) => id);
}

/** Entries whose blocking keys are still plain hashes, of an older version. */
export async function listUnkeyed(sql: Sql, limit: number): Promise<StoredEntry[]> {
  const rows = await sql.query<{ id: string }>('select resident_id as id from residents.match_key where not is_keyed order by resident_id limit $1', [limit]);
  return rows.length === 0 ? [] : findEntries(sql, rows.map(({ id }) => id));
}

/** Makes the blocking keys of entries anew. */
export const renewKeys = (sql: Sql, entries: readonly ResidentEntry[]): Promise<void> => writeKeys(sql, entries.map((entry) => ({ entry, keys: indexOf(entry).keys })));
