import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { patientOf, patientWithEntry, patientWithLinks } from '../rules/patient-resource.ts';
import type { ResidentEntry } from '../rules/resident-entry.ts';
import { findMergedIds } from '../store/entries.ts';

/** What commands and reactions have in common: one transaction and somebody who acts. */
export interface WriteContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly now: Date;
  newId(): string;
}

export async function writePatient(context: WriteContext, entry: ResidentEntry): Promise<void> {
  const existing = await findResource(context.tx, 'Patient', entry.residentId);
  const resource = existing === undefined ? patientOf(entry) : patientWithEntry(existing, entry);
  await writeResources(context, [{ method: 'put', resource, ownerOrganisationId: entry.ownerOrganisationId }]);
}

/** Makes the Patient tell the merges as the index has them now. */
export async function writePatientLinks(context: WriteContext, entry: ResidentEntry, mergedIntoId: string | null): Promise<void> {
  const existing = (await findResource(context.tx, 'Patient', entry.residentId)) ?? patientOf(entry);
  const replacedIds = await findMergedIds(context.tx, entry.residentId);
  const resource = patientWithLinks(existing, { mergedIntoId, replacedIds });
  await writeResources(context, [{ method: 'put', resource, ownerOrganisationId: entry.ownerOrganisationId }]);
}
