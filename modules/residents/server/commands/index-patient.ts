import { findResource } from '#fhir/repository/read.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { chooseMatch, type CandidateMatch } from '../rules/choose-match.ts';
import { entryOfPatient } from '../rules/patient-resource.ts';
import { indexOf, type ResidentEntry, type ResidentIdentifier } from '../rules/resident-entry.ts';
import { findCandidates, findHolder, insertEntries, insertIdentifiers, lockEntries, lockKeys, updateEntry, type StoredEntry } from '../store/entries.ts';
import { noteAction, openReviews } from './enter-resident.ts';
import { mergePair } from './merge-pair.ts';

/** Owner of a Patient that names no organisation and came from a client that acts for none. */
const UNASSIGNED = 'unassigned';

export async function indexPatient(context: ReactionContext, { patientId, organisationIds }: { patientId: string; organisationIds: readonly string[] }): Promise<void> {
  const patient = await findResource(context.tx, 'Patient', patientId);
  if (patient === undefined) return;
  const entry = entryOfPatient(patient, patientId, organisationIds[0] ?? UNASSIGNED);
  await lockKeys(context.tx, indexOf(entry).keys);
  const [existing] = await lockEntries(context.tx, [patientId]);
  if (existing) await refreshEntry(context, existing, entry);
  else await registerImported(context, entry);
}

/** The Patient is the newer truth about name, contact and birth; household, mother and numbers of the index stay. */
async function refreshEntry(context: ReactionContext, existing: StoredEntry, entry: ResidentEntry): Promise<void> {
  const added = await unheld(context, entry.identifiers.filter((each) => !existing.identifiers.some((known) => known.type === each.type && known.value === each.value)));
  const changed: ResidentEntry = {
    ...existing,
    name: entry.name,
    sex: entry.sex,
    birthDate: entry.birthDate ?? existing.birthDate,
    phone: entry.phone ?? existing.phone,
    address: entry.address ?? existing.address,
    identifiers: [...existing.identifiers, ...added],
  };
  const same = (['name', 'sex', 'birthDate', 'phone', 'address'] as const).every((field) => changed[field] === existing[field]);
  if (same && added.length === 0) return;
  await insertIdentifiers(context.tx, added.map((identifier) => ({ entry: existing, identifier })), context.now);
  await updateEntry(context.tx, changed);
  await noteAction(context, { entry: existing, action: 'updated' });
}

async function registerImported(context: ReactionContext, entry: ResidentEntry): Promise<void> {
  const { same, review } = chooseMatch(entry, await findCandidates(context.tx, indexOf(entry).keys));
  const stored: ResidentEntry = { ...entry, identifiers: await unheld(context, entry.identifiers) };
  await insertEntries(context.tx, [stored], context.now);
  if (entry.ownerOrganisationId !== UNASSIGNED) {
    await grantRecordBasis(context.tx, {
      personId: entry.residentId,
      organisationId: entry.ownerOrganisationId,
      basis: 'registration',
      source: `residents/${entry.residentId}`,
      validFrom: context.now,
      validUntil: null,
    });
  }
  await noteAction(context, { entry, action: 'registered' });
  if (same?.result.rule === 'same-id-card') await joinByIdCard(context, entry, same);
  else await openReviews(context, entry, same === undefined ? review : [same, ...review]);
  context.emit('resident.registered', { residentId: entry.residentId, outcome: 'created' }, [entry.ownerOrganisationId]);
}

/**
 * Only an equal valid identity number with a fitting name joins two records that both may hold clinical data without a
 * person looking; everything else, however likely, is asked.
 */
async function joinByIdCard(context: ReactionContext, entry: ResidentEntry, same: CandidateMatch<StoredEntry>): Promise<void> {
  const entries = await lockEntries(context.tx, [entry.residentId, same.entry.residentId]);
  const merged = entries.find((each) => each.residentId === entry.residentId);
  const survivor = entries.find((each) => each.residentId === same.entry.residentId);
  if (merged === undefined || survivor === undefined || survivor.mergedIntoId !== null) {
    await openReviews(context, entry, [same]);
    return;
  }
  await mergePair(context, { survivor, merged, reason: '导入时身份证号与姓名一致', confirmCardReplaced: false, opensRecord: false });
  context.emit('resident.merged', { residentId: survivor.residentId, mergedId: merged.residentId }, [survivor.ownerOrganisationId, merged.ownerOrganisationId]);
}

/** Numbers that another entry holds are only claimed by this one. */
async function unheld(context: ReactionContext, identifiers: readonly ResidentIdentifier[]): Promise<ResidentIdentifier[]> {
  const judged: ResidentIdentifier[] = [];
  for (const identifier of identifiers) {
    const holder = await findHolder(context.tx, identifier);
    judged.push(holder === undefined ? identifier : { ...identifier, standing: 'claimed' });
  }
  return judged;
}
