import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { ResourceByType, ResourceType } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';
import { isPersonType } from '#fhir/search/values/person-numbers.ts';
import { maskedText as maskedFor, rowScope } from './access.ts';
import { keyScope, readByKey } from './reading/batched-read.ts';
import { placeOf } from './distributed/locator.ts';
import { queryPrepared } from './prepared.ts';
import { arrayLiteral } from './rows.ts';
import { isWithin } from './scope-limits.ts';
import { openPerson, openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

/** A stored version, as text that can be sent untouched. */
export interface StoredText {
  readonly version: number;
  readonly lastUpdated: Date;
  readonly deleted: boolean;
  readonly personId: string | null;
  readonly content: string;
}

const COLUMNS = `r.version, r.last_updated as "lastUpdated", r.deleted, r.person_id as "personId", ${CONTENT} as content`;

/** With what tells rows of one key apart. */
type StoredRow = StoredText & { readonly type: string; readonly id: string };
const STORED_ROW = `${COLUMNS}, r.resource_type as type, r.resource_id as id`;

/** The current resource, parsed; without access check (rooms check by their own gate). */
export async function findResource<T extends ResourceType>(sql: Sql, type: T, id: string): Promise<ResourceByType[T] | undefined> {
  const key = resourceKey(type, id);
  const place = await placeOf(sql, [key], { parameter: 4 });
  const rows = await queryPrepared<{ content: string }>(
    sql,
    `select ${CONTENT} as content from fhir.resource r where r.key = $1 and r.resource_type = $2 and r.resource_id = $3 and not r.deleted${place.text}`,
    [key, type, id, ...place.values],
  );
  return rows[0] ? (parseFhirJson((await openPerson(sql, { type, id }, rows[0])).content) as ResourceByType[T]) : undefined;
}

/** As `findResource`, but throws `fhir.not-found`. */
export async function getResource<T extends ResourceType>(sql: Sql, type: T, id: string): Promise<ResourceByType[T]> {
  const resource = await findResource(sql, type, id);
  if (!resource) throw fhirProblem('fhir.not-found');
  return resource;
}

/** Several resources of one type in one statement; missing ones are left out. */
export async function listResourcesById<T extends ResourceType>(sql: Sql, type: T, ids: readonly string[]): Promise<ResourceByType[T][]> {
  if (ids.length === 0) return [];
  const keys = ids.map((id) => resourceKey(type, id));
  const place = await placeOf(sql, keys, { parameter: 3 });
  const rows = await sql.query<{ content: string; type: string; id: string }>(
    `select ${CONTENT} as content, r.resource_type as type, r.resource_id as id from fhir.resource r where r.key = any($1::bigint[]) and r.resource_type = $2 and not r.deleted${place.text}`,
    [arrayLiteral(keys), type, ...place.values],
  );
  return (await openPersons(sql, rows)).map((row) => parseFhirJson(row.content) as ResourceByType[T]);
}

export interface ReadRequest {
  readonly subject: Subject;
  readonly type: string;
  readonly id: string;
  /** For a change that is stored again: numbers as they are, whoever asks. */
  readonly isUnmasked?: boolean;
}

async function toldText(sql: Sql, request: ReadRequest, found: StoredText | undefined): Promise<StoredText | undefined> {
  if (found === undefined || !isPersonType(request.type)) return found;
  const opened = await openPerson(sql, request, found);
  return request.isUnmasked === true ? opened : { ...opened, content: maskedFor(request.subject, request.type, opened.content) };
}

/** The current version as text, through the gate; undefined when absent or hidden. */
export async function readText(sql: Sql, request: ReadRequest): Promise<StoredText | undefined> {
  const { subject, type, id } = request;
  const isRow = (row: StoredRow): boolean => row.id === id && row.type === type;
  return toldText(sql, request, await readByKey<StoredRow>(sql, STORED_ROW, { key: resourceKey(type, id), isRow, scope: keyScope(subject, type) }));
}

/** One version, current or replaced, through the gate. */
export async function readVersionText(sql: Sql, request: ReadRequest & { version: number }): Promise<StoredText | undefined> {
  const scope = rowScope(request.subject, request.type, 5);
  const key = resourceKey(request.type, request.id);
  const place = await placeOf(sql, [key], { parameter: 5 + scope.values.length });
  const from = (table: string): string =>
    `select ${COLUMNS} from ${table} r where r.key = $1 and r.version = $2 and r.resource_type = $3 and r.resource_id = $4 and ${scope.text}${place.text}`;
  const rows = await sql.query<StoredText>(`${from('fhir.resource')} union all ${from('fhir.history')} limit 1`, [
    key,
    request.version,
    request.type,
    request.id,
    ...scope.values,
    ...place.values,
  ]);
  const found = await toldText(sql, request, rows[0]);
  return found && isWithin(request.subject, { type: request.type, content: found.content }) ? found : undefined;
}
