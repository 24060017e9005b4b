import { describe, expect, it } from 'vitest';
import type { DiseaseList, DiseaseRange } from '../../contract/diseases.ts';
import { inIcd10Range, judgeDisease, plainIcd10 } from './diseases.ts';

let serial = 0;
const range = (codeFrom: string, codeUntil: string, judgement: DiseaseRange['judgement'], more: Partial<DiseaseRange> = {}): DiseaseRange => ({
  id: `range-${(serial += 1)}`, listId: 'list', codeFrom, codeUntil, title: '病种', judgement, condition: null, stayDays: null, suggestedDays: null,
  validFrom: '2026-01-01', validUntil: null, ...more,
});
const list = (ranges: DiseaseRange[], name = '乡镇级病种清单'): DiseaseList => ({
  id: 'list', name, ownerOrganisationId: 'office', level: 'township', organisationId: null, organisationName: null, validFrom: '2026-01-01',
  validUntil: null, ranges,
});

describe('ICD-10 ranges', () => {
  it.each([
    ['I10', 'I10', 'I10', true],
    ['I10.x00x002', 'I10', 'I10', true],
    ['I15.9', 'I10', 'I15', true],
    ['I16', 'I10', 'I15', false],
    ['I09.9', 'I10', 'I15', false],
    ['E11.9', 'E11.9', 'E11.9', true],
    ['E11.2', 'E11.9', 'E11.9', false],
    ['E11.901', 'E11.9', 'E11.9', true],
    ['A01.002+G01*', 'A01', 'A01', true],
    ['G01', 'A01', 'A01', false],
    ['i10', 'I10', 'I15', true],
    ['Ｉ６３.9', 'I60', 'I69', true],
    ['J18.900', 'J12', 'J18', true],
    ['C22', 'C00', 'C97', true],
  ])('%s in %s–%s is %s', (code, codeFrom, codeUntil, expected) => {
    expect(inIcd10Range(code, { codeFrom, codeUntil })).toBe(expected);
  });

  it('drops the insurance extension and the manifestation', () => {
    expect(plainIcd10('A01.002+G01*')).toBe('A01.002');
    expect(plainIcd10('I10.x00x002')).toBe('I10');
  });
});

describe('judgement by direction', () => {
  const township = list([
    range('I10', 'I15', 'treat', { title: '高血压' }),
    range('I10', 'I15', 'accept-down', { title: '高血压稳定期', suggestedDays: 8 }),
    range('I21', 'I22', 'refer-up', { title: '急性心肌梗死' }),
    range('I00', 'I99', 'treat', { title: '循环系统疾病' }),
  ]);

  it.each([
    ['I10', 'up', 'advised-against', 'treat'],
    ['I10', 'down', 'supported', 'accept-down'],
    ['I10', 'lateral', 'supported', 'treat'],
    ['I21.0', 'up', 'supported', 'refer-up'],
    ['I21.0', 'down', 'advised-against', 'refer-up'],
    ['I21.0', 'lateral', 'supported', 'treat'],
    ['S72.0', 'up', 'not-listed', null],
  ] as const)('%s going %s is %s', (icd10, direction, verdict, judgement) => {
    expect(judgeDisease([township], icd10, direction)).toMatchObject({ verdict, judgement });
  });

  it('gives the reason in both languages with list, range and days', () => {
    const { reason, suggestedDays } = judgeDisease([township], 'I10', 'down');
    expect(suggestedDays).toBe(8);
    expect(reason.zh).toContain('《乡镇级病种清单》');
    expect(reason.zh).toContain('8 天');
    expect(reason.en).toContain('I10–I15');
  });

  it('lets the list of the organisation come before the list of its level', () => {
    const own = list([range('I10', 'I10', 'refer-up')], '本院病种清单');
    expect(judgeDisease([own, township], 'I10', 'up')).toMatchObject({ verdict: 'supported', listName: '本院病种清单' });
    expect(judgeDisease([own, township], 'I21', 'up')).toMatchObject({ verdict: 'supported', listName: '乡镇级病种清单' });
  });

  it('chooses the narrower of two ranges that say the same', () => {
    expect(judgeDisease([township], 'I11', 'lateral').title).toBe('高血压');
  });
});
