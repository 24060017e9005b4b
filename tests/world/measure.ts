import type { Condition, Encounter } from '#fhir/types/resources.gen.ts';
import { ageInYears } from '#platform/kernel/period.ts';
import { ENCOUNTER_COST } from './clinical/costs.ts';
import { residentBatches, type ResidentBatch } from './world.ts';
import type { WorldPlan } from './plan/types.ts';

/** Shares in per cent, money in yuan, stays in days. Keys are those of facts.csv where it has one. */
export type WorldMeasures = Readonly<Record<string, number>>;

interface Tally {
  readonly counts: Map<string, number>;
  readonly types: Map<string, number>;
}

const add = (map: Map<string, number>, key: string, value = 1): void => void map.set(key, (map.get(key) ?? 0) + value);

/** Measures the first `households` of a plan by looking at the finished records only, as an auditor would. */
export async function measureWorld(plan: WorldPlan, households: number): Promise<{ measures: WorldMeasures; types: ReadonlyMap<string, number> }> {
  const tally: Tally = { counts: new Map(), types: new Map() };
  const hospitals = new Set(plan.organisations.filter((organisation) => organisation.beds >= 30 && organisation.level !== 'township').map((organisation) => organisation.id));
  for await (const batch of residentBatches(plan, { untilHousehold: households })) tallyBatch(batch, { plan, tally, hospitals });
  return { measures: measuresOf(tally.counts), types: tally.types };
}

interface Setting {
  readonly plan: WorldPlan;
  readonly tally: Tally;
  readonly hospitals: ReadonlySet<string>;
}

function tallyBatch(batch: ResidentBatch, setting: Setting): void {
  const { plan, tally } = setting;
  const { counts } = tally;
  const adults = new Set<string>();
  const kinds = new Map(plan.areas.map((area) => [area.id, area.kind]));
  for (const household of batch.households) {
    add(counts, 'households');
    for (const resident of household.residents) {
      const age = ageInYears(resident.birthDate, plan.referenceDate);
      add(counts, 'people');
      if (age < 15) add(counts, 'young');
      if (age >= 15 && age < 60) add(counts, 'middle');
      if (age >= 60) add(counts, 'old60');
      if (age >= 65) add(counts, 'old65');
      if (resident.sex === 'male') add(counts, 'male');
      if (kinds.get(household.areaId) === 'village') add(counts, 'rural');
      if (age >= 15) add(counts, 'adult15');
      if (age >= 18) {
        add(counts, 'adult18');
        adults.add(`Patient/${resident.id}`);
      }
    }
  }
  tallyRecords(batch, { ...setting, adults });
}

function tallyRecords(batch: ResidentBatch, setting: Setting & { adults: ReadonlySet<string> }): void {
  const { counts, types } = setting.tally;
  const ill = new Map<string, Set<string>>();
  for (const write of [...batch.patients, ...batch.records]) {
    add(types, write.resource.resourceType);
    if (write.resource.resourceType === 'Encounter') tallyEncounter(write.resource, write.ownerOrganisationId, setting);
    if (write.resource.resourceType === 'Condition') noteCondition(write.resource, ill);
  }
  for (const [patient, codes] of ill) {
    add(counts, 'chronic');
    if (!setting.adults.has(patient)) continue;
    if (codes.has('I10')) add(counts, 'hypertension');
    if (codes.has('E11')) add(counts, 'diabetes');
  }
}

function noteCondition(condition: Condition, ill: Map<string, Set<string>>): void {
  if (condition.category?.[0]?.coding?.[0]?.code !== 'problem-list-item') return;
  const patient = condition.subject.reference!;
  const codes = ill.get(patient) ?? new Set<string>();
  codes.add(condition.code!.coding![0]!.code!.slice(0, 3));
  ill.set(patient, codes);
}

const DAYS = 86_400_000;

function tallyEncounter(encounter: Encounter, owner: string, setting: Setting): void {
  const { counts } = setting.tally;
  const age = (Date.parse(`${setting.plan.referenceDate}T00:00:00+08:00`) - Date.parse(encounter.period!.start!)) / DAYS;
  if (age > 365) return;
  const hospital = setting.hospitals.has(owner);
  const total = encounter.extension?.find(({ url }) => url === ENCOUNTER_COST)?.extension?.[0]?.valueMoney?.value;
  if (encounter.class.code === 'IMP') {
    add(counts, 'admissions');
    if (hospital) add(counts, 'hospitalAdmissions');
    if (encounter.status !== 'finished' || total === undefined) return;
    const kind = hospital ? 'hospital' : 'township';
    add(counts, `${kind}Ended`);
    add(counts, `${kind}Days`, encounter.length!.value!);
    add(counts, `${kind}Yuan`, total);
    return;
  }
  add(counts, 'visits');
  if (hospital) {
    add(counts, 'hospitalVisits');
    add(counts, 'hospitalVisitYuan', total!);
  }
}

function measuresOf(counts: ReadonlyMap<string, number>): WorldMeasures {
  const of = (key: string): number => counts.get(key) ?? 0;
  const percent = (part: string, whole: string): number => (100 * of(part)) / of(whole);
  return {
    people: of('people'),
    householdSize: of('people') / of('households'),
    maleShare: percent('male', 'people'),
    'census_2020.china.age_0_14': percent('young', 'people'),
    'census_2020.china.age_15_59': percent('middle', 'people'),
    'census_2020.china.age_60_plus': percent('old60', 'people'),
    'census_2020.china.age_65_plus': percent('old65', 'people'),
    'census_2020.china.rural': percent('rural', 'people'),
    'ccdrfs_2018.hypertension_18_plus': percent('hypertension', 'adult18'),
    'ccdrfs_2018.diabetes_18_plus': percent('diabetes', 'adult18'),
    'nhss_2018.chronic_prevalence_15_plus': percent('chronic', 'adult15'),
    'china_2023.visits_per_person': of('visits') / of('people'),
    'derived.admission_rate': percent('admissions', 'people'),
    hospitalVisitShare: percent('hospitalVisits', 'visits'),
    hospitalAdmissionShare: percent('hospitalAdmissions', 'admissions'),
    'china_2023.outpatient_cost_per_visit': of('hospitalVisitYuan') / of('hospitalVisits'),
    hospitalStayDays: of('hospitalDays') / of('hospitalEnded'),
    hospitalStayYuan: of('hospitalYuan') / of('hospitalEnded'),
    townshipStayDays: of('townshipDays') / of('townshipEnded'),
    townshipStayYuan: of('townshipYuan') / of('townshipEnded'),
  };
}
