import { describe, expect, test } from 'vitest';
import { validateResource } from './validate.ts';

const paths = (value: unknown): string[] => validateResource(value).map((problem) => problem.path);
const observation = { resourceType: 'Observation', status: 'final', code: { text: '血压' } };

describe('validateResource', () => {
  test('accepts a resource with primitive extensions and contained resources', () => {
    expect(paths({
      resourceType: 'Patient', id: 'p1', birthDate: '1960-02-29',
      _birthDate: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: '1960-02-29T10:00:00+08:00' }] },
      contained: [{ resourceType: 'Organization', id: 'o', name: '卫生院' }], managingOrganization: { reference: '#o' },
      name: [{ given: ['a', null], _given: [null, { extension: [{ url: 'http://x', valueString: 'y' }] }] }],
    })).toEqual([]);
  });

  test.each([
    ['an unknown element', { ...observation, colour: 1 }, 'Observation.colour'],
    ['a missing element', { resourceType: 'Observation', status: 'final' }, 'Observation.code'],
    ['a code outside the required set', { ...observation, status: 'done' }, 'Observation.status'],
    ['two choice types', { ...observation, valueString: 'x', valueBoolean: true }, 'Observation.value[x]'],
    ['an array where one value belongs', { ...observation, code: [{ text: 'x' }] }, 'Observation.code'],
    ['one value where an array belongs', { ...observation, category: { text: 'x' } }, 'Observation.category'],
    ['an empty array', { ...observation, note: [] }, 'Observation.note'],
    ['an empty object', { ...observation, subject: {} }, 'Observation.subject'],
    ['a day that does not exist', { ...observation, effectiveDateTime: '2026-02-31' }, 'Observation.effectiveDateTime'],
    ['a time without a zone', { ...observation, effectiveDateTime: '2026-02-01T10:00:00' }, 'Observation.effectiveDateTime'],
    ['a number as text', { ...observation, valueQuantity: { value: '5' } }, 'Observation.valueQuantity.value'],
    ['a contained reference to nowhere', { ...observation, subject: { reference: '#no' } }, 'Observation.subject.reference'],
    ['a type that does not exist in a reference', { ...observation, subject: { reference: 'Robot/1' } }, 'Observation.subject.reference'],
    ['a script in the narrative', { ...observation, text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>1</script></div>' } }, 'Observation.text'],
    ['a period that ends before it starts', { ...observation, effectivePeriod: { start: '2026-02-02', end: '2026-02-01' } }, 'Observation.effectivePeriod'],
    ['a value beside the reason why there is none', { ...observation, valueString: 'x', dataAbsentReason: { text: 'y' } }, 'Observation'],
    ['a null in a list of primitives', { resourceType: 'Patient', name: [{ given: [null] }] }, 'Patient.name[0].given[0]'],
    ['no resource type', { status: 'final' }, 'Resource.resourceType'],
  ])('%s is refused at its place', (_name, value, path) => {
    expect(paths(value)).toContain(path);
  });

  test('messages come in Chinese and English, and there are at most 50', () => {
    const problems = validateResource(Object.fromEntries([['resourceType', 'Patient'], ...Array.from({ length: 80 }, (_, index) => [`x${index}`, 1])]));
    expect(problems).toHaveLength(50);
    expect(problems[0]!.message.zh).toMatch(/\p{Script=Han}/u);
  });
});
