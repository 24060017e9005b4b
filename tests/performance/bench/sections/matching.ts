import type { Section } from '../section.ts';
import { matchPersons } from '#modules/residents/server/rules/decide-match.ts';
import { preparePerson } from '#modules/residents/server/rules/normalise.ts';
import type { PersonRecord } from '#modules/residents/server/rules/person-record.ts';

const PEOPLE = 500;
const FIELDS = ['name', 'sex', 'birthDate', 'idCard', 'phone', 'address', 'insuranceNumber'] as const;
const FAMILY = [...'赵钱孙李周吴郑王冯陈'];
const GIVEN = [...'安柏川达恩方桂海敬可岚明宁鹏青若松桃威熙'];

const recordOf = (number: number): PersonRecord => ({
  id: String(number),
  name: `${FAMILY[number % FAMILY.length]}${GIVEN[number % GIVEN.length]}${GIVEN[(number * 7) % GIVEN.length]}`,
  sex: number % 2 === 0 ? '1' : '2',
  birthDate: `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`,
  idCard: undefined,
  phone: `1390000${String(number).padStart(4, '0')}`,
  address: `示例县柳林镇塘坊村${number % 12}组${number}号`,
  insuranceNumber: undefined,
});

const pairsPerSecond = (seconds: number, compare: (a: number, b: number) => void): number => {
  let pairs = 0;
  const begin = performance.now();
  for (let a = 0; performance.now() - begin < seconds * 1000; a = (a + 1) % PEOPLE) {
    for (let b = 0; b < PEOPLE; b += 1) compare(a, b);
    pairs += PEOPLE;
  }
  return pairs / ((performance.now() - begin) / 1000);
};

/** Pairs a second on one core: ours, and seven comparisons of strings for equality. */
function measureMatching(seconds: number): { ours: number; plain: number } {
  const records = Array.from({ length: PEOPLE }, (_, number) => recordOf(number));
  const prepared = records.map(preparePerson);
  let equal = 0;
  return {
    ours: pairsPerSecond(seconds, (a, b) => void (equal += matchPersons(prepared[a]!, prepared[b]!).score)),
    plain: pairsPerSecond(seconds, (a, b) => void (equal += FIELDS.filter((field) => records[a]![field] === records[b]![field]).length)),
  };
}

export const matching: Section = {
  name: 'matching',
  run: async ({ options }) => {
    const { ours, plain } = measureMatching(options.seconds);
    return [{ what: 'matching of people, one core', unit: 'pairs/s', ours, beside: plain, ratio: ours / plain, besideIs: 'seven fields compared for equality' }];
  },
};
