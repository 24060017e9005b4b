import type { Random, Weighted } from '../random.ts';
import type { Sex } from '../names.ts';
import { ageBetween } from './pyramid.ts';

/** GB/T 4761 groups, in words. */
export type Relation = 'head' | 'spouse' | 'child' | 'grandchild' | 'parent';

export interface Sketch {
  readonly relation: Relation;
  readonly sex: Sex;
  readonly age: number;
}

export const MEMBERS_MAX = 6;

type Draw = (random: Random) => Sketch[];

const anySex = (random: Random): Sex => (random.chance(0.62) ? 'male' : 'female');

function couple(random: Random, ageMin: number, ageMax: number): Sketch[] {
  const wife = ageBetween(random, ageMin, ageMax);
  const husband = Math.max(22, Math.min(95, wife + random.int(-2, 5)));
  return [
    { relation: 'head', sex: 'male', age: husband },
    { relation: 'spouse', sex: 'female', age: wife },
  ];
}

/** Children of a mother of a given age, born when she was 20 to 38; none older than `ageMax`. */
function children(random: Random, mother: number, count: number): Sketch[] {
  const eldest = Math.min(17, Math.max(0, mother - 20));
  const youngest = Math.max(0, mother - 38);
  return Array.from({ length: count }, () => ({
    relation: 'child' as const,
    sex: random.chance(0.54) ? ('male' as const) : ('female' as const),
    age: ageBetween(random, Math.min(youngest, eldest), eldest),
  }));
}

const childCount = (random: Random): number => random.weighted([{ value: 1, weight: 55 }, { value: 2, weight: 38 }, { value: 3, weight: 7 }]);

function grandparents(random: Random, mother: number): Sketch[] {
  const grandmother = Math.min(92, mother + random.int(21, 31));
  const list: Sketch[] = [{ relation: 'parent', sex: 'female', age: grandmother }];
  if (random.chance(0.75)) list.push({ relation: 'parent', sex: 'male', age: Math.min(93, grandmother + random.int(-1, 4)) });
  return list;
}

const draws: Record<string, Draw> = {
  youngSingle: (random) => [{ relation: 'head', sex: anySex(random), age: ageBetween(random, 18, 34) }],
  adultSingle: (random) => [{ relation: 'head', sex: anySex(random), age: ageBetween(random, 35, 59) }],
  elderSingle: (random) => [{ relation: 'head', sex: random.chance(0.42) ? 'male' : 'female', age: ageBetween(random, 60, 96) }],
  couple: (random) => couple(random, 23, 54),
  couplePreElder: (random) => couple(random, 48, 58),
  elderCouple: (random) => couple(random, 60, 88),
  nuclear: (random) => {
    const pair = couple(random, 24, 50);
    return [...pair, ...children(random, pair[1]!.age, childCount(random))];
  },
  grownChild: (random) => {
    const pair = couple(random, 42, 57);
    return [...pair, { relation: 'child', sex: anySex(random), age: Math.max(15, pair[1]!.age - random.int(22, 30)) }];
  },
  teenager: (random) => {
    const pair = couple(random, 36, 50);
    return [...pair, { relation: 'child', sex: anySex(random), age: random.int(13, 19) }];
  },
  threeGenerations: (random) => {
    const pair = couple(random, 24, 46);
    return [...pair, ...children(random, pair[1]!.age, Math.min(2, childCount(random))), ...grandparents(random, pair[1]!.age)];
  },
  grandparentsOnly: (random) => [...couple(random, 54, 70), { relation: 'grandchild', sex: anySex(random), age: ageBetween(random, 2, 14) }],
  oneParent: (random) => {
    const mother = ageBetween(random, 26, 44);
    return [{ relation: 'head', sex: 'female', age: mother }, ...children(random, mother, 1)];
  },
};

/** Weights fitted so that the sum over kinds reproduces the age pyramid; a household has 2.56 persons (census 2020: 2.62). See README, "How it was fitted". */
export const HOUSEHOLD_WEIGHTS: Readonly<Record<string, number>> = {
  youngSingle: 15,
  adultSingle: 3,
  elderSingle: 5.4,
  couple: 3,
  couplePreElder: 5.5,
  elderCouple: 15.6,
  nuclear: 20.2,
  grownChild: 14.4,
  teenager: 2.8,
  threeGenerations: 9.4,
  grandparentsOnly: 2,
  oneParent: 4.2,
};

const kinds: Weighted<Draw>[] = Object.entries(HOUSEHOLD_WEIGHTS).map(([kind, weight]) => ({ value: draws[kind]!, weight }));

export const sketchOfKind = (random: Random, kind: string): Sketch[] => draws[kind]!(random);

/** The members of one household: who, sex and age; the head first. At most `MEMBERS_MAX`. */
export const sketchHousehold = (random: Random): Sketch[] => random.weighted(kinds)(random).slice(0, MEMBERS_MAX);
