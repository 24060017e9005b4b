import type { Random } from '../random.ts';

/**
 * Share of the population by five-year age group, 0–4 … 80–84, 85+, in per cent. Shape of the 2020 census; the wide groups (0–14, 15–59, 60+, 65+)
 * are the ones `facts.test.ts` compares with the published bulletin.
 */
export const CENSUS_GROUPS = [5.52, 6.4, 6.03, 5.15, 5.3, 6.52, 8.81, 7.02, 6.6, 8.1, 8.6, 7.25, 5.2, 5.25, 3.52, 2.22, 1.44, 1.07] as const;

const YEARS_PER_GROUP = 5;
const AGE_MAX = 97;

/** Relative weight of one year of age: the last group is a falling tail to the nineties. */
function weightOfAge(age: number): number {
  const group = Math.min(Math.floor(age / YEARS_PER_GROUP), CENSUS_GROUPS.length - 1);
  const share = CENSUS_GROUPS[group]!;
  return group === CENSUS_GROUPS.length - 1 ? (share * (AGE_MAX + 1 - age)) / 91 : share / YEARS_PER_GROUP;
}

const cumulative: number[] = [];
for (let age = 0, sum = 0; age <= AGE_MAX; age += 1) {
  sum += weightOfAge(age);
  cumulative.push(sum);
}

/** An age between two ages (both included), distributed like the census inside that span. */
export function ageBetween(random: Random, min: number, max: number): number {
  const below = min === 0 ? 0 : cumulative[min - 1]!;
  const target = below + random.next() * (cumulative[Math.min(max, AGE_MAX)]! - below);
  let age = min;
  while (age < max && cumulative[age]! <= target) age += 1;
  return age;
}
