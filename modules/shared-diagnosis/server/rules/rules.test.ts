import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalAbility, orderAbility, orderRules } from '../../contract/actions.ts';
import type { CriticalRule } from '../../contract/critical.ts';
import { criticalActions, criticalMove, criticalStates, criticalTable, orderActions, orderStates, orderTable, whoseMove } from '../../contract/states.ts';
import { agreementRate, cohenKappa } from './agreement.ts';
import { chooseCentre, isOpen, type Candidate } from './choose-centre.ts';
import { nextEscalation } from './critical-clock.ts';
import { findCriticalRule, inUnitOf, type Measured } from './critical-rules.ts';
import { measuredOf } from './observation.ts';
import { drawOf } from './sample.ts';
import { splitPrice } from './split.ts';
import { balancesOf, totalsOf } from './statement.ts';

/** Every state × action, written out by hand from domain.md 4.2: what is not here is refused. */
const ORDER: Readonly<Record<string, string>> = {
  'ordered schedule': 'scheduled', 'ordered perform': 'acquired', 'ordered attach-data': 'uploaded', 'ordered redirect': 'ordered', 'ordered cancel': 'cancelled',
  'scheduled schedule': 'scheduled', 'scheduled perform': 'acquired', 'scheduled attach-data': 'uploaded', 'scheduled redirect': 'scheduled', 'scheduled cancel': 'cancelled',
  'acquired attach-data': 'uploaded', 'acquired redirect': 'acquired', 'acquired cancel': 'cancelled',
  'uploaded attach-data': 'uploaded', 'uploaded pass-quality': 'waiting', 'uploaded return': 'returned', 'uploaded redirect': 'uploaded', 'uploaded cancel': 'cancelled', 'uploaded escalate': 'uploaded',
  'returned schedule': 'scheduled', 'returned perform': 'acquired', 'returned attach-data': 'uploaded', 'returned cancel': 'cancelled',
  'waiting attach-data': 'waiting', 'waiting claim': 'reading', 'waiting return': 'returned', 'waiting redirect': 'waiting', 'waiting cancel': 'cancelled', 'waiting escalate': 'waiting',
  'reading attach-data': 'reading', 'reading claim': 'reading', 'reading release': 'waiting', 'reading return': 'returned', 'reading consult-up': 'consulting', 'reading write-preliminary': 'preliminary', 'reading issue-emergency': 'issued', 'reading escalate': 'reading',
  'consulting attach-data': 'consulting', 'consulting answer-consult': 'reading', 'consulting escalate': 'consulting',
  'preliminary send-back': 'reading', 'preliminary issue': 'issued', 'preliminary escalate': 'preliminary',
  'issued confirm': 'issued', 'issued amend': 'amended', 'issued acknowledge': 'acknowledged', 'issued escalate': 'issued',
  'amended amend': 'amended', 'amended acknowledge': 'acknowledged', 'amended escalate': 'amended', 'acknowledged confirm': 'acknowledged', 'acknowledged amend': 'amended', 'acknowledged escalate': 'acknowledged',
};
const CRITICAL: Readonly<Record<string, string>> = {
  'detected verify': 'verified', 'detected dismiss': 'dismissed', 'verified notify': 'notified', 'verified dismiss': 'dismissed', 'notified notify': 'notified', 'notified acknowledge': 'acknowledged', 'notified escalate': 'notified',
  'acknowledged act': 'acted', 'acted act': 'acted', 'acted record-effect': 'effect-recorded', 'effect-recorded act': 'acted', 'effect-recorded record-effect': 'effect-recorded', 'effect-recorded close': 'closed',
};
const crossed = <A extends string, B extends string>(a: readonly A[], b: readonly B[]): [A, B][] => a.flatMap((each) => b.map((other): [A, B] => [each, other]));
const everySide = ['requester', 'performer', 'centre', 'consultant'] as const;
const view = { requesterName: '甲', performerName: '甲', centreName: '乙', consultantName: '丙' };

describe('orders', () => {
  it.each(crossed(orderStates, orderActions))('%s × %s leads where the table of domain 4.2 says, or is refused with a reason', (state, action) => {
    const expected = ORDER[`${state} ${action}`];
    expect(orderTable[state][action]).toBe(expected);
    const ability = orderAbility({ ...view, state, sides: everySide, holds: () => true }, action);
    expect(ability.allowed).toBe(expected !== undefined && orderRules[action].party !== 'platform');
    if (!ability.allowed) expect(ability.reason?.zh && ability.reason.en).toBeTruthy();
  });

  it.each(crossed(orderStates, orderActions).filter(([state, action]) => ORDER[`${state} ${action}`] !== undefined && orderRules[action].party !== 'platform'))('%s × %s belongs to one side and one permission', (state, action) => {
    const { party, permission } = orderRules[action];
    const others = everySide.filter((side) => side !== party);
    expect(orderAbility({ ...view, state, sides: others, holds: () => true }, action).allowed).toBe(false);
    expect(orderAbility({ ...view, state, sides: everySide, holds: (asked) => asked !== permission }, action).allowed).toBe(false);
  });

  it('every state can be reached from the order, and only a cancelled one has no way on', () => {
    const reached = new Set<string>(['ordered']);
    for (const state of reached) Object.values(orderTable[state as keyof typeof orderTable]).forEach((next) => reached.add(next));
    expect([...reached].sort()).toEqual([...orderStates].sort());
    expect(orderStates.filter((state) => Object.keys(orderTable[state]).length === 0)).toEqual(['cancelled']);
    expect(orderStates.filter((state) => whoseMove[state] === 'none')).toEqual(['acknowledged', 'cancelled']);
  });
});

describe('critical values', () => {
  it.each(crossed(criticalStates, criticalActions))('%s × %s leads where the table of domain 4.3 says, or is refused with a reason', (state, action) => {
    const expected = CRITICAL[`${state} ${action}`];
    expect(criticalTable[state][action]).toBe(expected);
    const ability = criticalAbility({ state, sides: ['reporter', 'receiver'], reporterName: '乙', receiverName: '甲', holds: () => true }, action);
    expect(ability.allowed).toBe(expected !== undefined && action !== 'escalate');
    if (!ability.allowed) expect(ability.reason?.zh && ability.reason.en).toBeTruthy();
    expect(criticalMove[state] === 'none').toBe(['closed', 'dismissed'].includes(state));
  });

  it('escalates by the minutes of the clock and then no more', () => {
    const notifiedAt = new Date('2026-01-01T00:00:00Z');
    const at = (level: number) => nextEscalation({ notifiedAt, clock: [10, 20, 30], level })?.toISOString() ?? null;
    expect([at(0), at(1), at(2), at(3)]).toEqual(['2026-01-01T00:10:00.000Z', '2026-01-01T00:20:00.000Z', '2026-01-01T00:30:00.000Z', null]);
  });
});

const sharesArbitrary = fc.integer({ min: 0, max: 10_000 }).chain((performed) => fc.integer({ min: 0, max: 10_000 - performed }).map((reported) => ({ performed, reported, consortium: 10_000 - performed - reported })));

describe('money', () => {
  it('the parts sum to the price, and none is more than a fen from its exact share', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), sharesArbitrary, (total, shares) => {
      const { performedFen, reportedFen, consortiumFen } = splitPrice(total, shares);
      expect(performedFen + reportedFen + consortiumFen).toBe(total);
      for (const [part, share] of [[performedFen, shares.performed], [reportedFen, shares.reported], [consortiumFen, shares.consortium]] as const) {
        expect(Number.isInteger(part) && part >= 0).toBe(true);
        expect(Math.abs(part * 10_000 - total * share)).toBeLessThan(10_000);
        if (share === 0) expect(part).toBe(0);
      }
    }));
  });

  it('a naive second calculation of a statement agrees, and the balances of all sites sum to zero', () => {
    const line = fc.record({ site: fc.integer({ min: 0, max: 4 }), centre: fc.integer({ min: 3, max: 6 }), prices: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 20 }), shares: sharesArbitrary });
    fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (given) => {
      const lines = given.map(({ site, centre, prices, shares }) => {
        const parts = prices.map((price) => splitPrice(price, shares));
        const sum = (key: 'performedFen' | 'reportedFen' | 'consortiumFen') => parts.reduce((all, part) => all + part[key], 0);
        return {
          performingOrganisationId: `s${site}`, performingOrganisationName: `s${site}`, reportingOrganisationId: `s${centre}`, reportingOrganisationName: `s${centre}`, kind: 'imaging' as const, modality: 'CT' as const, count: prices.length,
          totalFen: prices.reduce((all, price) => all + price, 0), performedFen: sum('performedFen'), reportedFen: sum('reportedFen'), consortiumFen: sum('consortiumFen'),
        };
      });
      const totals = totalsOf(lines);
      expect(totals.totalFen).toBe(given.flatMap((each) => each.prices).reduce((all, price) => all + price, 0));
      expect(totals.performedFen + totals.reportedFen + totals.consortiumFen).toBe(totals.totalFen);
      expect(balancesOf(lines).reduce((all, each) => all + each.fen, 0)).toBe(0);
    }));
  });
});

const candidate = (change: Partial<Candidate>): Candidate => ({ contractId: 'c', rank: 1, organisationId: 'o', openFrom: '08:00', openUntil: '18:00', weekdays: [1, 2, 3, 4, 5], waitingMax: null, waiting: 0, ...change });

describe('choice of the centre', () => {
  it.each([
    ['2026-11-23T00:00:00Z', true, 'Monday 08:00'], ['2026-11-23T09:59:00Z', true, 'Monday 17:59'], ['2026-11-23T10:00:00Z', false, 'Monday 18:00'], ['2026-11-22T02:00:00Z', false, 'Sunday 10:00'], ['2026-11-22T23:59:00Z', false, 'Monday 07:59'],
  ])('%s is open: %s (%s in China)', (at, open) => expect(isOpen(candidate({}), new Date(at))).toBe(open));

  it('hours over midnight belong to the day on which they began', () => {
    const night = candidate({ openFrom: '18:00', openUntil: '08:00', weekdays: [5] });
    expect([isOpen(night, new Date('2026-11-27T15:00:00Z')), isOpen(night, new Date('2026-11-27T22:00:00Z')), isOpen(night, new Date('2026-11-28T15:00:00Z'))]).toEqual([true, true, false]);
  });

  it('never leaves an order without a centre, and takes the first that has no obstacle', () => {
    const many = fc.array(fc.record({ contractId: fc.uuid(), rank: fc.integer({ min: 1, max: 4 }), organisationId: fc.uuid(), openFrom: fc.constantFrom('00:00', '08:00'), openUntil: fc.constantFrom('12:00', '24:00'), weekdays: fc.constantFrom([1, 2, 3, 4, 5], [6, 7]), waitingMax: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }), waiting: fc.integer({ min: 0, max: 4 }) }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(many, fc.constantFrom('emergency' as const, 'urgent' as const, 'routine' as const), fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2026-12-31') }), (candidates, priority, at) => {
      const choice = chooseCentre(candidates, { priority, at })!;
      const blocked = (each: Candidate): boolean => (priority === 'emergency' && !isOpen(each, at)) || (each.waitingMax !== null && each.waiting >= each.waitingMax);
      const ranked = [...candidates].sort((a, b) => a.rank - b.rank || (a.contractId < b.contractId ? -1 : 1));
      const wanted = ranked.find((each) => !blocked(each)) ?? ranked[0]!;
      expect(choice.candidate).toBe(wanted);
      expect(choice.overflow !== null).toBe(wanted !== ranked[0]);
    }));
    expect(chooseCentre([], { priority: 'routine', at: new Date() })).toBeUndefined();
  });
});

const rule = (change: Partial<CriticalRule>): CriticalRule => ({ id: 'r', organisationId: null, kind: 'laboratory', code: '2823-3', title: '血钾', comparator: '<', value: 2.8, unit: 'mmol/L', ageDaysFrom: null, ageDaysUntil: null, sex: null, department: null, validFrom: '2020-01-01', validUntil: null, ...change });
const measured = (change: Partial<Measured>): Measured => ({ code: '2823-3', value: 2.7, unit: 'mmol/L', ageDays: 20_000, sex: 'female', department: null, organisationIds: ['lab', 'county'], on: '2026-01-01', ...change });
const hit = (rules: CriticalRule[], value: Partial<Measured>): string | undefined => findCriticalRule(rules, measured(value))?.id;

describe('rules of critical values', () => {
  it.each([
    ['<', 2.8, [[2.79, true], [2.8, false]]], ['<=', 2.8, [[2.8, true], [2.81, false]]], ['>', 6.2, [[6.21, true], [6.2, false]]], ['>=', 6.2, [[6.2, true], [6.19, false]]], ['=', 1, [[1, true], [1.1, false]]],
  ] as const)('%s %d', (comparator, value, cases) => {
    for (const [given, expected] of cases) expect(hit([rule({ comparator, value })], { value: given }) !== undefined).toBe(expected);
  });

  it('converts a unit where it can and never guesses', () => {
    expect(inUnitOf({ code: '718-7', unit: 'g/L' }, 4.9, 'g/dL')).toBe(49);
    expect(inUnitOf({ code: '777-3', unit: '10*9/L' }, 15, '10*3/uL')).toBe(15);
    expect(inUnitOf({ code: '777-3', unit: '10*9/L' }, 15, '×10⁹/L')).toBe(15);
    expect(inUnitOf({ code: '15074-8', unit: 'mmol/L' }, 36, 'mg/dL')).toBeCloseTo(1.998, 3);
    expect(inUnitOf({ code: '2823-3', unit: 'mmol/L' }, 100, 'mg/dL')).toBeUndefined();
    expect(hit([rule({})], { value: 1, unit: 'furlong' })).toBeUndefined();
  });

  it('"below" and "above" of an analyser hit only where the limit is certain', () => {
    expect(hit([rule({})], { value: 2, comparator: '<' })).toBe('r');
    expect(hit([rule({})], { value: 3, comparator: '<' })).toBeUndefined();
    expect(hit([rule({ comparator: '>', value: 6.2 })], { value: 8, comparator: '>' })).toBe('r');
    expect(hit([rule({ comparator: '>', value: 6.2 })], { value: 5, comparator: '>' })).toBeUndefined();
    expect(hit([rule({})], { value: 2, comparator: '>' })).toBeUndefined();
  });

  it('age, sex, department, validity and place select', () => {
    const child = rule({ id: 'child', ageDaysUntil: 6570, value: 3.5 });
    const adult = rule({ id: 'adult', ageDaysFrom: 6570, value: 2.8 });
    expect(hit([child, adult], { value: 3.2, ageDays: 100 })).toBe('child');
    expect(hit([child, adult], { value: 3.2, ageDays: 9000 })).toBeUndefined();
    expect(hit([child, adult], { value: 2.5, ageDays: null })).toBe('adult');
    expect(hit([rule({ sex: 'male' })], {})).toBeUndefined();
    expect(hit([rule({ department: '肾内科' })], { department: '肾内科' })).toBe('r');
    expect(hit([rule({ department: '肾内科' })], {})).toBeUndefined();
    expect(hit([rule({ validUntil: '2025-12-31' })], {})).toBeUndefined();
    expect(hit([rule({ organisationId: 'elsewhere' })], {})).toBeUndefined();
  });

  it('an own limit replaces the general one of its direction, and only that', () => {
    const rules = [rule({ id: 'general-low' }), rule({ id: 'general-high', comparator: '>', value: 6.2 }), rule({ id: 'own-low', organisationId: 'lab', value: 2.5 }), rule({ id: 'county-low', organisationId: 'county', value: 2.6 })];
    expect(hit(rules, { value: 2.7 })).toBeUndefined();
    expect(hit(rules, { value: 2.4 })).toBe('own-low');
    expect(hit(rules, { value: 7 })).toBe('general-high');
    expect(hit(rules, { value: 2.55, organisationIds: ['other', 'county'] })).toBe('county-low');
  });

  it('reads components, and a denied finding is none', () => {
    const base = { resourceType: 'Observation' as const, status: 'final' as const, code: { text: '血气' } };
    const values = measuredOf({ ...base, component: [
      { code: { coding: [{ code: '2823-3' }], text: '血钾' }, valueQuantity: { value: 2.1, unit: 'mmol/L' } }, { code: { coding: [{ code: 'ECG-STEMI' }] }, valueBoolean: false }, { code: { coding: [{ code: 'RAD-PE' }] }, valueString: '阴性' },
      { code: { coding: [{ code: 'ECG-VF' }] }, valueBoolean: true },
    ] });
    expect(values.map((each) => [each.code, each.value, each.text])).toEqual([['2823-3', 2.1, '2.1 mmol/L'], ['ECG-VF', null, '有']]);
  });
});

describe('second reading', () => {
  it('kappa: known tables, null where chance alone agrees fully', () => {
    // The example of Cohen's paper as it is usually taught: 20, 5, 10, 15 give 0.4.
    expect(cohenKappa({ bothPositive: 20, firstOnly: 5, secondOnly: 10, bothNegative: 15 })).toBeCloseTo(0.4, 10);
    expect(cohenKappa({ bothPositive: 10, firstOnly: 0, secondOnly: 0, bothNegative: 10 })).toBe(1);
    expect(cohenKappa({ bothPositive: 0, firstOnly: 0, secondOnly: 0, bothNegative: 10 })).toBeNull();
    expect([agreementRate({ bothPositive: 0, firstOnly: 0, secondOnly: 0, bothNegative: 0 }), cohenKappa({ bothPositive: 0, firstOnly: 0, secondOnly: 0, bothNegative: 0 })]).toEqual([null, null]);
  });

  it('kappa is at most 1 and equals it only without a disagreement', () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(fc.property(count, count, count, count, (bothPositive, firstOnly, secondOnly, bothNegative) => {
      const kappa = cohenKappa({ bothPositive, firstOnly, secondOnly, bothNegative });
      if (kappa === null) return;
      expect(kappa).toBeLessThanOrEqual(1);
      expect(kappa >= -1).toBe(true);
      expect(Math.abs(kappa - 1) < 1e-12).toBe(firstOnly + secondOnly === 0);
    }));
  });

  it('a draw has the size of the percentage, is the same again and adds only what is new', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 60 }), fc.integer({ min: 1, max: 100 }), (ids, percent) => {
      const draw = drawOf(ids, { percent, month: '2026-01', already: new Set() });
      expect(draw.length).toBe(Math.ceil((ids.length * percent) / 100));
      expect(drawOf([...ids].reverse(), { percent, month: '2026-01', already: new Set() })).toEqual(draw);
      expect(drawOf(ids, { percent, month: '2026-01', already: new Set(draw) })).toEqual([]);
    }));
  });
});
