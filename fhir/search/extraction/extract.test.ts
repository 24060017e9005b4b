import { describe, expect, test } from 'vitest';
import { parametersOf } from '../parameter-table.ts';
import { isIndexedComposite } from './composite.ts';
import { extractorOf } from './extract.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { combinedKey, hashText } from '../hash.ts';

const key = (parameter: string, value: string): string => combinedKey(hashText(parameter), hashText(value));

describe('the compiled extractor', () => {
  test('compiles for every resource type', () => {
    for (const type of resourceTypes) expect(extractorOf(type)({ resourceType: type })).toBeDefined();
  });

  test('indexes tokens in all forms, references, the main date, strings and quantities', () => {
    const values = extractorOf('Observation')({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      subject: { reference: 'Patient/p1' },
      effectiveDateTime: '2026-03-01',
      valueQuantity: { value: 120, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
      component: [{ code: { coding: [{ code: 'a' }] }, valueQuantity: { value: 1 } }],
    });
    const keys = values.keys();
    for (const form of ['8480-6', 'http://loinc.org|8480-6', 'http://loinc.org|']) expect(keys).toContain(key('Observation.code', form));
    expect(keys).toContain(key('Observation.patient', 'Patient/p1'));
    expect(new Date(values.atLow).toISOString()).toBe('2026-03-01T00:00:00.000Z');
    expect([...values.mainCodes]).toEqual(['8480-6']);
    expect(values.numbers.map((row) => row.low)).toContain('120');
    expect(values.numbers).toHaveLength(1 + 1 + 2);
  });

  test('a Chinese name is found as a whole', () => {
    const values = extractorOf('Patient')({ resourceType: 'Patient', name: [{ family: '张', given: ['三丰'] }], deceasedBoolean: false });
    expect(values.strings.map((row) => row.normalised)).toContain('张三丰');
    expect(values.keys()).toContain(key('Patient.deceased', 'false'));
  });

  test('every composite of R4 is indexed by element or rewritten', () => {
    const rest = resourceTypes.flatMap((type) =>
      [...parametersOf(type).values()].filter((row) => row.type === 'composite' && !isIndexedComposite(row)).map((row) => `${type}.${row.code}`),
    );
    expect(rest.sort()).toEqual(['code-value-concept', 'code-value-date', 'code-value-quantity', 'code-value-string', 'combo-code-value-concept', 'combo-code-value-quantity'].map((code) => `Observation.${code}`));
  });
});
