import { endRecordBasis, grantRecordBases, listRecordBases } from '#platform/access/record-basis.ts';
import { comparePersons } from '../rules/compare-persons.ts';
import { preparePerson } from '../rules/normalise.ts';
import { recordOf } from '../rules/resident-entry.ts';
import { findLatestMerge } from '../store/actions.ts';
import { setMergedInto, type StoredEntry } from '../store/entries.ts';
import { settleReview } from '../store/reviews.ts';
import { noteAction } from './enter-resident.ts';
import { problem } from './residents-problem.ts';
import { writePatientLinks, type WriteContext } from './write-patient.ts';

interface Merge {
  readonly survivor: StoredEntry;
  readonly merged: StoredEntry;
  readonly reason: string;
  readonly confirmCardReplaced: boolean;
  /** False where nobody decided: whoever knows a name and a number must not get at the record by writing a Patient. */
  readonly opensRecord?: boolean;
}

/** Both entries are locked by the caller. Nothing is deleted: the merged entry stays and points to the survivor. */
export async function mergePair(context: WriteContext, { survivor, merged, reason, confirmCardReplaced, opensRecord = true }: Merge): Promise<void> {
  if (survivor.residentId === merged.residentId) throw problem('resident.same-resident');
  if (survivor.mergedIntoId !== null || merged.mergedIntoId !== null) throw problem('resident.merged');
  if (!confirmCardReplaced && holdDifferentCards(survivor, merged)) throw problem('resident.valid-cards-differ');
  await setMergedInto(context.tx, { residentId: merged.residentId, mergedIntoId: survivor.residentId });
  const actionId = await noteAction(context, { entry: survivor, action: 'merged', otherResidentId: merged.residentId, reason });
  if (opensRecord) await openToOrganisationsOf(context, { survivor, merged, actionId });
  await settleReview(context.tx, { a: survivor.residentId, b: merged.residentId, reason, at: context.now });
  await writePatientLinks(context, merged, survivor.residentId);
  await writePatientLinks(context, survivor, null);
}

const holdDifferentCards = (a: StoredEntry, b: StoredEntry): boolean =>
  comparePersons(preparePerson(recordOf(a)), preparePerson(recordOf(b))).idCard === 'conflict';

/** Who could open one of the two records can open the one record they have become; the merge is the source of that. */
async function openToOrganisationsOf(context: WriteContext, { survivor, merged, actionId }: { survivor: StoredEntry; merged: StoredEntry; actionId: string }): Promise<void> {
  const bases = await listRecordBases(context.tx, merged.residentId);
  await grantRecordBases(context.tx, bases.map((basis) => ({ ...basis, personId: survivor.residentId, source: mergeSource(actionId) })));
}

const mergeSource = (actionId: string): string => `residents/merge-${actionId}`;

/** Restores the merged entry as it was and ends the grounds that the merge had opened. */
export async function unmergePair(context: WriteContext, { survivor, merged, reason }: Omit<Merge, 'confirmCardReplaced' | 'opensRecord'>): Promise<void> {
  const merge = await findLatestMerge(context.tx, merged.residentId);
  await setMergedInto(context.tx, { residentId: merged.residentId, mergedIntoId: null });
  await noteAction(context, { entry: survivor, action: 'unmerged', otherResidentId: merged.residentId, reason });
  if (merge) await endRecordBasis(context.tx, { source: mergeSource(merge.actionId), at: context.now });
  await writePatientLinks(context, merged, null);
  await writePatientLinks(context, survivor, survivor.mergedIntoId);
}
