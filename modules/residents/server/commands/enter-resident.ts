import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { chooseMatch, type CandidateMatch } from '../rules/choose-match.ts';
import { indexOf, type ResidentEntry, type ResidentIdentifier } from '../rules/resident-entry.ts';
import { insertActions } from '../store/actions.ts';
import { findCandidates, findEntry, findHolder, findSurvivor, insertEntries, insertIdentifiers, lockKeys, updateEntry, type StoredEntry } from '../store/entries.ts';
import { insertReview } from '../store/reviews.ts';
import { writePatient, type WriteContext } from './write-patient.ts';

export interface Entered {
  readonly outcome: 'created' | 'matched' | 'needs-review';
  readonly entry: ResidentEntry;
  readonly reviewIds: readonly string[];
}

/** Finds the entry that is the same person, or makes one. Of two desks at the same moment one makes it, one finds it. */
export async function enterResident(context: WriteContext, entry: ResidentEntry, action: string): Promise<Entered> {
  const { keys } = indexOf(entry);
  await lockKeys(context.tx, keys);
  const { same, review } = chooseMatch(entry, await findCandidates(context.tx, keys));
  if (same) return matchEntry(context, entry, same);
  return createEntry(context, { entry, review, action });
}

interface NewEntry {
  readonly entry: ResidentEntry;
  readonly review: readonly CandidateMatch<StoredEntry>[];
  readonly action: string;
  readonly reason?: string;
}

/** Writes the entry, its Patient, its record basis for the registering organisation, and the questions it raises. */
export async function createEntry(context: WriteContext, { entry, review, action, reason }: NewEntry): Promise<Entered> {
  const stored: ResidentEntry = { ...entry, identifiers: await withStanding(context, entry.identifiers) };
  await insertEntries(context.tx, [stored], context.now);
  await writePatient(context, stored);
  await grantRecordBasis(context.tx, {
    personId: entry.residentId,
    organisationId: entry.ownerOrganisationId,
    basis: 'registration',
    source: `residents/${entry.residentId}`,
    validFrom: context.now,
    validUntil: null,
  });
  await noteAction(context, { entry, action, reason });
  const reviewIds = await openReviews(context, stored, review);
  return { outcome: reviewIds.length > 0 ? 'needs-review' : 'created', entry: stored, reviewIds };
}

/**
 * The person is in the index already. Nothing is opened by that: who only knows somebody's name and number must not get
 * at the record (README, Permissions). Numbers that are new to the entry are noted as claimed.
 */
async function matchEntry(context: WriteContext, entry: ResidentEntry, same: CandidateMatch<StoredEntry>): Promise<Entered> {
  const survivorId = (await findSurvivor(context.tx, same.entry.residentId)) ?? same.entry.residentId;
  const survivor = (await findEntry(context.tx, survivorId)) ?? same.entry;
  const known = new Set(survivor.identifiers.map(({ type, value }) => `${type} ${value}`));
  const added = entry.identifiers.filter(({ type, value }) => !known.has(`${type} ${value}`)).map((each) => ({ ...each, standing: 'claimed' as const }));
  if (added.length > 0) {
    await insertIdentifiers(context.tx, added.map((identifier) => ({ entry: survivor, identifier })), context.now);
    await updateEntry(context.tx, { ...survivor, identifiers: [...survivor.identifiers, ...added] });
  }
  await noteAction(context, { entry: survivor, action: 'matched' });
  return { outcome: 'matched', entry: survivor, reviewIds: [] };
}

/** A card that somebody else holds already is only claimed here, until the review is decided. */
async function withStanding(context: WriteContext, identifiers: readonly ResidentIdentifier[]): Promise<ResidentIdentifier[]> {
  const judged: ResidentIdentifier[] = [];
  for (const identifier of identifiers) {
    const unique = identifier.type === 'id-card' || identifier.type === 'card-number';
    const holder = unique ? await findHolder(context.tx, identifier) : undefined;
    judged.push(holder === undefined ? identifier : { ...identifier, standing: 'claimed' });
  }
  return judged;
}

/** Older entry on the left; answers the numbers of the pairs that are new. */
export async function openReviews(context: WriteContext, entry: ResidentEntry, matches: readonly CandidateMatch<StoredEntry>[]): Promise<string[]> {
  const opened: string[] = [];
  for (const { entry: other, result } of matches) {
    const leftId = (await findSurvivor(context.tx, other.residentId)) ?? other.residentId;
    if (leftId === entry.residentId) continue;
    const reviewId = context.newId();
    const isNew = await insertReview(context.tx, {
      reviewId,
      ownerOrganisationId: other.ownerOrganisationId,
      leftId,
      rightId: entry.residentId,
      rightOrganisationId: entry.ownerOrganisationId,
      score: result.score,
      rule: result.rule,
      evidence: result.evidence,
      stateSince: context.now,
    });
    if (!isNew) continue;
    opened.push(reviewId);
    await noteAction(context, { entry, action: 'review-opened', otherResidentId: leftId });
  }
  return opened;
}

interface Note {
  readonly entry: Pick<ResidentEntry, 'residentId' | 'ownerOrganisationId'>;
  readonly action: string;
  readonly otherResidentId?: string;
  readonly reason?: string;
}

/** Adds a line to the entry's history; answers its number. */
export async function noteAction(context: WriteContext, { entry, action, otherResidentId, reason }: Note): Promise<string> {
  const actionId = context.newId();
  await insertActions(context.tx, [{
    actionId,
    residentId: entry.residentId,
    ownerOrganisationId: entry.ownerOrganisationId,
    action,
    at: context.now,
    byId: context.subject.id,
    byName: context.subject.name,
    byOrganisationId: context.subject.organisationId,
    otherResidentId: otherResidentId ?? null,
    reason: reason ?? null,
  }]);
  return actionId;
}
