import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDrgPack } from '#modules/casemix/server/rules/drg/read-pack.ts';
import { DrgGrouper } from '#modules/casemix/server/rules/drg/grouper.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { NaiveGrouper, type NaiveCase } from './naive-interpreter.ts';
import { packFiles, smallScheme } from './small-pack.ts';

const base: NaiveCase = { diagnoses: ['B01.001'], procedures: [], sex: 1, ageYears: 40, ageDays: null, birthWeightG: null, losDays: 12, dischargeWay: '1' };
const grouper = new DrgGrouper(readDrgPack(packFiles()));
const drgOf = (change: Partial<NaiveCase>): string => grouper.group({ ...base, ...change }).drg;

type Adrg = Record<string, unknown>;
/** MDC B with one group of these conditions, then the result for a case. */
function withRule(rule: Adrg, given: Partial<NaiveCase>): string {
  const scheme = { ...smallScheme, mdc_order: ['MDCB'], mdcs: [{ ...smallScheme.mdcs[1]!, adrgs: [{ code: 'BA1', drgs: [{ code: 'BA19', when: {} }], ...rule }] }] };
  return new DrgGrouper(readDrgPack(packFiles({ scheme }))).group({ ...base, ...given }).drg;
}

function refusal(files: Map<string, string>): string[] {
  try {
    readDrgPack(files);
  } catch (error) {
    if (error instanceof Problem) return error.details.map(({ path, message }) => `${path}: ${message.en}`);
    throw error;
  }
  return [];
}

describe('a scheme of another shape', () => {
  it('agrees with the naive interpreter on every kind of case', () => {
    const naive = new NaiveGrouper(packFiles());
    const dx = fc.constantFrom('B01.001', 'B02.001', 'B03.001', 'C01.001', 'D01.001', 'D02.001', 'E01.001', 'E02.001', 'X99.999', '');
    const procedure = fc.constantFrom('01.0001', '02.0001', '03.0001', '99.9999');
    const some = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
    const cases = fc.record({
      diagnoses: fc.array(dx, { maxLength: 5 }), procedures: fc.array(procedure, { maxLength: 3 }), sex: fc.constantFrom(1, 2, 9, null), ageYears: some(90), ageDays: some(60),
      birthWeightG: some(4000), losDays: some(30), dischargeWay: fc.option(fc.constantFrom('1', '2', '5'), { nil: null }),
    });
    fc.assert(fc.property(cases, (given) => {
      expect(grouper.group(given)).toEqual(naive.group(given));
    }), { numRuns: 3000, seed: 6 });
  });

  it('makes a case ambiguous after the procedure groups and before the medical ones', () => {
    expect(grouper.group({ ...base, procedures: ['03.0001'] })).toEqual({ status: '歧义病案', mdc: 'MDCB', adrg: 'QY', drg: 'BQY' });
    expect(drgOf({ procedures: ['02.0001'] })).toBe('BB15');
    expect(drgOf({ procedures: ['99.9999'] })).toBe('BR15');
  });

  it('splits by age, way of discharge, days and four levels of severity', () => {
    expect(drgOf({ procedures: ['02.0001'], diagnoses: ['B01.001', 'E02.001'], ageYears: 14 })).toBe('BB11');
    expect(drgOf({ procedures: ['02.0001'], diagnoses: ['B01.001', 'E02.001'], ageYears: 15 })).toBe('BB12');
    expect(drgOf({ procedures: ['02.0001'], diagnoses: ['B01.001', 'D02.001'] })).toBe('BB13');
    expect(drgOf({ dischargeWay: '5' })).toBe('BR17');
    expect(drgOf({ ageYears: 61, losDays: 9 })).toBe('BR14');
    expect(drgOf({ ageYears: 60, losDays: 9 })).toBe('BR15');
  });

  it('leaves out an MCC or CC whose exclusion table is one of the principal diagnosis', () => {
    expect(drgOf({ diagnoses: ['B01.001', 'D01.001'] })).toBe('BR15');
    expect(drgOf({ diagnoses: ['B01.001', 'D02.001'] })).toBe('BR13');
    expect(drgOf({ diagnoses: ['B02.001', 'E02.001'] })).toBe('BR15');
  });

  it('tries MDCs in the order of the pack', () => {
    expect(drgOf({ diagnoses: ['B03.001'], sex: 2 })).toBe('CZ19');
    expect(drgOf({ diagnoses: ['B03.001'], sex: 1 })).toBe('0000');
  });

  it.each([
    ['an MDC flag', { qy: true }], ['a condition of the MDC', { qy: { type: 'main_procedure_valid' } }], ['a word', { ambiguous: 'any_valid_procedure' }], ['a position', { qy: true, qy_after: 'BB1' }], ['the name of the group alone', {}],
  ])('takes the ambiguous slot from %s', (_from, added) => {
    const mdc = { ...smallScheme.mdcs[1]!, ...added, adrgs: smallScheme.mdcs[1]!.adrgs.filter(({ code }) => code !== 'QY') };
    const other = new DrgGrouper(readDrgPack(packFiles({ scheme: { ...smallScheme, mdc_order: ['MDCB'], mdcs: [mdc] } })));
    expect(other.group({ ...base, procedures: ['03.0001'] }).drg).toBe('BQY');
  });

  it.each([
    [{ type: 'other_dx_in', codes: ['D01.001'] }, { diagnoses: ['B01.001', 'D01.001'] }, { diagnoses: ['B01.001', 'D02.001'] }],
    [{ type: 'main_procedure_not_valid' }, { procedures: ['99.9999', '03.0001'] }, { procedures: ['03.0001'] }],
    [{ type: 'no_procedure' }, { procedures: [] }, { procedures: ['99.9999'] }],
    [{ type: 'age_years_between', value: [1, 6] }, { ageYears: 6 }, { ageYears: 7 }],
    [{ type: 'age_years', op: '>=', value: 65 }, { ageYears: 65 }, { ageYears: 64 }],
    [{ type: 'age_years', min: 1, max: 6 }, { ageYears: 1 }, { ageYears: 7 }],
    [{ type: 'los_days_gt', value: 60 }, { losDays: 61 }, { losDays: 60 }],
    [{ type: 'discharge_way', value: '5' }, { dischargeWay: '5' }, { dischargeWay: '1' }],
    [{ type: 'discharge_way_not_in', value: ['5'] }, { dischargeWay: '1' }, { dischargeWay: '5' }],
    [{ type: 'died' }, { dischargeWay: '5' }, { dischargeWay: '1' }],
    [{ type: 'not', condition: { type: 'sex', value: 2 } }, { sex: 1 }, { sex: 2 }],
    [{ type: 'any_of', conditions: [{ type: 'sex', value: 2 }, { type: 'age_years_lt', value: 18 }] }, { ageYears: 17 }, { ageYears: 18 }],
    [{ type: 'severity', value: 'none' }, { diagnoses: ['B01.001'] }, { diagnoses: ['B01.001', 'E02.001'] }],
    [{ type: 'any_procedure_in', codes: ['01.0001', '02.0001'], count: 2 }, { procedures: ['01.0001', '02.0001'] }, { procedures: ['01.0001', '01.0001'] }],
    [{ type: 'procedure_count_ge', value: 2 }, { procedures: ['9', '8'] }, { procedures: ['9'] }],
  ])('reads the condition %j', (condition, met, unmet) => {
    expect(withRule({ when: [condition] }, met as Partial<NaiveCase>)).toBe('BA19');
    expect(withRule({ when: [condition] }, unmet as Partial<NaiveCase>)).not.toBe('BA19');
  });

  it('reads the official tables in the stead of scheme.json', () => {
    const files = packFiles({ files: {
      'mdc.csv': 'MDC编码,MDC名称\nMDCB,神经\n', 'mdc_diagnoses.csv': 'mdc,icd10\nMDCB,B01.001\nMDCB,B02.001\n', 'adrg.csv': 'adrg,mdc,name\nBB1,MDCB,x\nBR1,MDCB,y\n',
      'adrg_procedures.csv': 'adrg,icd9cm3\nBB1,02.0001\n', 'adrg_diagnoses.csv': 'adrg,icd10\nBR1,B01.001\n', 'drg_names.csv': 'drg,name\nBB19,x\nBR11,y\nBR15,z\n',
    } });
    files.delete('scheme.json');
    const official = new DrgGrouper(readDrgPack(files));
    expect(official.group({ ...base, procedures: ['02.0001'] }).drg).toBe('BB19');
    expect(official.group({ ...base, diagnoses: ['B01.001', 'E02.001'] }).drg).toBe('BR11');
    expect(official.group({ ...base, diagnoses: ['B02.001'] }).status).toBe('无法入组');
  });
});

describe('a pack that contradicts itself is refused with place and reason', () => {
  const [mdcA, mdcB, mdcC] = smallScheme.mdcs;
  const scheme = (change: object): Map<string, string> => packFiles({ scheme: { ...smallScheme, ...change } });
  const adrg = (change: object): Map<string, string> => scheme({ mdcs: [mdcA, mdcC, { ...mdcB!, adrgs: [{ code: 'BA1', when: [], drgs: [{ code: 'BA19', when: {} }], ...change }] }] });

  it.each([
    ['a missing file', new Map([...packFiles()].filter(([name]) => name !== 'cc.csv')), 'cc.csv: the file is missing'],
    ['broken JSON', packFiles({ files: { 'scheme.json': '{"scheme": ' } }), 'scheme.json: not valid JSON'],
    ['an order with an MDC that is not there', scheme({ mdc_order: ['MDCA', 'MDCB', 'MDCC', 'MDCQ'] }), 'mdc_order[3]: MDCQ is not defined'],
    ['an order that forgets an MDC', scheme({ mdc_order: ['MDCA', 'MDCB'] }), 'mdc_order: MDCC is missing'],
    ['an MDC twice', scheme({ mdcs: [...smallScheme.mdcs, mdcA] }), 'MDCA: the MDC is defined twice'],
    ['an unknown condition', adrg({ when: [{ type: 'phase_of_moon', value: 1 }] }), 'phase_of_moon is not known'],
    ['an unknown field', adrg({ moon: { phase: 1 } }), 'field moon is not known'],
    ['a list that is not there', adrg({ when: [{ type: 'main_procedure_in', list: 'proc9' }] }), 'lists that are not there: proc9'],
    ['an unknown severity', adrg({ drgs: [{ code: 'BA19', when: { severity: 'awful' } }] }), 'severity "awful" is not known'],
    ['a DRG of another ADRG', adrg({ drgs: [{ code: 'BB19', when: {} }] }), 'does not belong to ADRG BA1'],
    ['an ADRG of another MDC', adrg({ code: 'CA1', drgs: [{ code: 'CA19', when: {} }] }), 'does not belong to MDC B'],
    ['bounds that nothing meets', adrg({ when: [{ type: 'birth_weight_ge_g', value: 2000 }, { type: 'birth_weight_lt_g', value: 1500 }] }), 'contradict each other'],
    ['a DRG twice', adrg({ drgs: [{ code: 'BA19', when: {} }, { code: 'BA19', when: {} }] }), 'defined twice'],
    ['a code that is MCC and CC', packFiles({ files: { 'mcc.csv': 'icd10,exclusion_table\nD01.001,1\n' } }), 'codes listed both as MCC and as CC: D01.001'],
    ['a code with two exclusion tables', packFiles({ files: { 'cc.csv': 'icd10,exclusion_table\nD01.001,1\nD01.001,2\n' } }), 'cc.csv line 3: D01.001 has two exclusion tables'],
    ['two names for one group', scheme({ drg_names: { AA19: 'another name' } }), 'drg_names.csv AA19: the name contradicts scheme.json'],
    ['a table without its column', packFiles({ files: { 'mcc.csv': 'code_of_disease,t\nD01.001,1\n' } }), 'mcc.csv line 1: a column is missing'],
    ['a class rule that cannot be read', adrg({ proc_classes: { class1: ['01.0001'] }, when: [{ type: 'procedure_classes', rule: '(class1 or' }] }), 'cannot be read: (class1 or'],
    ['a class that is not there', adrg({ proc_classes: { class1: ['01.0001'] }, when: [{ type: 'procedure_classes', rule: 'class1 and class7' }] }), 'procedure classes that are not there: class7'],
  ])('%s', (_what, files, said) => {
    expect(refusal(files).join('\n')).toContain(said);
  });
});
