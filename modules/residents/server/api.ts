import { grantRecordBases } from '#platform/access/record-basis.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { KeyNeed, SealedColumn } from '#platform/crypto/sealed-column.ts';
import { beyondSight, type Database, type Sql } from '#platform/database/transaction.ts';
import { maskPersonNumber } from '#platform/kernel/check-digits.ts';
import type { Patient } from '#fhir/types/resources.gen.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { gradeMatches, keysOfRecord, type GradedMatch } from './rules/grade-matches.ts';
import { entryOfPatient } from './rules/patient-resource.ts';
import { recordOf, type ResidentEntry } from './rules/resident-entry.ts';
import { heldIdCard } from './rules/resident-view.ts';
import { openReviews } from './commands/enter-resident.ts';
import { mergePair } from './commands/merge-pair.ts';
import type { WriteContext } from './commands/write-patient.ts';
import { matchPersons } from './rules/decide-match.ts';
import { preparePerson } from './rules/normalise.ts';
import { insertActions } from './store/actions.ts';
import { findCandidates, findEntries, findSurvivor, insertEntries, listUnkeyed, lockEntries, renewKeys, type StoredEntry } from './store/entries.ts';
import { blockingDigests, MATCH_KEY, NUMBER, PHONE } from './store/numbers.ts';

/** Columns of this room that the key ring seals. */
export const residentColumns: readonly SealedColumn[] = [NUMBER, PHONE];

/** Every key that the room seals or indexes by. */
export const residentKeys: readonly KeyNeed[] = [...residentColumns, MATCH_KEY];

const START_ROWS = 1_000;

/** Blocking keys of an older version are plain hashes; the first start after the upgrade makes them anew, after numbers and telephones are sealed. */
export async function keyBlockingKeys(database: Database, say: (count: number) => void): Promise<number> {
  // Made outside of the transactions below, which others would wait for.
  await blockingDigests(database, ['']);
  for (let count = 0; ;) {
    const entries = await database.transaction(async (tx) => {
      const found = await listUnkeyed(tx, START_ROWS);
      await renewKeys(tx, found);
      return found;
    });
    if (entries.length === 0) return count;
    count += entries.length;
    if (count % 100_000 < START_ROWS) say(count);
  }
}

export { patientOf } from './rules/patient-resource.ts';
export type { ResidentEntry } from './rules/resident-entry.ts';

/** What other rooms show of a person beside their own work; whether they may is decided by their own gate. */
export interface ResidentSummary {
  readonly personId: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly maskedIdCard: string | null;
  readonly maskedPhone: string | null;
  readonly address: string | null;
  readonly ownerOrganisationId: string;
  readonly mergedIntoId: string | null;
}

/** Throws `platform.not-found` where the index has no such entry. */
export async function getResidentSummary(sql: Sql, personId: string): Promise<ResidentSummary> {
  const summary = (await findResidentSummaries(sql, [personId])).get(personId);
  if (summary === undefined) throw platformProblem('platform.not-found');
  return summary;
}

/** By person id; unknown ids are absent. One statement, at most a page of ids. For whoever has rows of these persons to show, open or not. */
export async function findResidentSummaries(sql: Sql, personIds: readonly string[]): Promise<Map<string, ResidentSummary>> {
  const entries = personIds.length === 0 ? [] : await findEntries(beyondSight(sql), [...new Set(personIds)]);
  return new Map(entries.map((entry) => [entry.residentId, summaryOf(entry)]));
}

const summaryOf = (entry: StoredEntry): ResidentSummary => {
  const idCard = heldIdCard(entry);
  return {
    personId: entry.residentId,
    name: entry.name,
    sex: entry.sex,
    birthDate: entry.birthDate,
    maskedIdCard: idCard === null ? null : maskPersonNumber(idCard),
    maskedPhone: entry.phone === null ? null : maskPersonNumber(entry.phone),
    address: entry.address,
    ownerOrganisationId: entry.ownerOrganisationId,
    mergedIntoId: entry.mergedIntoId,
  };
};

/** The entry that survives all merges of this person; the id itself where the index does not know it. */
export const followMerge = async (sql: Sql, personId: string): Promise<string> => (await findSurvivor(sql, personId)) ?? personId;

/** Of many alike the best; more than this many nobody compares. */
const MATCHES_MAX = 50;

/**
 * Whom a FHIR Patient may be, strongest first, merged entries as those that survived; undefined when it says too little to
 * look for anybody. Whether the asker may see them is for the caller to ask the gate.
 */
export async function findMatchingPersons(sql: Sql, patient: Patient): Promise<{ patientId: string; grade: GradedMatch['grade']; score: number }[] | undefined> {
  const entry = recordOf(entryOfPatient(patient, patient.id ?? '', ''));
  const record = patient.name === undefined ? { ...entry, name: undefined } : entry;
  const keys = keysOfRecord(record);
  if (keys.length === 0) return undefined;
  const graded = gradeMatches({ ...record, id: '' }, await findCandidates(sql, keys)).slice(0, MATCHES_MAX);
  const survivors = new Map<string, { patientId: string; grade: GradedMatch['grade']; score: number }>();
  for (const { residentId, grade, score } of graded) {
    const patientId = await followMerge(sql, residentId);
    if (!survivors.has(patientId)) survivors.set(patientId, { patientId, grade, score });
  }
  return [...survivors.values()];
}

/** Registers a Patient that another room wrote in this transaction, or brings its entry up to date. */
export { indexPatient } from './commands/index-patient.ts';

/** Finds the entry that is the same person or makes one, as the registration desk does. */
export { enterResident } from './commands/enter-resident.ts';

/**
 * A system says that two numbers are one person. Joined where the asking organisation manages both entries and their cards
 * do not differ; everything else is asked of a person. Answers what was done.
 */
export async function joinPersons(context: WriteContext, join: { survivorId: string; mergedId: string; organisationId: string; reason: string }): Promise<'merged' | 'review' | 'nothing'> {
  const survivorId = await followMerge(context.tx, join.survivorId);
  const mergedId = await followMerge(context.tx, join.mergedId);
  if (survivorId === mergedId) return 'nothing';
  const entries = await lockEntries(context.tx, [survivorId, mergedId]);
  const survivor = entries.find(({ residentId }) => residentId === survivorId);
  const merged = entries.find(({ residentId }) => residentId === mergedId);
  if (survivor === undefined || merged === undefined) return 'nothing';
  const result = matchPersons(preparePerson(recordOf(survivor)), preparePerson(recordOf(merged)));
  const ownsBoth = survivor.ownerOrganisationId === join.organisationId && merged.ownerOrganisationId === join.organisationId;
  if (ownsBoth && result.rule !== 'two-valid-id-cards') {
    await mergePair(context, { survivor, merged, reason: join.reason, confirmCardReplaced: false, opensRecord: true });
    return 'merged';
  }
  await openReviews(context, merged, [{ entry: survivor, result }]);
  return 'review';
}

const BATCH_ROWS = 500;

export interface BulkLoad {
  readonly entries: readonly ResidentEntry[];
  readonly registeredAt: Date;
  newId(): string;
}

/**
 * Loads entries that are known to be distinct people (the generated world): index rows, numbers, keys, history and the
 * registration basis of the owner, in multi-row statements of 500. No matching, no events; the caller writes the FHIR
 * Patients (`patientOf`), in one transaction or before.
 */
export async function bulkLoadResidents(sql: Sql, { entries, registeredAt, newId }: BulkLoad): Promise<void> {
  for (let from = 0; from < entries.length; from += BATCH_ROWS) {
    const batch = entries.slice(from, from + BATCH_ROWS);
    await insertEntries(sql, batch, registeredAt);
    await insertActions(sql, batch.map((entry) => ({
      actionId: newId(),
      residentId: entry.residentId,
      ownerOrganisationId: entry.ownerOrganisationId,
      action: 'registered',
      at: registeredAt,
      byId: systemSubject.id,
      byName: systemSubject.name,
      byOrganisationId: entry.ownerOrganisationId,
      otherResidentId: null,
      reason: null,
    })));
    await grantRecordBases(sql, batch.map((entry) => ({
      personId: entry.residentId,
      organisationId: entry.ownerOrganisationId,
      basis: 'registration' as const,
      source: `residents/${entry.residentId}`,
      validFrom: registeredAt,
      validUntil: null,
    })));
  }
}
