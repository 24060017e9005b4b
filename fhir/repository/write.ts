import { keepSensitivityFresh } from '#platform/access/sensitivity.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { acceptSubscription } from '#fhir/subscriptions/accept.ts';
import { acceptSearchParameters, followSearchParameters } from '#fhir/search/custom/register.ts';
import { followSubscriptions } from '#fhir/subscriptions/register.ts';
import { sealSubscriptionHeaders } from '#fhir/subscriptions/sealed-headers.ts';
import { brokenClaims } from '#fhir/profiles/claimed.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';
import { storeConcepts } from '../terminology/store-concepts.ts';
import { contentEnding, contentOfVersion } from './content.ts';
import { lockRows, requirePersonAccess, type LockedRow } from './lock.ts';
import { isMaskedCopy } from './access.ts';
import { isMet, type ResourceWrite, type StoredResource, type WriteContext } from './resource-write.ts';
import { searchColumns, type SearchColumns } from './search-columns.ts';
import { storeRows, type ResourceRow } from './store-rows.ts';

/** A write as it was sent, checked, with what its row will hold of it whatever row is there now. */
class Planned {
  readonly write: ResourceWrite;
  readonly id: string;
  readonly key: string;
  /** Of the text to be stored; empty for a deletion. */
  readonly ending: string;
  private found: SearchColumns | undefined;

  constructor(write: ResourceWrite, id: string) {
    const { resource, method } = write;
    this.write = write;
    this.id = id;
    this.key = resourceKey(resource.resourceType, id);
    this.ending = method === 'delete' ? '' : contentEnding(resource);
  }

  /** Looked for on first use: a put with unchanged content needs none. */
  get columns(): SearchColumns {
    const { resource } = this.write;
    return (this.found ??= searchColumns((resource.id === this.id ? resource : { ...resource, id: this.id }) as Resource & { id: string }, this.key));
  }
}

interface Decision {
  readonly stored: StoredResource;
  /** Absent when nothing changes. */
  readonly row?: ResourceRow;
}

/**
 * Writes resources in the caller's transaction: validated, versioned, indexed; few statements whatever their number.
 * A put with unchanged content keeps the version. Throws `fhir.invalid`, `fhir.version-conflict`,
 * `fhir.already-exists`, `fhir.not-found`, `fhir.managed`, `fhir.record-forbidden`.
 */
export async function writeResources(context: WriteContext, writes: readonly ResourceWrite[]): Promise<StoredResource[]> {
  const planned = (await sealSubscriptionHeaders(context, writes)).map((write) => plan(context, write));
  requireDistinct(planned);
  await acceptSearchParameters(context, planned.map(({ write }) => write));
  const existing = await lockRows(context, soughtKeys(planned));
  const decisions = planned.map((each) => decide(context, each, existing.get(each.key)));
  const rows = rowsIn(decisions);
  if (context.outside) await requirePersonAccess(context, rows);
  await keepSensitivityFresh(context.tx);
  await storeRows(context.tx, rows, context.endsSoon);
  await storeConcepts(context.tx, rows);
  const stored = decisions.map((decision) => decision.stored);
  if (context.outside) await announcePatients(context, stored);
  await followSubscriptions(context, stored);
  await followSearchParameters(context, stored);
  return stored;
}

const soughtKeys = (planned: readonly Planned[]): string[] => planned.filter(({ write }) => write.resource.id !== undefined && !write.isNewId).map(({ key }) => key);
const rowsIn = (decisions: readonly Decision[]): ResourceRow[] => decisions.flatMap(({ row }) => (row ? [row] : []));

/** Types whose writes mean more than their rows; they are written each in a transaction of its own. */
const APART: ReadonlySet<string> = new Set(['Subscription', 'SearchParameter', 'CodeSystem']);

/** Whether `prepareWrites` takes them. */
export const mayGather = (writes: readonly ResourceWrite[]): boolean => !writes.some(({ resource }) => APART.has(resource.resourceType));

type Writer = Omit<WriteContext, 'tx' | 'endsSoon'>;

/** Writes of one request of an outside client, ready to be stored in one transaction with those of others. */
export interface PreparedWrites {
  readonly writer: Writer;
  readonly planned: readonly Planned[];
  readonly keys: readonly string[];
}

/** All that needs no database. Throws `fhir.invalid` and the like. */
export function prepareWrites(writer: Writer, writes: readonly ResourceWrite[]): PreparedWrites {
  const planned = writes.map((write) => plan(writer, write));
  requireDistinct(planned);
  for (const each of planned) if (each.write.method !== 'delete') void each.columns;
  return { writer, planned, keys: planned.map(({ key }) => key) };
}

/** What became of one request: what was stored, or why none of it. */
export type Outcome = { readonly stored: readonly StoredResource[] } | { readonly problem: Problem };

export interface Together {
  readonly outcomes: Outcome[];
  /** Of the resources written, those that were there before; undefined when nobody looked. */
  readonly known: number | undefined;
}

/**
 * Stores the writes of several requests of ONE subject, no resource in two of them, in a transaction that ends behind this call. Each is
 * stored whole or, refused, not at all; an error of the database is everybody's. With `takeForNew` nothing is looked up where all may be new:
 * if one is not, the transaction fails as one that was overtaken does and is to be repeated without.
 */
export async function writeTogether(tx: Transaction, all: readonly PreparedWrites[], takeForNew: boolean): Promise<Together> {
  const context: WriteContext = { ...all[0]!.writer, tx };
  const lock = (): Promise<ReadonlyMap<string, LockedRow>> => lockRows(context, all.flatMap(({ planned }) => soughtKeys(planned)));
  const decideWith = (existing: ReadonlyMap<string, LockedRow>) => all.map(({ writer, planned }) => decideAll({ ...writer, tx }, planned, existing));
  let existing = takeForNew && all.every(({ planned }) => planned.every(mayBeNew)) ? undefined : await lock();
  let decided = decideWith(existing ?? NONE);
  // What a new one is refused for, one that is there may be allowed.
  if (existing === undefined && decided.some((each) => each instanceof Problem)) decided = decideWith((existing = await lock()));
  const rows = decided.flatMap((each) => (each instanceof Problem ? [] : rowsIn(each)));
  await requirePersonAccess(context, rows);
  await keepSensitivityFresh(tx);
  await storeRows(tx, rows, true);
  const outcomes: Outcome[] = [];
  for (const [index, decisions] of decided.entries()) {
    if (decisions instanceof Problem) {
      outcomes.push({ problem: decisions });
      continue;
    }
    const stored = decisions.map((decision) => decision.stored);
    await announcePatients({ ...all[index]!.writer, tx }, stored);
    await followSubscriptions({ ...all[index]!.writer, tx }, stored);
    outcomes.push({ stored });
  }
  return { outcomes, known: existing?.size };
}

const NONE: ReadonlyMap<string, LockedRow> = new Map();
/** A deletion, or a write onto a version, has to see what is there. */
const mayBeNew = ({ write }: Planned): boolean => write.method !== 'delete' && write.precondition === undefined;

function decideAll(context: WriteContext, planned: readonly Planned[], existing: ReadonlyMap<string, LockedRow>): Decision[] | Problem {
  try {
    return planned.map((each) => decide(context, each, existing.get(each.key)));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function plan(context: Writer, asked: ResourceWrite): Planned {
  const { resource, method } = asked;
  if (method !== 'delete') {
    const problems = validateResource(resource, asked.place);
    if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
    const broken = brokenClaims(resource, asked.place);
    if (broken.length > 0) throw fhirProblem('fhir.profile-broken', broken);
    if (context.outside && isMaskedCopy(resource)) throw fhirProblem('fhir.masked-copy');
  }
  const id = resource.id ?? (method === 'create' ? context.newId() : undefined);
  if (id === undefined) throw fhirProblem('fhir.invalid', [idMissing(resource)]);
  return new Planned(accepted(context, asked), id);
}

/** Outside clients ask for subscriptions; what is stored says whether they are served. */
function accepted(context: Writer, write: ResourceWrite): ResourceWrite {
  const { resource, method } = write;
  if (resource.resourceType !== 'Subscription' || method === 'delete' || !context.outside) return write;
  return { ...write, resource: acceptSubscription(context, resource) };
}

const idMissing = (resource: Resource) => ({
  path: `${resource.resourceType}.id`,
  message: { zh: '更新或删除时必须给出 id。', en: 'An update or delete needs the id.' },
});

function requireDistinct(planned: readonly Planned[]): void {
  const seen = new Set<string>();
  for (const { key, id, write } of planned) {
    if (!seen.has(key)) {
      seen.add(key);
      continue;
    }
    const message = { zh: '同一批次中同一资源出现了两次。', en: 'The same resource occurs twice in one batch.' };
    throw fhirProblem('fhir.invalid', [{ path: `${write.resource.resourceType}/${id}`, message }]);
  }
}

function decide(context: WriteContext, planned: Planned, existing: LockedRow | undefined): Decision {
  const { write } = planned;
  checkAllowed(context, write, existing);
  if (write.method === 'delete') return decideDelete(context, planned, existing);
  if (write.method === 'create' && existing && !existing.deleted) throw fhirProblem('fhir.already-exists');
  if (existing && !existing.deleted && unchanged(planned, existing)) return { stored: storedAs(planned, existing) };
  const version = (existing?.version ?? 0) + 1;
  const lastUpdated = context.now.toISOString();
  const content = contentOfVersion(write.resource.resourceType, { id: planned.id, version, lastUpdated }, planned.ending);
  const row = rowOf({ context, planned, existing, version, content, columns: planned.columns });
  return { row, stored: storedFrom(row, existing === undefined || existing.deleted) };
}

function checkAllowed(context: WriteContext, write: ResourceWrite, existing: LockedRow | undefined): void {
  if (existing && !existing.visible) throw fhirProblem('fhir.record-forbidden');
  if (context.outside && existing?.managedBy != null) throw fhirProblem('fhir.managed');
  const { precondition } = write;
  if (precondition === undefined) return;
  if (!isMet(precondition, existing === undefined || existing.deleted ? 0 : existing.version)) throw fhirProblem('fhir.version-conflict');
}

function decideDelete(context: WriteContext, planned: Planned, existing: LockedRow | undefined): Decision {
  if (!existing) throw fhirProblem('fhir.not-found');
  if (existing.deleted) return { stored: storedAs(planned, existing) };
  const row = rowOf({ context, planned, existing, version: existing.version + 1, content: '', columns: undefined });
  return { row, stored: storedFrom(row, false) };
}

function unchanged({ write, id, ending }: Planned, existing: LockedRow): boolean {
  const at = { id, version: existing.version, lastUpdated: existing.lastUpdated };
  const sameOwner = write.ownerOrganisationId === null || write.ownerOrganisationId === existing.ownerOrganisationId;
  const sameManager = write.managedBy === undefined || write.managedBy === existing.managedBy;
  return sameOwner && sameManager && contentOfVersion(write.resource.resourceType, at, ending) === existing.content;
}

interface RowParts {
  readonly context: WriteContext;
  readonly planned: Planned;
  readonly existing: LockedRow | undefined;
  readonly version: number;
  readonly content: string;
  readonly columns: SearchColumns | undefined;
}

function rowOf({ context, planned, existing, version, content, columns }: RowParts): ResourceRow {
  return {
    key: planned.key,
    type: planned.write.resource.resourceType,
    id: planned.id,
    version,
    previousVersion: existing?.version ?? 0,
    previousPersonKey: existing?.personKey ?? planned.key,
    lastUpdated: context.now.toISOString(),
    ownerOrganisationId: planned.write.ownerOrganisationId ?? (existing ? existing.ownerOrganisationId : (planned.write.newOwnerOrganisationId ?? null)),
    managedBy: planned.write.managedBy ?? existing?.managedBy ?? null,
    content,
    ending: planned.ending,
    columns,
    personId: columns ? columns.personId : (existing?.personId ?? null),
    personKey: columns ? columns.personKey : (existing?.personKey ?? planned.key),
  };
}

const storedFrom = (row: ResourceRow, created: boolean): StoredResource => ({
  type: row.type,
  id: row.id,
  version: row.version,
  lastUpdated: row.lastUpdated,
  content: row.content,
  changed: true,
  created,
  personId: row.personId,
});

const storedAs = ({ write, id }: Planned, existing: LockedRow): StoredResource => ({
  type: write.resource.resourceType,
  id,
  version: existing.version,
  lastUpdated: existing.lastUpdated,
  content: existing.content,
  changed: false,
  created: false,
  personId: existing.personId,
});

/** Rooms learn of patients that outside systems wrote (the person index registers them). */
async function announcePatients(context: WriteContext, stored: readonly StoredResource[]): Promise<void> {
  const patients = stored.filter((each) => each.type === 'Patient' && each.changed && each.content !== '');
  await insertEvents(
    context.tx,
    patients.map(({ id }) => ({
      name: 'fhir.patient-written',
      payload: { patientId: id },
      organisationIds: context.subject.organisationId === null ? [] : [context.subject.organisationId],
      subjectId: context.subject.id,
    })),
  );
}
