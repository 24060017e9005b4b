import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/kernel/period.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { billRuleSchema, type Bill, type BillLine, type BillRule } from '../../../contract/bill-rules.ts';
import { auditBill, faultsOfBill } from './audit-bill.ts';
import { alternatives, readLimitRow } from './limit-table.ts';

const title = { zh: '规则', en: 'rule' };
const line = (id: string, item: string, more: Partial<BillLine> = {}): BillLine => ({ id, item, name: item, at: '2026-03-02', quantity: 1, amountFen: 1000, ...more });
const bill = (lines: BillLine[], more: Partial<Bill> = {}): Bill => ({
  setting: 'inpatient', admittedOn: '2026-03-01', dischargedOn: '2026-03-06', sex: 'male', ageDays: 20_000, diagnoses: [{ code: 'I10.x00', name: '高血压' }], evidence: [], lines, ...more,
});
const rule = (given: Record<string, unknown>): BillRule => billRuleSchema.parse({ id: 'r', title, ...given });
const hitLines = (given: Bill, ...rules: BillRule[]): string[][] => auditBill(given, rules).map(({ lineIds }) => [...lineIds]);

describe('the audit of a bill', () => {
  it.each<[string, Record<string, unknown>, Bill, string[][]]>([
    ['a second charge at the same moment', { kind: 'duplicate-charge', items: ['*'] }, bill([line('1', 'A'), line('2', 'A'), line('3', 'A', { at: '2026-03-03' })]), [['1', '2']]],
    ['a part billed beside the whole on one day', { kind: 'included-item', items: ['A'], included: ['B'] }, bill([line('1', 'A'), line('2', 'B'), line('3', 'B', { at: '2026-03-03' })]), [['1', '2']]],
    ['items that exclude each other in one stay', { kind: 'incompatible-items', items: ['A'], others: ['B'] }, bill([line('1', 'A'), line('3', 'B', { at: '2026-03-05' })]), [['1', '3']]],
    ['more than a day allows', { kind: 'quantity-limit', items: ['A'], max: 2, per: 'day' }, bill([line('1', 'A', { quantity: 2 }), line('2', 'A', { at: '2026-03-03', quantity: 3 })]), [['2']]],
    ['more than a week allows', { kind: 'quantity-limit', items: ['A'], max: 1, per: 'week' }, bill([line('1', 'A'), line('2', 'A', { at: '2026-03-06' })]), [['1', '2']]],
    ['a course too long', { kind: 'course-limit', items: ['A'], maxDays: 1 }, bill([line('1', 'A'), line('2', 'A', { at: '2026-03-03' })]), [['2']]],
    ['a sum too high', { kind: 'amount-limit', items: ['A'], maxFen: 1999 }, bill([line('1', 'A'), line('2', 'A')]), [['1', '2']]],
    ['the other sex', { kind: 'sex', items: ['A'], sex: 'female' }, bill([line('1', 'A'), line('2', 'B')]), [['1']]],
    ['a child item for an adult', { kind: 'age', items: ['A'], maxDays: 6587 }, bill([line('1', 'A')]), [['1']]],
    ['a drug without its diagnosis', { kind: 'diagnosis-required', items: ['A'], diagnoses: ['C34'] }, bill([line('1', 'A')]), [['1']]],
    ['an item that a diagnosis forbids', { kind: 'diagnosis-forbidden', items: ['A'], words: ['血压'] }, bill([line('1', 'A')]), [['1']]],
    ['more nursing days than days', { kind: 'days-of-stay', items: ['N*'] }, bill([line('1', 'N1', { quantity: 6 })]), [['1']]],
    ['a stay too short', { kind: 'length-of-stay', minDays: 6 }, bill([line('1', 'A')]), [['1']]],
    ['an inpatient drug outside', { kind: 'setting', items: ['A'], setting: 'inpatient' }, bill([line('1', 'A')], { setting: 'outpatient' }), [['1']]],
    ['an item of higher hospitals', { kind: 'institution-level', items: ['A'], minLevel: 2 }, bill([line('1', 'A')], { institutionLevel: 1 }), [['1']]],
  ])('finds %s, with the lines', (_what, given, subject, expected) => {
    expect(faultsOfBill(subject)).toEqual([]);
    expect(hitLines(subject, rule(given))).toEqual(expected);
  });

  it('finds nothing where the bill does not know sex or age, or keeps the limits exactly', () => {
    const unknown = bill([line('1', 'A', { quantity: 5 })], { sex: null, ageDays: null });
    expect(hitLines(unknown, rule({ kind: 'sex', items: ['A'], sex: 'female' }), rule({ kind: 'age', items: ['A'], maxDays: 1 }), rule({ kind: 'days-of-stay', items: ['A'] }), rule({ kind: 'quantity-limit', items: ['A'], max: 5, per: 'day' }), rule({ kind: 'length-of-stay', minDays: 5, maxDays: 5 }))).toEqual([]);
  });

  it('refuses impossible dates, negative amounts and lines outside the stay with their places', () => {
    const faults = faultsOfBill(bill([line('1', 'A', { at: '2026-02-31' }), line('1', 'A', { at: '2026-03-09', amountFen: -1, quantity: 0 })], { dischargedOn: '2026-02-28' }));
    expect(faults.map(({ path }) => path)).toEqual(['dischargedOn', 'lines.0.at', 'lines.1.at', 'lines.1.quantity', 'lines.1.amountFen', 'lines.1.id']);
  });

  it('proposes a diagnosis only with words of the record, and quotes them', () => {
    const unrecorded = rule({ kind: 'unrecorded-diagnosis', items: ['*'], diagnosis: { code: 'E11', name: '2型糖尿病' }, evidenceWords: ['糖化血红蛋白升高', '糖尿病'] });
    const texts = fc.array(fc.constantFrom('血常规正常', '糖化血红蛋白升高', '既往糖尿病十年', '无特殊'), { maxLength: 5 });
    fc.assert(fc.property(texts, fc.boolean(), (notes, recorded) => {
      const evidence = notes.map((text, index) => ({ reference: `Observation/${index}`, text }));
      const subject = bill([line('1', 'A')], { evidence, diagnoses: recorded ? [{ code: 'E11.900', name: '2型糖尿病' }] : [] });
      const hits = auditBill(subject, [unrecorded]);
      const speaking = evidence.filter(({ text }) => text.includes('糖'));
      expect(hits.length).toBe(!recorded && speaking.length > 0 ? 1 : 0);
      for (const { suggestion } of hits) {
        expect(suggestion!.evidence.map(({ reference }) => reference)).toEqual(speaking.map(({ reference }) => reference));
        for (const { reference, quote } of suggestion!.evidence) expect(evidence.find((each) => each.reference === reference)!.text).toContain(quote);
      }
    }));
  });

  it('names only lines of the bill, never more money than they cost, and is the same in any order of the lines', () => {
    const lines = fc.array(fc.record({ item: fc.constantFrom('A1', 'A2', 'B1', 'N1'), day: fc.integer({ min: 0, max: 5 }), quantity: fc.integer({ min: 1, max: 4 }), amountFen: fc.integer({ min: 0, max: 100_000 }) }), { minLength: 1, maxLength: 30 });
    const rules = [
      rule({ id: '1', kind: 'duplicate-charge', items: ['*'] }), rule({ id: '2', kind: 'included-item', items: ['A*'], included: ['B1'] }), rule({ id: '3', kind: 'quantity-limit', items: ['A*'], max: 2, per: 'week' }),
      rule({ id: '4', kind: 'days-of-stay', items: ['N1'] }), rule({ id: '5', kind: 'amount-limit', items: ['B1'], maxFen: 5000 }), rule({ id: '6', kind: 'course-limit', items: ['A*'], maxDays: 2 }),
    ];
    fc.assert(fc.property(lines, (given) => {
      const all = given.map((each, index) => line(String(index), each.item, { at: addDays('2026-03-01', each.day), quantity: each.quantity, amountFen: each.amountFen }));
      const hits = auditBill(bill(all), rules);
      for (const hit of hits) {
        const named = all.filter(({ id }) => hit.lineIds.includes(id));
        expect(named.length).toBe(hit.lineIds.length);
        expect(hit.amountFen).toBeGreaterThanOrEqual(0);
        expect(hit.amountFen).toBeLessThanOrEqual(named.reduce((sum, each) => sum + each.amountFen, 0));
      }
      const sums = (subject: Bill): number[] => rules.map(({ id }) => auditBill(subject, rules).filter(({ ruleId }) => ruleId === id).reduce((sum, { lineIds }) => sum + lineIds.length, 0));
      expect(sums(bill([...all].reverse()))).toEqual(sums(bill(all)));
    }));
  });
});

const folder = join(projectRoot(), '..', 'shared', 'data', 'nhsa-audit-nolicence');
const present = existsSync(folder);
const rowsOf = (name: string): Record<string, string>[] => {
  if (!present) return [];
  const [heading = '', ...lines] = readFileSync(join(folder, name), 'utf8').replace(/^\ufeff/, '').trim().split(/\r?\n/);
  const titles = heading.split(',');
  return lines.map((text) => {
    // Quoted cells hold commas.
    const cells = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? '');
    return Object.fromEntries(titles.map((each, index) => [each, cells[index] ?? '']));
  });
};

describe.skipIf(!present)('the shapes of limits in use (skipped where the shared data are absent)', () => {
  it.each([['service_limit_rules.csv', '诊疗'], ['drug_limit_rules.csv', '药品']])('of %s become rules that hit their own breach', (name, word) => {
    const read = rowsOf(name).map((row) => readLimitRow({
      code: row[`${word}编码`] ?? '', name: row[`${word}名称`] ?? '', sex: row['性别限制'], age: row['年龄限制'], setting: row['就医限制'], level: row['机构限制'],
      disease: row['疾病限制'], frequency: row['频次限制'], course: row['疗程限制'], amount: row['总额限制'],
    }));
    expect(read.flatMap(({ unread }) => unread)).toEqual([]);
    const rules = read.flatMap((each) => each.rules);
    expect(rules.length).toBeGreaterThan(300);
    for (const each of rules) {
      billRuleSchema.parse(each);
      expect([each.id, auditBill(breachOf(each), [each]).length]).toEqual([each.id, 1]);
      expect([each.id, auditBill(bill([line('1', 'other')]), [each]).length]).toEqual([each.id, 0]);
    }
  });

  it('of duplicate items become rules that hit the pair on one day', () => {
    for (const row of rowsOf('duplicate_item_rules.csv')) {
      const included = alternatives(row['从项编码'] ?? '');
      const each = rule({ kind: 'included-item', items: [row['主项编码']], included });
      expect(hitLines(bill([line('1', row['主项编码'] ?? ''), line('2', included[0] ?? '')]), each)).toEqual([['1', '2']]);
    }
  });
});

/** A bill that breaks this rule. */
function breachOf(each: BillRule): Bill {
  const item = each.kind === 'length-of-stay' ? 'A' : each.items[0]!;
  const days = each.kind === 'course-limit' ? each.maxDays + 1 : 1;
  const lines = Array.from({ length: days }, (_, index) => line(String(index), item, { at: addDays('2026-01-01', index), quantity: each.kind === 'quantity-limit' ? each.max + 1 : 1, amountFen: each.kind === 'amount-limit' ? each.maxFen + 1 : 100 }));
  return bill(lines, {
    admittedOn: '2026-01-01', dischargedOn: addDays('2026-01-01', days), setting: each.kind === 'setting' && each.setting === 'inpatient' ? 'outpatient' : 'inpatient', institutionLevel: 1,
    sex: each.kind === 'sex' && each.sex === 'male' ? 'female' : 'male', ageDays: each.kind === 'age' && each.minDays !== undefined ? 10 : 20_000, diagnoses: [],
  });
}
