import { readIdCard } from '#platform/kernel/check-digits.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { updateResident as operation } from '../../contract.ts';
import { chooseMatch } from '../rules/choose-match.ts';
import { indexOf, type ResidentEntry, type ResidentIdentifier } from '../rules/resident-entry.ts';
import { viewResident } from '../queries/view-resident.ts';
import { heldIdCard } from '../rules/resident-view.ts';
import { findCandidates, findEntry, findHolder, insertIdentifiers, lockKeys, updateEntry, type StoredEntry } from '../store/entries.ts';
import { noteAction, openReviews } from './enter-resident.ts';
import { lockOpenEntry } from './require-open-entry.ts';
import { problem } from './residents-problem.ts';
import { writePatient } from './write-patient.ts';

type Input = InputOf<typeof operation>;

export async function updateResident(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const { entry, basis } = await lockOpenEntry(context.tx, context.gate, input.id);
  refuseIdentityChange(entry, input, chinaDate(context.now));
  const changed = changedEntry(entry, input);
  await refuseTakenCard(context, entry, input.idCard);
  const added: ResidentIdentifier[] = changed.identifiers.slice(entry.identifiers.length);
  await insertIdentifiers(context.tx, added.map((identifier) => ({ entry, identifier })), context.now);
  await updateEntry(context.tx, changed);
  await writePatient(context, changed);
  await noteAction(context, { entry, action: 'updated' });
  if (changed.name !== entry.name || added.length > 0) await askAboutDoubles(context, changed);
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis });
  context.emit('resident.updated', { residentId: entry.residentId }, [entry.ownerOrganisationId]);
  return viewResident(context.tx, (await findEntry(context.tx, entry.residentId))!);
}

/** Whoever has an identity card keeps name, birth date and number; a newborn or unidentified person gets them here. */
function refuseIdentityChange(entry: StoredEntry, input: Input, today: string): void {
  const changesIdentity = input.name !== undefined || input.birthDate !== undefined || input.idCard !== undefined;
  if (changesIdentity && heldIdCard(entry) !== null) throw problem('resident.identity-fixed');
  if (input.birthDate !== undefined && input.birthDate > today) throw problem('resident.birth-in-future');
  const read = input.idCard === undefined ? undefined : readIdCard(input.idCard);
  if (read?.ok && read.value.birthDate !== (input.birthDate ?? knownBirthDate(entry) ?? read.value.birthDate)) {
    throw problem('resident.birth-date-differs');
  }
}

/** The birth date of an unidentified person was only estimated. */
const knownBirthDate = (entry: StoredEntry): string | null => (entry.kind === 'unidentified' ? null : entry.birthDate);

function changedEntry(entry: StoredEntry, input: Input): ResidentEntry {
  const read = input.idCard === undefined ? undefined : readIdCard(input.idCard);
  const named = input.name !== undefined || input.idCard !== undefined;
  return {
    ...entry,
    kind: named ? 'resident' : entry.kind,
    name: input.name ?? entry.name,
    birthDate: input.birthDate ?? (read?.ok ? read.value.birthDate : entry.birthDate),
    sex: read?.ok && entry.sex === 'unknown' ? read.value.sex : entry.sex,
    phone: input.phone ?? entry.phone,
    address: input.address ?? entry.address,
    householdId: input.householdId ?? entry.householdId,
    identifiers: input.idCard === undefined ? entry.identifiers : [...entry.identifiers, { type: 'id-card', value: input.idCard, standing: 'held' }],
  };
}

async function refuseTakenCard(context: CommandContext, entry: StoredEntry, idCard: string | undefined): Promise<void> {
  if (idCard === undefined) return;
  await lockKeys(context.tx, [`id:${idCard.slice(0, 17)}`]);
  const holder = await findHolder(context.tx, { type: 'id-card', value: idCard });
  if (holder !== undefined && holder !== entry.residentId) throw problem('resident.identifier-taken');
}

/** A name or number that was missing may show that the person was in the index before. */
async function askAboutDoubles(context: CommandContext, entry: ResidentEntry): Promise<void> {
  const { same, review } = chooseMatch(entry, await findCandidates(context.tx, indexOf(entry).keys));
  const opened = await openReviews(context, entry, same === undefined ? review : [same, ...review]);
  if (opened.length > 0) context.emit('resident.review-opened', { residentId: entry.residentId, reviewIds: opened }, [entry.ownerOrganisationId]);
}
