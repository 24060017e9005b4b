import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureWorld, type WorldMeasures } from './measure.ts';
import { COUNTY, NEIGHBOUR } from './plan/place-names.ts';
import { worldPlan } from './world.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const FACTS = new URL('stats/facts.csv', DATA);
const AREAS = new URL('codes-cn/divisions/areas.csv', DATA);
const skipped = (file: URL): string => (existsSync(file) ? '' : ` (skipped: ${file.pathname} is absent)`);

/** Value of each key of facts.csv; quotes are only in later columns. */
const facts = (): Map<string, number> => new Map(readFileSync(FACTS, 'utf8').split('\n').slice(1).map((line) => line.split(',')).map(([key = '', value = '']) => [key, Number(value)]));

/** Allowed distance: absolute for shares and rates, relative (×) for money. Demo has 3,000 people, so its sampling error is wider. */
const TOLERANCES: readonly { readonly key: string; readonly demo: number; readonly county: number; readonly relative?: boolean }[] = [
  { key: 'census_2020.china.age_0_14', demo: 2, county: 0.8 },
  { key: 'census_2020.china.age_15_59', demo: 2.5, county: 1 },
  { key: 'census_2020.china.age_60_plus', demo: 2, county: 0.8 },
  { key: 'census_2020.china.age_65_plus', demo: 1.8, county: 0.7 },
  { key: 'census_2020.china.rural', demo: 4, county: 1.5 },
  { key: 'ccdrfs_2018.hypertension_18_plus', demo: 2, county: 0.8 },
  { key: 'ccdrfs_2018.diabetes_18_plus', demo: 1.5, county: 0.6 },
  { key: 'nhss_2018.chronic_prevalence_15_plus', demo: 2.5, county: 1.5 },
  { key: 'china_2023.visits_per_person', demo: 0.3, county: 0.15 },
  { key: 'derived.admission_rate', demo: 2.5, county: 1 },
  { key: 'china_2023.outpatient_cost_per_visit', demo: 0.05, county: 0.03, relative: true },
];

const COUNTY_SAMPLE_HOUSEHOLDS = 10_000;

describe('the world resembles a real county', () => {
  let demo: WorldMeasures = {};
  let county: WorldMeasures = {};
  beforeAll(async () => {
    demo = (await measureWorld(worldPlan({ size: 'demo' }), Number.MAX_SAFE_INTEGER)).measures;
    county = (await measureWorld(worldPlan({ size: 'county' }), COUNTY_SAMPLE_HOUSEHOLDS)).measures;
  }, 120_000);

  for (const { key, relative, ...tolerance } of TOLERANCES) {
    it.skipIf(!existsSync(FACTS))(`${key} is within tolerance of facts.csv${skipped(FACTS)}`, () => {
      const fact = facts().get(key)!;
      const allowed = (share: number): number => (relative ? share * fact : share);
      expect(Math.abs(demo[key]! - fact), `demo ${demo[key]} against ${fact}`).toBeLessThanOrEqual(allowed(tolerance.demo));
      expect(Math.abs(county[key]! - fact), `county ${county[key]} against ${fact}`).toBeLessThanOrEqual(allowed(tolerance.county));
    });
  }

  it.skipIf(!existsSync(FACTS))(`hospitals take their share of visits and admissions${skipped(FACTS)}`, () => {
    const value = facts();
    const visits = (100 * value.get('china_2023.hospital_visits')!) / value.get('china_2023.visits_total')!;
    const admissions = (100 * value.get('china_2023.hospital_admissions')!) / value.get('china_2023.admissions_total')!;
    expect(Math.abs(county['hospitalVisitShare']! - visits)).toBeLessThan(2);
    expect(Math.abs(county['hospitalAdmissionShare']! - admissions)).toBeLessThan(2.5);
  });

  it('mean stay and cost of ended hospital stays lie at the bulletin figures (8.8 days, 10,316 yuan; from general knowledge, not in facts.csv)', () => {
    for (const [measures, days, share] of [[demo, 0.7, 0.08], [county, 0.4, 0.04]] as const) {
      expect(Math.abs(measures['hospitalStayDays']! - 8.8)).toBeLessThan(days);
      expect(Math.abs(measures['hospitalStayYuan']! / 10_316 - 1)).toBeLessThan(share);
    }
  });

  it('demo has about 3,000 residents', () => {
    expect(demo['people']).toBeGreaterThan(2900);
    expect(demo['people']).toBeLessThan(3100);
  });

  it.skipIf(!existsSync(FACTS))(`facilities, beds and people of the county plan match one county-level unit${skipped(FACTS)}`, () => {
    const value = facts();
    const plan = worldPlan({ size: 'county' });
    const count = (kind: string): number => plan.organisations.filter((organisation) => organisation.kind === kind).length;
    const beds = plan.organisations.filter((organisation) => organisation.insideCounty).reduce((sum, organisation) => sum + organisation.beds, 0);
    expect(Math.abs(count('township-hospital') - value.get('derived.township_centres_per_county_unit')!)).toBeLessThanOrEqual(1);
    expect(Math.abs(count('village-room') - value.get('derived.village_clinics_per_county_unit')!)).toBeLessThanOrEqual(2);
    const people = plan.householdCount * county['householdSize']!;
    expect(Math.abs(people / value.get('derived.population_per_county_unit')! - 1)).toBeLessThan(0.015);
    expect(Math.abs((1000 * beds) / people - value.get('china_2023.beds_per_1000')!)).toBeLessThan(0.8);
  });

  it.skipIf(!existsSync(AREAS))(`neither the county nor its division code exists${skipped(AREAS)}`, () => {
    const real = readFileSync(AREAS, 'utf8');
    expect(real).not.toContain(`"${COUNTY.name}"`);
    expect(real).not.toContain(`"${NEIGHBOUR.name}"`);
    expect(real).not.toMatch(/^99/m);
  });
});
