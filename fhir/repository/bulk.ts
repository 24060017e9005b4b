import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { keepSensitivityFresh } from '#platform/access/sensitivity.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { APPLICATION_ROLE } from '#platform/database/sighted.ts';
import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';
import { mapInSlices, Slices } from '#platform/jobs/slices.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { followSearchParameters } from '#fhir/search/custom/register.ts';
import type { Resource, ResourceType } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';
import { storeConcepts } from '../terminology/store-concepts.ts';
import { contentEnding, contentOfVersion } from './content.ts';
import { LOCATOR } from './distributed/locator.ts';
import type { ResourceWrite } from './resource-write.ts';
import { insertTables, type Table } from './rows.ts';
import { DATE_VALUE, NUMBER_VALUE, PERSON_CODE, searchColumns, STRING_VALUE } from './search-columns.ts';
import { columnsOf, RESOURCE, retried, type ResourceRow } from './store-rows.ts';
import { storeTexts } from './text-values.ts';
import { writeResources } from './write.ts';
import { sealPersons } from './sealed/sealed-person.ts';

export interface BulkOptions {
  readonly now: Date;
  readonly newId: () => string;
  /** Off for our own generator, whose output is validated by its tests. */
  readonly validate?: boolean;
}

export interface BulkProgress {
  /** Resources taken from the input so far. */
  readonly read: number;
  /** Of these, new or changed. */
  readonly written: number;
}

/** A load of at least so many resources ends with fresh statistics; smaller ones leave that to autovacuum's next minute. */
const ANALYSE_FROM = 50_000;

/** Statistics of the repository's tables, after `written` resources were loaded outside `loadResources`. */
export async function refreshStatistics(database: Database, written: number): Promise<void> {
  if (written >= ANALYSE_FROM) await database.query('select fhir.refresh_statistics()');
}

/**
 * Loads batches with COPY, one transaction a batch: new resources by COPY, existing ones as puts (unchanged content
 * keeps its version, so that loading twice changes nothing). A batch should hold 500 to 5,000 resources.
 */
export async function loadResources(
  database: Database,
  batches: AsyncIterable<readonly ResourceWrite[]> | Iterable<readonly ResourceWrite[]>,
  { onProgress, ...options }: BulkOptions & { onProgress?: (progress: BulkProgress) => void },
): Promise<BulkProgress> {
  await refreshCustomParameters(database);
  let progress: BulkProgress = { read: 0, written: 0 };
  for await (const batch of batches) {
    const now = momentOf(options.now, progress.read);
    const written = await database.transaction((tx) => loadBatch(tx, batch, { ...options, now }));
    progress = { read: progress.read + batch.length, written: progress.written + written };
    onProgress?.(progress);
  }
  await refreshStatistics(database, progress.written);
  return progress;
}

/** Resources of a load that share their `lastUpdated`. */
const PER_MOMENT = 50;

/**
 * `lastUpdated` of a resource by its number in the load, in milliseconds behind its beginning: pages by time sort the resources of one moment,
 * which must be neither the whole load nor, for the sake of the index, each resource alone.
 */
const momentOf = (now: Date, number: number): Date => new Date(now.getTime() + Math.floor(number / PER_MOMENT));

/** One batch inside the caller's transaction (module rows of the same batch can join it); returns how many were written. */
export async function loadBatch(tx: Transaction, batch: readonly ResourceWrite[], options: BulkOptions): Promise<number> {
  const keyed = await mapInSlices(batch, (write) => {
    const id = write.resource.id ?? options.newId();
    return { write, id, key: resourceKey(write.resource.resourceType, id) };
  });
  const known = await tx.query<{ key: string }>(`select key::text as key from ${tx.isDistributed ? 'fhir.locator' : 'fhir.resource'} where key = any($1::bigint[])`, [
    `{${keyed.map((each) => each.key).join(',')}}`,
  ]);
  const existing = new Set(known.map((row) => row.key));
  const fresh = new Map(keyed.filter((each) => !existing.has(each.key)).map((each) => [each.key, each]));
  const rows = await mapInSlices(fresh.values(), ({ write, id, key }, number) => freshRow(write, { id, key }, { ...options, now: momentOf(options.now, number) }));
  await keepSensitivityFresh(tx);
  await copyRows(tx, await sealPersons(tx, rows));
  await storeTexts(tx, rows.flatMap((row) => row.columns?.texts ?? []));
  await storeConcepts(tx, rows);
  const context = { tx, subject: systemSubject, now: options.now, newId: options.newId };
  await followSearchParameters(context, rows.map(({ type, id, content }) => ({ type: type as ResourceType, id, content, changed: true })));
  const rest = keyed.filter((each) => existing.has(each.key)).map(({ write }) => write);
  const stored = await writeResources(context, rest);
  return rows.length + stored.filter((each) => each.changed).length;
}

/** Which of these (`Type/id`) belong to a room's workflow and so are not for outsiders to write. */
export async function findManaged(sql: Sql, writes: readonly ResourceWrite[]): Promise<ReadonlySet<string>> {
  const keys = writes.flatMap(({ resource }) => (resource.id === undefined ? [] : [resourceKey(resource.resourceType, resource.id)]));
  const rows = await sql.query<{ name: string }>(
    "select resource_type || '/' || resource_id as name from fhir.resource where key = any($1::bigint[]) and managed_by is not null",
    [`{${keys.join(',')}}`],
  );
  return new Set(rows.map(({ name }) => name));
}

function freshRow(write: ResourceWrite, { id, key }: { id: string; key: string }, { now, validate = true }: BulkOptions): ResourceRow {
  const { resource } = write;
  const problems = validate ? validateResource(resource) : [];
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
  const lastUpdated = now.toISOString();
  const columns = searchColumns({ ...resource, id } as Resource & { id: string }, key);
  const ending = contentEnding(resource);
  return {
    key,
    type: resource.resourceType,
    id,
    version: 1,
    previousVersion: 0,
    previousPersonKey: key,
    lastUpdated,
    ownerOrganisationId: write.ownerOrganisationId,
    managedBy: write.managedBy ?? null,
    content: contentOfVersion(resource.resourceType, { id, version: 1, lastUpdated }, ending),
    ending,
    columns,
    personId: columns.personId,
    personKey: columns.personKey,
  };
}

/** COPY of all tables that new resources need. */
async function copyRows(tx: Transaction, rows: readonly ResourceRow[]): Promise<void> {
  if (rows.length === 0) return;
  if (tx.isDistributed) return copyApart(tx, rows);
  // PostgreSQL refuses COPY into a table with row security but to its owner, whose session this is; not a change made by hand.
  await tx.client.query("set local role none; set local yigong.migration = 'running'");
  await tx.alone(() => copyTables(tx, rows, TABLES));
  await tx.client.query(`set local role ${APPLICATION_ROLE}; set local yigong.migration = ''`);
}

/** On Citus another role is another connection to each machine, which would not see what this transaction wrote: the protected table is inserted into. */
async function copyApart(tx: Transaction, rows: readonly ResourceRow[]): Promise<void> {
  await tx.alone(() => copyTables(tx, rows, [{ table: LOCATOR, rowsOf: ({ key, personKey }) => [[key, personKey]] }]));
  await insertTables(tx, [{ table: RESOURCE, rows: rows.map(columnsOf) }]).catch(retried);
  await tx.alone(() => copyTables(tx, rows, TABLES.filter(({ table }) => table !== RESOURCE)));
}

async function copyTables(tx: Transaction, rows: readonly ResourceRow[], tables: readonly Copied[]): Promise<void> {
  for (const each of tables) await copy(tx, rows, each).catch(retried);
}

async function copy(tx: Transaction, rows: readonly ResourceRow[], { table, rowsOf }: Copied): Promise<void> {
  if (table !== RESOURCE && rows.every((row) => rowsOf(row).length === 0)) return;
  const stream = tx.client.query(copyFrom(`copy ${table.name} (${table.columns.join(',')}) from stdin`));
  await pipeline(Readable.from(linesInSlices(rows, { rowsOf, size: table === RESOURCE ? PIECE : NARROW_PIECE }), { objectMode: false, highWaterMark: 1 }), stream);
}

type RowsOf = (row: ResourceRow) => readonly (readonly unknown[])[];

interface Copied {
  readonly table: Table;
  readonly rowsOf: RowsOf;
}

/** The rows of every table that a new resource needs. */
const TABLES: readonly Copied[] = [
  { table: RESOURCE, rowsOf: (row) => [columnsOf(row)] },
  { table: PERSON_CODE, rowsOf: (row) => row.columns?.personCodes ?? [] },
  { table: DATE_VALUE, rowsOf: (row) => row.columns?.dates ?? [] },
  { table: NUMBER_VALUE, rowsOf: (row) => row.columns?.numbers ?? [] },
  { table: STRING_VALUE, rowsOf: (row) => row.columns?.strings ?? [] },
];

/** What COPY would be sent for resources that are new, table by table: the measure of every other way to write. */
export function copyTextsOf(batch: readonly ResourceWrite[], options: BulkOptions): { table: Table; text: Buffer }[] {
  const rows = batch.map((write) => {
    const id = write.resource.id ?? options.newId();
    return freshRow(write, { id, key: resourceKey(write.resource.resourceType, id) }, options);
  });
  return TABLES.map(({ table, rowsOf }) => ({ table, text: Buffer.from(rows.map((row) => linesOf(rowsOf(row))).join('')) }));
}

/** Resources of one piece of text: PostgreSQL takes a millisecond for the rows and their indexes. */
const PIECE = 16;
/** The same of the narrow tables. */
const NARROW_PIECE = 64;

/** Text in small pieces, so that neither end holds a whole batch twice and requests get their turn, of this process and of the database. */
async function* linesInSlices(rows: readonly ResourceRow[], { rowsOf, size }: { rowsOf: RowsOf; size: number }): AsyncGenerator<Buffer> {
  const slices = new Slices();
  for (let start = 0; start < rows.length; start += size) {
    const piece = rows.slice(start, start + size).map((row) => linesOf(rowsOf(row))).join('');
    if (piece !== '') yield Buffer.from(piece);
    const rest = slices.handedOn();
    if (rest) await rest;
  }
}

const linesOf = (rows: readonly (readonly unknown[])[]): string => rows.map((row) => `${row.map(copyText).join('\t')}\n`).join('');

function copyText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return value === true ? 't' : value === false ? 'f' : String(value);
  return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found]!) : value;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
