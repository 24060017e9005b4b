import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { keepSensitivityFresh } from '#platform/access/sensitivity.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { refreshCustomParameters } from '#fhir/search/custom/overlay.ts';
import { followSearchParameters } from '#fhir/search/custom/register.ts';
import type { Resource, ResourceType } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';
import { storeConcepts } from '../terminology/store-concepts.ts';
import { contentText } from './content.ts';
import { claimKeys } from './locator.ts';
import type { ResourceWrite } from './resource-write.ts';
import type { Table, TableRows } from './rows.ts';
import { DATE_VALUE, NUMBER_VALUE, PERSON_CODE, searchColumns, STRING_VALUE } from './search-columns.ts';
import { columnsOf, overtaken, RESOURCE, type ResourceRow } from './store-rows.ts';
import { storeTexts } from './text-values.ts';
import { writeResources } from './write.ts';

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
    const written = await database.transaction((tx) => loadBatch(tx, batch, options));
    progress = { read: progress.read + batch.length, written: progress.written + written };
    onProgress?.(progress);
  }
  await refreshStatistics(database, progress.written);
  return progress;
}

/** One batch inside the caller's transaction (module rows of the same batch can join it); returns how many were written. */
export async function loadBatch(tx: Transaction, batch: readonly ResourceWrite[], options: BulkOptions): Promise<number> {
  const keyed = batch.map((write) => {
    const id = write.resource.id ?? options.newId();
    return { write, id, key: resourceKey(write.resource.resourceType, id) };
  });
  const known = await tx.query<{ key: string }>(`select key::text as key from ${tx.isDistributed ? 'fhir.locator' : 'fhir.resource'} where key = any($1::bigint[])`, [
    `{${keyed.map((each) => each.key).join(',')}}`,
  ]);
  const existing = new Set(known.map((row) => row.key));
  const fresh = new Map(keyed.filter((each) => !existing.has(each.key)).map((each) => [each.key, each]));
  const rows = [...fresh.values()].map(({ write, id, key }) => freshRow(write, { id, key }, options));
  await keepSensitivityFresh(tx);
  if (tx.isDistributed && !(await claimKeys(tx, rows))) throw overtaken();
  await copyRows(tx, rows);
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
    content: contentText(resource, { id, version: 1, lastUpdated }),
    columns,
    personId: columns.personId,
    personKey: columns.personKey,
  };
}

/** COPY of all tables that new resources need. */
async function copyRows(tx: Transaction, rows: readonly ResourceRow[]): Promise<void> {
  for (const each of tableRowsOf(rows)) await copy(tx, each);
}

/** The rows of every table that new resources need. */
const tableRowsOf = (rows: readonly ResourceRow[]): TableRows[] => [
  { table: RESOURCE, rows: rows.map(columnsOf) },
  { table: PERSON_CODE, rows: rows.flatMap((row) => row.columns?.personCodes ?? []) },
  { table: DATE_VALUE, rows: rows.flatMap((row) => row.columns?.dates ?? []) },
  { table: NUMBER_VALUE, rows: rows.flatMap((row) => row.columns?.numbers ?? []) },
  { table: STRING_VALUE, rows: rows.flatMap((row) => row.columns?.strings ?? []) },
];

/** What COPY would be sent for resources that are new, table by table: the measure of every other way to write. */
export function copyTextsOf(batch: readonly ResourceWrite[], options: BulkOptions): { table: Table; text: Buffer }[] {
  const rows = batch.map((write) => {
    const id = write.resource.id ?? options.newId();
    return freshRow(write, { id, key: resourceKey(write.resource.resourceType, id) }, options);
  });
  return tableRowsOf(rows).map(({ table, rows: values }) => ({ table, text: Buffer.concat([...linesOf(values)]) }));
}

async function copy(tx: Transaction, { table, rows }: TableRows): Promise<void> {
  if (rows.length === 0) return;
  const stream = tx.client.query(copyFrom(`copy ${table.name} (${table.columns.join(',')}) from stdin`));
  await pipeline(Readable.from(linesOf(rows), { objectMode: false }), stream);
}

/** Text in pieces of a few hundred rows, so that neither end holds a whole batch twice. */
function* linesOf(rows: readonly (readonly unknown[])[]): Generator<Buffer> {
  for (let start = 0; start < rows.length; start += 256) {
    yield Buffer.from(rows.slice(start, start + 256).map((row) => `${row.map(copyText).join('\t')}\n`).join(''));
  }
}

function copyText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return value === true ? 't' : value === false ? 'f' : String(value);
  return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found]!) : value;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
