import { recordOf } from './clinical/record.ts';
import { patientResource } from './clinical/patient.ts';
import type { WorldWrite } from './clinical/person-context.ts';
import { householdIds, type IdSource } from './ids.ts';
import { householdOf } from './people/household.ts';
import type { WorldHousehold } from './people/types.ts';
import { planIndexOf, type PlanIndex } from './plan/plan-index.ts';
import type { WorldPlan } from './plan/types.ts';
import { randomOf } from './random.ts';

export { DEFAULT_REFERENCE_DATE, DEFAULT_SEED, worldPlan } from './plan/world-plan.ts';

/** Households `fromHousehold` … `nextHousehold − 1`, with their Patients and every other resource of their records. */
export interface ResidentBatch {
  readonly fromHousehold: number;
  readonly nextHousehold: number;
  readonly households: readonly WorldHousehold[];
  readonly patients: readonly WorldWrite[];
  readonly records: readonly WorldWrite[];
}

export interface StreamRequest {
  /** Index of the first household; a later start equals the tail of an earlier one. */
  readonly fromHousehold?: number;
  readonly untilHousehold?: number;
  readonly householdsPerBatch?: number;
}

const HOUSEHOLDS_PER_BATCH = 100;

/** Streams people and records. Each household depends on seed and index alone, so memory is flat and any index is a place to resume. */
export async function* residentBatches(plan: WorldPlan, request: StreamRequest = {}): AsyncGenerator<ResidentBatch> {
  const world = planIndexOf(plan);
  const until = Math.min(request.untilHousehold ?? plan.householdCount, plan.householdCount);
  const step = request.householdsPerBatch ?? HOUSEHOLDS_PER_BATCH;
  for (let from = request.fromHousehold ?? 0; from < until; from += step) yield batchOf(world, from, Math.min(from + step, until));
}

const peopleAt = (world: PlanIndex, index: number, ids: IdSource): WorldHousehold =>
  householdOf({ index, world, ids, random: randomOf(world.plan.seed, 'household', index) });

/** One household without its record: the same people as in the stream. */
export const householdAt = (plan: WorldPlan, index: number): WorldHousehold => peopleAt(keptIndexOf(plan), index, householdIds(plan.seed, index));

const keptIndexes = new WeakMap<WorldPlan, PlanIndex>();

function keptIndexOf(plan: WorldPlan): PlanIndex {
  const kept = keptIndexes.get(plan) ?? planIndexOf(plan);
  keptIndexes.set(plan, kept);
  return kept;
}

function batchOf(world: PlanIndex, from: number, next: number): ResidentBatch {
  const households: WorldHousehold[] = [];
  const patients: WorldWrite[] = [];
  const records: WorldWrite[] = [];
  for (let index = from; index < next; index += 1) {
    const ids = householdIds(world.plan.seed, index);
    const household = peopleAt(world, index, ids);
    households.push(household);
    for (const resident of household.residents) patients.push({ method: 'put', resource: patientResource(resident), ownerOrganisationId: resident.managingOrganisationId });
    records.push(...recordOf(household, { world, ids }));
  }
  return { fromHousehold: from, nextHousehold: next, households, patients, records };
}
