import { describe, expect, it } from 'vitest';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { blockingKeys } from './blocking-keys.ts';
import { matchPersons, type MatchDecision, type MatchRule } from './decide-match.ts';
import { preparePerson } from './normalise.ts';
import type { PersonRecord } from './person-record.ts';

const card = (first17: string): string => first17 + idCardCheckCharacter(first17);
const ID = card('99012119900312104');
const TWIN_ID = card('99012119900312106');
const base: PersonRecord = {
  id: 'a', name: '周思敏', sex: '2', birthDate: '1990-03-12', idCard: ID, phone: '10012345678', address: '示例县柳林镇塘坊村4组45号', insuranceNumber: '700000000001',
};
const typo = `${ID.slice(0, 10)}9${ID.slice(11)}`;
const swapped = `${ID.slice(0, 14)}${ID[15]}${ID[14]}${ID.slice(16)}`;

const cases: readonly [string, Partial<PersonRecord>, MatchDecision, MatchRule][] = [
  ['the same record', {}, 'same', 'same-id-card'],
  ['full-width digits and a traditional name', { name: '周思敏', idCard: '９９０１２１１９９００３１２１０４' + ID[17] }, 'same', 'same-id-card'],
  ['the old 15-digit number', { idCard: ID.slice(0, 6) + ID.slice(8, 17), phone: undefined, insuranceNumber: undefined, address: undefined }, 'same', 'same-id-card'],
  ['a homophone', { name: '周思旻', idCard: undefined, insuranceNumber: '700000000001' }, 'same', 'score'],
  ['one wrong digit in the number', { idCard: typo }, 'same', 'score'],
  ['two swapped digits in the number', { idCard: swapped, phone: '10099999999' }, 'same', 'score'],
  ['moved, another phone, no number, insurance known', { idCard: undefined, phone: '10099999999', address: '示例县东河镇石门村1组1号' }, 'same', 'score'],
  ['no number, no insurance, same home', { idCard: undefined, insuranceNumber: undefined, phone: undefined }, 'same', 'score'],
  ['name and birth date alone', { idCard: undefined, insuranceNumber: undefined, phone: undefined, address: undefined }, 'review', 'score'],
  ['a twin with a valid number', { name: '周思佳', idCard: TWIN_ID, insuranceNumber: '700000000002' }, 'different', 'two-valid-id-cards'],
  ['a twin with a homophone name and a valid number', { name: '周思闵', idCard: TWIN_ID, insuranceNumber: '700000000002' }, 'different', 'two-valid-id-cards'],
  ['a twin without a number', { name: '周思佳', idCard: undefined, insuranceNumber: undefined }, 'different', 'other-given-name'],
  ['a namesake born on the same day elsewhere', { idCard: card('99018119900312324'), phone: '10099999999', address: '东河石门村1组1号', insuranceNumber: undefined }, 'different', 'two-valid-id-cards'],
  ['a namesake without papers', { birthDate: '1990-07-30', idCard: undefined, phone: undefined, address: undefined, insuranceNumber: undefined }, 'different', 'score'],
  ['a namesake of the same birthday with another insurance number', { idCard: undefined, insuranceNumber: '911111111111', address: undefined }, 'review', 'other-insurance-number'],
  ['her number under another name', { name: '何婷', phone: undefined, address: undefined, insuranceNumber: undefined }, 'review', 'same-id-card-other-person'],
  ['two valid numbers but all else equal', { idCard: TWIN_ID }, 'review', 'two-valid-id-cards'],
];

describe('two records', () => {
  it.each(cases)('%s', (_, change, decision, rule) => {
    const result = matchPersons(preparePerson(base), preparePerson({ ...base, ...change, id: 'b' }));
    const back = matchPersons(preparePerson({ ...base, ...change, id: 'b' }), preparePerson(base));
    expect(back).toEqual(result);
    expect([result.decision, result.rule]).toEqual([decision, rule]);
    expect(result.score).toBe(result.evidence.reduce((sum, line) => sum + line.weight, 0));
  });
});

describe('newborns', () => {
  const named = preparePerson({ id: 'n', name: '马文宇', sex: '1', birthDate: '2024-07-02', phone: '10004496223', address: '城关镇和平村6组36号' });

  it.each([
    ['马某之子', '2024-07-02', '1', 'review'],
    ['新生儿', '2024-07-02', '1', 'review'],
    ['马某之子', '2024-01-02', '1', 'different'],
    ['马某之女', '2024-07-02', '2', 'different'],
    ['李某之子', '2024-07-02', '1', 'different'],
  ])('%s born %s, sex %s, goes to %s and never to same', (name, birthDate, sex, decision) => {
    const newborn = preparePerson({ id: 'p', name, birthDate, sex, phone: '10004496223' });
    expect(matchPersons(named, newborn).decision).toBe(decision);
  });
});

describe('blocking keys', () => {
  it.each(cases.filter(([, , decision]) => decision === 'same'))('%s shares a key', (_, change) => {
    const keys = new Set(blockingKeys(preparePerson(base)));
    expect(blockingKeys(preparePerson({ ...base, ...change, id: 'b' })).some((key) => keys.has(key))).toBe(true);
  });
});
