import { isRestrictedText } from '#platform/access/sensitivity.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { ResourceType } from '#fhir/types/resources.gen.ts';
import { replaceDistributed } from './distributed/distributed-rows.ts';
import { claimKeys } from './distributed/locator.ts';
import { storedText } from './content.ts';
import { NumberList } from '#platform/database/binary-array.ts';
import { queryPrepared } from './prepared.ts';
import { arrayLiteral, insertTables, isOneStatement, type Table, type TableRows, type Travel } from './rows.ts';
import { storeTexts } from './text-values.ts';
import { DATE_VALUE, NUMBER_VALUE, PERSON_CODE, STRING_VALUE, type SearchColumns } from './search-columns.ts';
import { sealPersons } from './sealed/sealed-person.ts';

/** A new version about to be stored. */
export interface ResourceRow {
  readonly key: string;
  readonly type: ResourceType;
  readonly id: string;
  readonly version: number;
  /** 0 when the resource is new. */
  readonly previousVersion: number;
  /** Where the version before lies; its own key for a new resource. */
  readonly previousPersonKey: string;
  readonly lastUpdated: string;
  readonly ownerOrganisationId: string | null;
  readonly managedBy: string | null;
  readonly personId: string | null;
  readonly personKey: string;
  readonly content: string;
  /** Of `content`, what is behind `meta.lastUpdated`. */
  readonly ending: string;
  /** Absent for a deletion. */
  readonly columns: SearchColumns | undefined;
}

const COLUMNS = [
  'key', 'person_key', 'last_updated', 'at_low', 'at_high', 'version', 'deleted', 'resource_type', 'resource_id', 'person_id',
  'owner_organisation_id', 'managed_by', 'keys', 'present', 'content', 'restricted',
] as const;

const TYPES: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  key: 'bigint', person_key: 'bigint', last_updated: 'timestamptz', at_low: 'timestamptz', at_high: 'timestamptz', version: 'integer',
  deleted: 'boolean', resource_type: 'text', resource_id: 'text', person_id: 'text', owner_organisation_id: 'text',
  managed_by: 'text', keys: 'bigint[]', present: 'integer[]', content: 'text', restricted: 'boolean',
};

const HISTORY_COLUMNS = [
  'key', 'person_key', 'last_updated', 'version', 'deleted', 'resource_type', 'resource_id', 'person_id', 'owner_organisation_id', 'content', 'restricted',
] as const;
const REPLACED = { columns: COLUMNS, types: TYPES, historyColumns: HISTORY_COLUMNS };

const TRAVELS: Readonly<Record<string, Travel>> = { text: 'text', 'bigint[]': 'list', 'integer[]': 'list' };
const travelOf = (column: (typeof COLUMNS)[number]): Travel => (column === 'content' ? 'long' : (TRAVELS[TYPES[column]] ?? 'plain'));

export const RESOURCE: Table = {
  name: 'fhir.resource',
  columns: COLUMNS,
  types: COLUMNS.map((column) => [TYPES[column], travelOf(column)] as const),
};

/** Serialization failure by SQLSTATE: `Database.transaction` runs the whole work again and then sees the other's row. */
const RETRY = '40001';
const UNIQUE_VIOLATION = '23505';

/**
 * Stores new versions and their search rows: one statement for all tables, whatever the number of resources. The last statements
 * are only on their way when this returns if `endsSoon`: then COMMIT follows, and tells whether they held.
 */
export async function storeRows(tx: Transaction, given: readonly ResourceRow[], endsSoon = false): Promise<void> {
  if (given.length === 0) return;
  const rows = await sealPersons(tx, given);
  const fresh = rows.filter((row) => row.previousVersion === 0);
  const changed = rows.filter((row) => row.previousVersion > 0);
  if (tx.isDistributed && !(await claimKeys(tx, fresh))) throw overtaken();
  if (changed.length > 0) await (tx.isDistributed ? replaceDistributed(tx, changed.map((row) => ({ ...row, values: columnsOf(row) })), REPLACED) : replaceRows(tx, changed));
  const moved = tx.isDistributed ? changed.filter((row) => row.personKey !== row.previousPersonKey) : [];
  const all = <T>(pick: (columns: SearchColumns) => readonly T[]): T[] => rows.flatMap((row) => (row.columns ? pick(row.columns) : []));
  const tables: TableRows[] = [
    { table: RESOURCE, rows: [...fresh, ...moved].map(columnsOf) },
    { table: PERSON_CODE, rows: all((columns) => columns.personCodes) },
    { table: DATE_VALUE, rows: all((columns) => columns.dates) },
    { table: NUMBER_VALUE, rows: all((columns) => columns.numbers) },
    { table: STRING_VALUE, rows: all((columns) => columns.strings) },
  ];
  const texts = all((columns) => columns.texts);
  const stored = insertTables(tx, tables).catch(retried);
  if (endsSoon && isOneStatement(tx, tables)) {
    tx.soon(stored);
    tx.soon(storeTexts(tx, texts));
    return;
  }
  await stored;
  await storeTexts(tx, texts);
}

const overtaken = (): Error => Object.assign(new Error('Another transaction created the resource first'), { code: RETRY });

/** Another transaction stored one of the keys meanwhile: the whole is tried again and then finds it. */
export function retried(error: unknown): never {
  throw (error as { code?: string }).code === UNIQUE_VIOLATION ? overtaken() : error;
}

/** The values of `RESOURCE.columns`. */
export const columnsOf = (row: ResourceRow): unknown[] => [
  row.key,
  row.personKey,
  row.lastUpdated,
  row.columns?.atLow ?? '-infinity',
  row.columns?.atHigh ?? '-infinity',
  row.version,
  row.columns === undefined,
  row.type,
  row.id,
  row.personId,
  row.ownerOrganisationId,
  row.managedBy,
  row.columns?.keys ?? NumberList.none,
  row.columns?.present ?? NumberList.none,
  storedText(row),
  row.personId !== null && row.type !== 'Patient' && row.content !== '' && isRestrictedText(row.content),
];

/** Rows of one UPDATE: 16 parameters each, well below the protocol's limit. */
const UPDATE_MAX = 2000;
/** Statements of so few rows repeat often enough to stay prepared. */
const PREPARED_ROWS_MAX = 4;

/** Old versions go to history, their search rows away, the new version into the row: one statement. */
async function replaceRows(tx: Transaction, rows: readonly ResourceRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += UPDATE_MAX) {
    const part = rows.slice(start, start + UPDATE_MAX);
    const persons = new Set(part.map((row) => row.previousPersonKey));
    const values = [arrayLiteral(part.map((row) => row.key)), arrayLiteral(persons), ...part.flatMap(columnsOf)];
    const text = replaceText(part.length);
    if (part.length <= PREPARED_ROWS_MAX) await queryPrepared(tx, text, values);
    else await tx.execute(text, values);
  }
}

/** Every part sees the rows as they were before the statement. */
function replaceText(count: number): string {
  const set = COLUMNS.filter((column) => column !== 'key').map((column) => `${column} = v.${column}`);
  const tuples = Array.from({ length: count }, (_, row) =>
    `(${COLUMNS.map((column, index) => `$${row * COLUMNS.length + index + 3}::${TYPES[column]}`).join(',')})`);
  const narrow = ['date_value', 'number_value', 'string_value'].map((table) => `${table} as (delete from fhir.${table} where key = any($1::bigint[]))`);
  return `with kept as (
      insert into fhir.history (${HISTORY_COLUMNS.join(', ')}) select ${HISTORY_COLUMNS.join(', ')}
      from fhir.resource where key = any($1::bigint[])),
    person_code as (delete from fhir.person_code where person_key = any($2::bigint[]) and key = any($1::bigint[])),
    ${narrow.join(', ')}
    update fhir.resource r set ${set.join(', ')} from (values ${tuples.join(',')}) as v (${COLUMNS.join(',')}) where r.key = v.key`;
}
