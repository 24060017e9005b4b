import { randomBytes } from 'node:crypto';
import { loadBatch, loadResources, refreshStatistics } from '#fhir/repository/bulk.ts';
import { findResource } from '#fhir/repository/read.ts';
import { PERSON_NUMBERS } from '#fhir/repository/sealed/sealed-person.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { bulkLoadResidents, residentKeys } from '#modules/residents/server/api.ts';
import { grantRecordBases } from '#platform/access/record-basis.ts';
import { makeFirstKeys } from '#platform/crypto/sealed-column.ts';
import type { ServerModule } from '#platform/http/module.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { systemClock, type Clock } from '#platform/kernel/clock.ts';
import { timeOrderedIds, type Ids } from '#platform/kernel/ids.ts';
import { directoryWrites } from '#tests/world/clinical/directory.ts';
import type { WorldPlan } from '#tests/world/plan/types.ts';
import { householdAt, residentBatches, type ResidentBatch } from '#tests/world/world.ts';
import { consortiumSeed } from './world/consortium-seed.ts';
import { playImaging } from './world/diagnosis/imaging.ts';
import { loadScheduling } from './world/load-scheduling.ts';
import type { StoppedStory } from './world/play-referrals.ts';
import { recordBases, residentEntry } from './world/resident-entries.ts';
import { SCENES } from './world/scenes.ts';
import { createResidentAccount, createStaffAccounts, type DemoSignIn } from './world/staff-accounts.ts';

export interface WorldProgress {
  readonly householdsDone: number;
  readonly householdsTotal: number;
}

export interface LoadWorldRequest {
  readonly database: Database;
  readonly plan: WorldPlan;
  readonly onProgress?: (progress: WorldProgress) => void;
  /** Stops between two batches; the next call continues there. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Rooms of the server: with them the referrals of the demonstration are played through their commands. */
  readonly modules?: readonly ServerModule[];
  /** Where images of the demonstration are kept; none without. */
  readonly imagingFolder?: string;
  /** When the load began; the same at every continuation, so that what was played is not played twice. Default: now. */
  readonly begunAt?: Date;
  readonly onStopped?: (story: StoppedStory) => void;
  /** Called before the accounts are committed, so that no kill can leave accounts whose passwords nobody has. */
  readonly keepSignIns?: (signIns: readonly DemoSignIn[]) => void;
}

interface Loading extends LoadWorldRequest {
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Loads a world: organisations, residents and their records, clinics and beds, possible doubles and live referrals, then accounts. Each step is one transaction or, for people, one transaction a batch in
 * order, so a killed load leaves whole batches; calling again with the same plan continues after the last one. Accounts come last, in one transaction:
 * a database without accounts is not finished. Returns the sign-ins of the demonstration, whose passwords exist nowhere else.
 */
export async function loadWorld(request: LoadWorldRequest): Promise<DemoSignIn[]> {
  const clock = request.clock ?? systemClock;
  const loading: Loading = { ...request, clock, ids: timeOrderedIds(clock, randomBytes) };
  const { database, plan } = loading;
  await makeFirstKeys(database, [...residentKeys, { purpose: PERSON_NUMBERS }]);
  await database.transaction((tx) => bulkLoadConsortium(tx, consortiumSeed(plan)));
  await loadDirectory(loading);
  await loadPeople(loading, await countLoadedHouseholds(database, plan));
  await loadScheduling({ database, plan, now: clock.now(), newId: loading.ids.newId });
  const play = { database, plan, modules: request.modules ?? [], until: request.begunAt ?? clock.now() };
  await playImaging({ database, plan, folder: request.imagingFolder, until: play.until });
  for (const scene of SCENES) for (const story of await scene(play)) request.onStopped?.(story);
  return database.transaction(async (tx) => {
    const signIns = await createAccounts(tx, plan);
    request.keepSignIns?.(signIns);
    return signIns;
  });
}

/** 5,000 is the most one batch should hold. */
const DIRECTORY_BATCH = 2_000;

async function loadDirectory({ database, plan, clock, ids }: Loading): Promise<void> {
  const writes = directoryWrites(plan);
  const batches = Array.from({ length: Math.ceil(writes.length / DIRECTORY_BATCH) }, (_, index) => writes.slice(index * DIRECTORY_BATCH, (index + 1) * DIRECTORY_BATCH));
  await loadResources(database, batches, { now: clock.now(), newId: ids.newId, validate: false });
}

/**
 * How many households are in the database. They are loaded in order and a household's ids follow from seed and index, so the first one missing is found
 * by halving; no row of progress is needed, and none can disagree with the data.
 */
export async function countLoadedHouseholds(database: Database, plan: WorldPlan): Promise<number> {
  let [present, missing] = [-1, plan.householdCount];
  while (missing - present > 1) {
    const middle = Math.floor((present + missing) / 2);
    const head = householdAt(plan, middle).residents[0]!;
    if ((await findResource(database, 'Patient', head.id)) === undefined) missing = middle;
    else present = middle;
  }
  return missing;
}

/** A batch is made while PostgreSQL stores the one before: each keeps one core. */
const BATCHES_AT_ONCE = 2;

async function loadPeople(loading: Loading, fromHousehold: number): Promise<void> {
  const { database, plan, signal, onProgress } = loading;
  const report = (householdsDone: number): void => onProgress?.({ householdsDone, householdsTotal: plan.householdCount });
  const organisationOf = staffOrganisations(plan);
  let written = 0;
  report(fromHousehold);
  let under: Promise<void>[] = [];
  const store = (batch: ResidentBatch): Promise<void> => {
    // Committed in order, so that a kill leaves no gap.
    const before = under.at(-1);
    return database.transaction(async (tx) => {
      await loadHouseholds(tx, loading, { batch, organisationOf });
      await before;
    });
  };
  const keep = async (stored: Promise<void>, batch: ResidentBatch): Promise<void> => {
    await stored;
    written += batch.patients.length + batch.records.length;
    report(batch.nextHousehold);
  };
  try {
    for await (const batch of residentBatches(plan, { fromHousehold })) {
      signal?.throwIfAborted();
      const kept = keep(store(batch), batch);
      kept.catch(() => undefined);
      under = [...under, kept];
      if (under.length < BATCHES_AT_ONCE) continue;
      await under[0];
      under = under.slice(1);
    }
    await Promise.all(under);
  } finally {
    await Promise.allSettled(under);
  }
  await refreshStatistics(database, written);
}

function staffOrganisations(plan: WorldPlan): (staffId: string) => string {
  const organisations = new Map(plan.staff.map((member) => [member.id, member.organisationId]));
  return (staffId) => organisations.get(staffId)!;
}

interface Households {
  readonly batch: ResidentBatch;
  readonly organisationOf: (staffId: string) => string;
}

async function loadHouseholds(tx: Transaction, { plan, clock, ids }: Loading, { batch, organisationOf }: Households): Promise<void> {
  const now = clock.now();
  await loadBatch(tx, [...batch.patients, ...batch.records], { now, newId: ids.newId, validate: false });
  const entries = batch.households.flatMap((household) => household.residents.map(residentEntry));
  await bulkLoadResidents(tx, { entries, registeredAt: now, newId: ids.newId });
  await grantRecordBases(tx, recordBases({ batch, organisationOf, referenceDate: plan.referenceDate }));
}

/** The head of the first household with an adult over 50 speaks for the residents: such a record has something to read. */
async function createAccounts(tx: Transaction, plan: WorldPlan): Promise<DemoSignIn[]> {
  const staff = await createStaffAccounts(tx, plan);
  const before = `${Number(plan.referenceDate.slice(0, 4)) - 55}-01-01`;
  for (let index = 0; index < plan.householdCount; index += 1) {
    const resident = householdAt(plan, index).residents.find((each) => each.birthDate < before && each.familyDoctorId !== null);
    if (resident !== undefined) return [...staff, await createResidentAccount(tx, resident, 1)];
  }
  return staff;
}
