import { addDays } from '#platform/kernel/period.ts';
import { idCardNumber, idCardSlot, insuranceNumber, phoneNumber } from '../identifiers.ts';
import type { IdSource } from '../ids.ts';
import { nameOf, surnameOf, type WorldName } from '../names.ts';
import type { Area } from '../plan/types.ts';
import type { PlanIndex } from '../plan/plan-index.ts';
import type { Random } from '../random.ts';
import { MEMBERS_MAX, sketchHousehold, type Sketch } from './household-kinds.ts';
import type { WorldHousehold, WorldResident } from './types.ts';

export interface HouseholdRequest {
  readonly index: number;
  readonly world: PlanIndex;
  readonly random: Random;
  readonly ids: IdSource;
}

/** Newborns get their number with the household registration; until this age half of them have none. */
const UNREGISTERED_DAYS_MAX = 60;
const SHARE_ADULT_WITHOUT_DOCUMENT = 0.002;
const DAYS_PER_YEAR = 365.25;

export function householdOf(request: HouseholdRequest): WorldHousehold {
  const { random, ids, world, index } = request;
  const id = ids.newId();
  const area = random.weighted(world.areasByPopulation);
  const address = addressOf(area, random, world);
  const sketches = sketchHousehold(random);
  const names = namesOf(sketches, random, Number(world.plan.referenceDate.slice(0, 4)));
  const residents: WorldResident[] = [];
  for (const [position, sketch] of sketches.entries()) {
    residents.push(residentOf(sketch, { ...request, householdId: householdNumber(area, index), area, address, name: names[position]!, number: index * MEMBERS_MAX + position, earlier: residents }));
  }
  return { id, index, areaId: area.id, address, residents };
}

/** As numbers of health records in China begin: twelve digits of the village or community, then a serial number. */
const householdNumber = ({ code }: Area, index: number): string => `${code}-${String(index + 1).padStart(5, '0')}`;

function addressOf(area: Area, random: Random, world: PlanIndex): string {
  const { county } = world.plan;
  const township = area.kind === 'seat' ? '城关街道' : world.townshipName(area.townshipCode);
  const place = `${county.city}${county.name}${township}`;
  if (area.kind === 'village') return `${place}${area.name}${random.int(1, 12)}组${random.int(1, 60)}号`;
  return `${place}${area.name.replace(township, '')}${random.int(1, 28)}栋${random.int(1, 3)}单元${random.int(1, 18)}0${random.int(1, 4)}室`;
}

/** Children and the father's parents carry the head's surname; spouses and grandmothers their own. */
function namesOf(sketches: readonly Sketch[], random: Random, year: number): WorldName[] {
  const family = surnameOf(random);
  return sketches.map((sketch) => {
    const marriedIn = sketch.relation === 'spouse' || (sketch.relation === 'parent' && sketch.sex === 'female');
    return nameOf(random, { sex: sketch.sex, birthYear: year - sketch.age, ...(marriedIn ? {} : { family }) });
  });
}

interface MemberRequest extends HouseholdRequest {
  readonly householdId: string;
  readonly area: Area;
  readonly address: string;
  readonly name: WorldName;
  /** Running number of the person in the whole world. */
  readonly number: number;
  readonly earlier: readonly WorldResident[];
}

function residentOf(sketch: Sketch, member: MemberRequest): WorldResident {
  const { random, world, area, number } = member;
  const ageDays = Math.floor((sketch.age + random.next()) * DAYS_PER_YEAR);
  const birthDate = addDays(world.plan.referenceDate, -Math.max(3, ageDays));
  const mother = sketch.relation === 'child' ? member.earlier.find((other) => other.sex === 'female') : undefined;
  const unregistered = sketch.age === 0 && ageDays <= UNREGISTERED_DAYS_MAX && random.chance(0.6) && mother !== undefined;
  const undocumented = unregistered || (sketch.age >= 18 && random.chance(SHARE_ADULT_WITHOUT_DOCUMENT));
  const employee = area.kind !== 'village' && sketch.age >= 22 && random.chance(0.45);
  return {
    id: member.ids.newId(),
    householdId: member.householdId,
    relation: sketch.relation,
    name: unregistered ? `${mother.name}之${sketch.sex === 'male' ? '子' : '女'}` : member.name.text,
    familyName: unregistered ? null : member.name.family.text,
    sex: sketch.sex,
    birthDate,
    document: undocumented ? null : { type: '01', number: idCardNumber({ ...idCardSlot(number, sketch.sex === 'male'), birthDate }) },
    phone: phoneOf(sketch, member),
    address: member.address,
    areaId: area.id,
    townshipCode: area.townshipCode,
    insuranceKind: employee ? 'employee' : 'urban-rural',
    insuranceNumber: undocumented || random.chance(0.03) ? null : insuranceNumber(number),
    bloodGroup: random.chance(0.4) ? random.weighted(BLOOD_GROUPS) : null,
    managingOrganisationId: area.firstContactId,
    familyDoctorId: familyDoctorOf(sketch, member),
    motherId: unregistered ? mother.id : null,
  };
}

const BLOOD_GROUPS = [{ value: 'O', weight: 33 }, { value: 'A', weight: 29 }, { value: 'B', weight: 28 }, { value: 'AB', weight: 10 }] as const;

function phoneOf(sketch: Sketch, member: MemberRequest): string | null {
  if (sketch.age < 14) return member.earlier.find((other) => other.phone !== null)?.phone ?? null;
  if (sketch.age > 80 && member.random.chance(0.4)) return null;
  return phoneNumber(member.number);
}

/** Contracts are more common at the ends of life, as the service package asks. */
function familyDoctorOf(sketch: Sketch, member: MemberRequest): string | null {
  const { random, world, area } = member;
  const signed = random.chance(sketch.age < 7 || sketch.age >= 65 ? 0.75 : 0.4);
  if (!signed) return null;
  const doctors = [...world.staffOf(area.firstContactId, 'village-doctor'), ...world.staffOf(world.primaryCentre(area).id, 'township-doctor')];
  return doctors.length === 0 ? null : random.pick(doctors).id;
}
