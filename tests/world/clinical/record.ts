import { ageInYears } from '#platform/kernel/period.ts';
import type { IdSource } from '../ids.ts';
import type { WorldHousehold, WorldResident } from '../people/types.ts';
import type { PlanIndex } from '../plan/plan-index.ts';
import { randomOf } from '../random.ts';
import { admissions } from './admissions.ts';
import { chronicCare } from './chronic-care.ts';
import { chronicDiseasesOf } from './chronic-list.ts';
import type { PersonContext, WorldWrite } from './person-context.ts';
import { allergies, immunisations } from './preventive.ts';
import { acuteVisits } from './visits.ts';

/** All clinical resources of a household, person by person. Patients are not among them. */
export function recordOf(household: WorldHousehold, setting: { world: PlanIndex; ids: IdSource }): WorldWrite[] {
  const writes: WorldWrite[] = [];
  const born = household.residents.filter((resident) => ageOf(resident, setting.world) === 0).map((resident) => resident.birthDate)[0];
  const mother = household.residents.find((resident) => resident.relation !== 'parent' && resident.sex === 'female' && isFertile(ageOf(resident, setting.world)));
  for (const [position, resident] of household.residents.entries()) {
    const person = contextOf(resident, { ...setting, household, position, writes });
    const alreadyMade = chronicCare(person);
    acuteVisits(person, alreadyMade);
    admissions(person, resident === mother ? born : undefined);
    immunisations(person);
    allergies(person);
  }
  return writes;
}

const ageOf = (resident: WorldResident, world: PlanIndex): number => ageInYears(resident.birthDate, world.plan.referenceDate);
const isFertile = (age: number): boolean => age >= 18 && age <= 46;

interface ContextRequest {
  readonly world: PlanIndex;
  readonly ids: IdSource;
  readonly household: WorldHousehold;
  readonly position: number;
  readonly writes: WorldWrite[];
}

function contextOf(resident: WorldResident, request: ContextRequest): PersonContext {
  const { world, household } = request;
  const random = randomOf(world.plan.seed, `record-${request.position}`, household.index);
  const age = ageOf(resident, world);
  return { resident, age, area: world.area(household.areaId), chronic: chronicDiseasesOf(random, age), world, random, ids: request.ids, writes: request.writes };
}
