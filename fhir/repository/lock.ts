import { scopeCondition } from '#platform/access/scope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { fhirProblem } from '../problems.ts';
import { writeScope } from './access.ts';
import { groupByPlace, placeOf } from './distributed/locator.ts';
import { queryPrepared } from './prepared.ts';
import type { WriteContext } from './resource-write.ts';
import { arrayLiteral } from './rows.ts';
import type { ResourceRow } from './store-rows.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

/** A row as it stood when this transaction locked it. */
export interface LockedRow {
  readonly key: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly lastUpdated: string;
  readonly ownerOrganisationId: string | null;
  readonly managedBy: string | null;
  readonly personId: string | null;
  readonly personKey: string;
  readonly content: string;
  /** False when the gate hides the row from an outside writer. */
  readonly visible: boolean;
}

/** Locks the rows that exist, in key order so that two transactions never wait for each other in a circle. */
export async function lockRows(context: WriteContext, keys: readonly string[]): Promise<Map<string, LockedRow>> {
  if (keys.length === 0) return new Map();
  const groups = context.tx.isDistributed ? [...(await groupByPlace(context.tx, keys))] : [[null, keys] as const];
  const rows: LockedText[] = [];
  // Citus locks rows on one machine a statement.
  for (const [place, group] of groups) rows.push(...(await lockGroup(context, { place, keys: group })));
  return new Map((await openPersons(context.tx, rows)).map((row) => [row.key, { ...row, lastUpdated: row.lastUpdated.toISOString() }]));
}

/** Locks one row, if it is there, and reads nothing. */
export async function lockKey(tx: Transaction, key: string): Promise<void> {
  const place = await placeOf(tx, [key], { parameter: 2 });
  if (place.text !== '' && place.values[0] === '{}') return;
  await tx.query(`select 1 from fhir.resource r where r.key = $1${place.text} for update`, [key, ...place.values]);
}

type LockedText = Omit<LockedRow, 'lastUpdated'> & { readonly lastUpdated: Date; readonly type: string; readonly id: string };

async function lockGroup(context: WriteContext, { place, keys }: { place: string | null; keys: readonly string[] }): Promise<LockedText[]> {
  const first = place === null ? 2 : 3;
  const scope = context.outside ? writeScope(context.subject, first) : { text: 'true', values: [] };
  // The subquery hides from the planner how many they are: one key would be planned for anew each time.
  return queryPrepared<LockedText>(
    context.tx,
    `select r.key::text as key, r.version, r.deleted, r.last_updated as "lastUpdated", r.owner_organisation_id as "ownerOrganisationId",
       r.managed_by as "managedBy", r.person_id as "personId", r.person_key::text as "personKey", r.resource_type as type, r.resource_id as id, ${CONTENT} as content, ${scope.text} as visible
     from fhir.resource r where r.key = any((select $1::bigint[])::bigint[])${place === null ? '' : ' and r.person_key = $2::bigint'} order by r.key for update`,
    [arrayLiteral(keys), ...(place === null ? [] : [place]), ...scope.values],
  );
}

/**
 * An outside writer may write into a person's record only with a ground: a recorded basis, or the Patient belongs to
 * an organisation in its scope. A new Patient belongs to the writer.
 */
export async function requirePersonAccess(context: WriteContext, rows: readonly ResourceRow[]): Promise<void> {
  const { subject, tx } = context;
  if (subject.everyOrganisation) return;
  const others = rows.filter((row) => !(row.type === 'Patient' && row.previousVersion === 0));
  const persons = [...new Set(others.flatMap((row) => (row.personId === null ? [] : [row.personId])))];
  const written = new Set(rows.filter((row) => row.type === 'Patient').map((row) => row.id));
  const asked = persons.filter((person) => !written.has(person));
  if (asked.length === 0) return;
  if (subject.kind === 'resident') {
    if (asked.some((person) => person !== subject.personId)) throw fhirProblem('fhir.record-forbidden');
    return;
  }
  const ground = scopeCondition(subject, { person: 'person.id', rowByRow: true }, 2);
  const patients = `$${2 + ground.values.length}::bigint[]`;
  const allowed = await tx.query<{ id: string }>(
    `select person.id from unnest($1::text[]) as person (id) where ${ground.text}
     union select r.resource_id from fhir.resource r where r.person_key = any(${patients}) and r.key = any(${patients})
       and r.resource_type = 'Patient' and r.resource_id = any($1::text[]) and r.owner_organisation_id = any($2::text[])`,
    [asked, ...ground.values, arrayLiteral(asked.map((person) => resourceKey('Patient', person)))],
  );
  if (allowed.length < asked.length) throw fhirProblem('fhir.record-forbidden');
}
