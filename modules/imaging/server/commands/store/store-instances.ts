import type { Subject } from '#platform/access/subject.ts';
import { gateFor } from '#platform/access/gate.ts';
import { actorOf, sightOf } from '#platform/access/sight.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import type { InstanceDescription } from '../../rules/describe-instance.ts';
import { addCounts, findKept, findSeriesStudies, findStudyOwners, findUsedHashes, insertInstances, insertRefusals, insertSeries, insertStudy, lockStudies, type Refusal } from '../../store/index-rows.ts';
import type { ObjectStore } from '../../store/objects/object-store.ts';
import { insertAction, listStudyRows, setPerson, STUDY_SCOPE } from '../../store/studies.ts';
import { announceStudies } from './announce-studies.ts';
import { findPersonOf } from './match-patient.ts';

const problem = problemsOf(contract.problems);

export interface Archive {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type StoreOutcome =
  | { readonly kind: 'stored' | 'known'; readonly instance: InstanceDescription }
  | { readonly kind: 'refused'; readonly instance: InstanceDescription; readonly reason: Refusal['reason'] };

export interface Received {
  readonly instance: InstanceDescription;
  readonly bytes: Buffer;
}

export interface StoreRequest {
  readonly subject: Subject;
  readonly received: readonly Received[];
  /** DIMSE sends one instance at a time: their FHIR resource follows when the sender has done. */
  readonly announces: 'now' | 'later';
}

/** Hashes that some call of this process is storing: what one call gives up, another may just be keeping. */
const underWay = new Map<string, number>();
const count = (hash: string, by: 1 | -1): number => {
  const value = (underWay.get(hash) ?? 0) + by;
  if (value === 0) underWay.delete(hash);
  else underWay.set(hash, value);
  return value;
};

/**
 * Keeps instances: bytes into the object store, then rows, FHIR ImagingStudy, audit and event in one transaction. The same bytes again change nothing;
 * other bytes under a known SOP Instance UID are refused and recorded. Bytes that the index does not name afterwards are removed.
 */
export async function storeInstances(archive: Archive, request: StoreRequest): Promise<StoreOutcome[]> {
  const { database, objects } = archive;
  const organisationId = request.subject.organisationId;
  if (organisationId === null) throw problem('imaging.no-organisation');
  const objectOf = new Map(request.received.map(({ instance, bytes }) => [instance.sha256, { place: { sha256: instance.sha256, sopUid: instance.sopUid }, bytes }]));
  for (const hash of objectOf.keys()) count(hash, 1);
  try {
    const known = await findUsedHashes(database, [...objectOf.keys()]);
    const fresh = [...objectOf].flatMap(([hash, each]) => (known.has(hash) ? [] : [each]));
    const taken = await objects.put(fresh);
    const instances = request.received.map(({ instance }) => instance);
    const annotatable = await findAnnotatable(database, request.subject, instances);
    return await database.transaction(async (tx) => {
      await objects.hold(tx, fresh.map(({ place }) => place));
      return storeWithin(tx, archive, { ...request, instances, organisationId, taken, annotatable });
    }, actorOf(request.subject));
  } finally {
    const given = [...objectOf.keys()].filter((hash) => count(hash, -1) === 0);
    const used = await findUsedHashes(database, given);
    // A store that cannot be reached now must not hide what went wrong before: what is left over is taken away later.
    await Promise.allSettled(given.filter((hash) => !used.has(hash)).map((hash) => objects.removeUnused(objectOf.get(hash)!.place, isUsed(hash))));
  }
}

/** Whether some instance is kept under the hash. */
export const isUsed = (hash: string) => async (sql: Sql): Promise<boolean> => (await findUsedHashes(sql, [hash])).size > 0;

type Placed = StoreRequest & { readonly organisationId: string; readonly instances: readonly InstanceDescription[]; readonly taken: ReadonlySet<string>; readonly annotatable: ReadonlySet<string> };

async function storeWithin(tx: Transaction, archive: Archive, request: Placed): Promise<StoreOutcome[]> {
  const { subject, instances, organisationId } = request;
  const now = archive.clock.now();
  const newId = (): string => archive.ids.newId();
  await lockStudies(tx, instances.map(({ studyUid }) => studyUid));
  const outcomes = await judge(tx, request);
  const refusals = outcomes.flatMap((outcome): Refusal[] =>
    outcome.kind === 'refused'
      ? [{ refusalId: newId(), organisationId, sopUid: outcome.instance.sopUid, keptSha256: outcome.kept ?? null, refusedSha256: outcome.instance.sha256, reason: outcome.reason, subjectId: subject.id }]
      : []);
  await insertRefusals(tx, refusals, now);
  const added = outcomes.flatMap(({ kind, instance }) => (kind === 'stored' ? [instance] : []));
  const studies = [...new Map(added.map((each) => [each.studyUid, each])).values()];
  for (const first of studies) await addStudy(tx, first, { subject, organisationId, now, newId });
  if (added.length > 0) {
    await insertSeries(tx, added);
    await insertInstances(tx, added, now);
    const isAnnounced = request.announces === 'now';
    await addCounts(tx, added, { now, isAnnounced });
    if (isAnnounced) await announceStudies({ tx, subject, now, newId }, studies.map(({ studyUid }) => studyUid));
  }
  for (const { studyUid } of studies) {
    const instancesAdded = added.filter((each) => each.studyUid === studyUid).length;
    await recordAudit(tx, subject, { action: 'imaging.store', outcome: 'success', organisationId, resource: `ImagingStudy/${studyUid}`, detail: { instances: instancesAdded } });
  }
  if (refusals.length > 0) await recordAudit(tx, subject, { action: 'imaging.store', outcome: 'refused', organisationId, detail: { instances: refusals.length, reason: refusals[0]!.reason } });
  return outcomes;
}

type Judged = StoreOutcome & { readonly kept?: string };

/** Softcopy presentation states (PS3.4 annex N): how a picture is shown, not a picture. */
const isPresentationState = ({ sopClass }: Pick<InstanceDescription, 'sopClass'>): boolean => sopClass.startsWith('1.2.840.10008.5.1.4.1.1.11.');

/** A centre reads what others made: whoever may see a study may lay a presentation state beside its pictures, nothing else. */
async function findAnnotatable(database: Database, subject: Subject, instances: readonly InstanceDescription[]): Promise<ReadonlySet<string>> {
  const studyUids = [...new Set(instances.filter(isPresentationState).map(({ studyUid }) => studyUid))];
  if (studyUids.length === 0) return new Set();
  const scope = gateFor(subject, database).scope(STUDY_SCOPE);
  const { rows } = await listStudyRows(database.sighted(sightOf(subject)), { scope, filters: [{ text: 'study.study_uid = any(?::text[])', values: [studyUids] }], limit: 500, offset: 0 });
  return new Set(rows.map(({ studyUid }) => studyUid));
}

/** Decides on each: known, taken by others, or new. */
async function judge(tx: Transaction, { subject, instances, taken, annotatable }: Placed): Promise<Judged[]> {
  const kept = new Map((await findKept(tx, instances.map(({ sopUid }) => sopUid))).map((each) => [each.sopUid, each]));
  const owners = new Map((await findStudyOwners(tx, instances.map(({ studyUid }) => studyUid))).map((each) => [each.studyUid, each.ownerOrganisationId]));
  const studyOf = new Map((await findSeriesStudies(tx, instances.map(({ seriesUid }) => seriesUid))).map((each) => [each.seriesUid, each.studyUid]));
  return instances.map((instance): Judged => {
    const before = kept.get(instance.sopUid);
    if (before?.contentSha256 === instance.contentSha256) return { kind: 'known', instance };
    if (before !== undefined) return { kind: 'refused', instance, reason: 'conflict', kept: before.sha256 };
    const owner = owners.get(instance.studyUid);
    const isAnnotation = isPresentationState(instance) && annotatable.has(instance.studyUid);
    if (owner !== undefined && !subject.everyOrganisation && !subject.organisationIds.includes(owner) && !isAnnotation) return { kind: 'refused', instance, reason: 'other-organisation' };
    const study = studyOf.get(instance.seriesUid);
    if (study !== undefined && study !== instance.studyUid) return { kind: 'refused', instance, reason: 'other-series' };
    // An outside archive has it from elsewhere.
    if (taken.has(instance.sha256)) return { kind: 'refused', instance, reason: 'conflict' };
    kept.set(instance.sopUid, instance);
    studyOf.set(instance.seriesUid, instance.studyUid);
    return { kind: 'stored', instance };
  });
}

interface Adding {
  readonly subject: Subject;
  readonly organisationId: string;
  readonly now: Date;
  newId(): string;
}

/** A new study is matched to its resident where the numbers in it say whose it is. */
async function addStudy(tx: Transaction, first: InstanceDescription, { subject, organisationId, now, newId }: Adding): Promise<void> {
  const { studyUid } = first;
  if (!(await insertStudy(tx, first, { fhirId: newId(), organisationId, now }))) return;
  const act = { studyUid, organisationId, reason: null, at: now, byId: subject.id, byName: subject.name };
  await insertAction(tx, { ...act, actionId: newId(), action: 'stored', personId: null });
  const personId = await findPersonOf(tx, subject, first);
  if (personId === undefined) return;
  await setPerson(tx, { studyUid, personId, now });
  await insertAction(tx, { ...act, actionId: newId(), action: 'matched-by-number', personId });
}
