import { describe, expect, test } from 'vitest';
import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { applyJsonPatch } from './json-patch.ts';

const patched = (document: string, patch: string): string => {
  const found = applyJsonPatch(parseFhirJson(document), parseFhirJson(patch)) as object;
  markLiterals(found);
  return printFhirJson(found);
};

describe('JSON Patch', () => {
  test.each([
    ['replaced', '[{"op":"replace","path":"/q/value","value":2.50}]', '{"q":{"value":2.50},"r":{"value":7.10}}'],
    ['added', '[{"op":"add","path":"/low","value":0.10}]', '{"q":{"value":1.50},"r":{"value":7.10},"low":0.10}'],
    ['added within', '[{"op":"add","path":"/s","value":{"value":3.00}}]', '{"q":{"value":1.50},"r":{"value":7.10},"s":{"value":3.00}}'],
    ['copied', '[{"op":"copy","from":"/q/value","path":"/r/value"}]', '{"q":{"value":1.50},"r":{"value":1.50}}'],
    ['copied as a whole', '[{"op":"copy","from":"/q","path":"/s"}]', '{"q":{"value":1.50},"r":{"value":7.10},"s":{"value":1.50}}'],
    ['copied after a change', '[{"op":"replace","path":"/q/value","value":9.90},{"op":"copy","from":"/q","path":"/s"}]', '{"q":{"value":9.90},"r":{"value":7.10},"s":{"value":9.90}}'],
    ['moved', '[{"op":"move","from":"/q/value","path":"/r/value"}]', '{"q":{},"r":{"value":1.50}}'],
    ['moved as a whole', '[{"op":"move","from":"/q","path":"/s"}]', '{"r":{"value":7.10},"s":{"value":1.50}}'],
    ['put over by a plain one', '[{"op":"replace","path":"/q/value","value":1.5}]', '{"q":{"value":1.5},"r":{"value":7.10}}'],
  ])('a decimal that is %s keeps its digits', (_name, patch, wanted) => expect(patched('{"q":{"value":1.50},"r":{"value":7.10}}', patch)).toBe(wanted));

  test('numbers are tested by value', () => {
    expect(patched('{"a":1}', '[{"op":"test","path":"/a","value":1.0}]')).toBe('{"a":1}');
    expect(patched('{"a":1.50}', '[{"op":"test","path":"/a","value":1.5}]')).toBe('{"a":1.50}');
    expect(() => patched('{"a":1}', '[{"op":"test","path":"/a","value":"1"}]')).toThrow(Problem);
  });
});

test('a FHIRPath Patch may begin at %resource', () => {
  const part = (name: string, value: object) => ({ name, ...value });
  const patch = { resourceType: 'Parameters' as const, parameter: [{ name: 'operation', part: [part('type', { valueCode: 'replace' }), part('path', { valueString: '%resource.birthDate' }), part('value', { valueDate: '2001-01-01' })] }] };
  expect(applyFhirPathPatch({ resourceType: 'Patient', birthDate: '2000' }, patch as never)).toEqual({ resourceType: 'Patient', birthDate: '2001-01-01' });
});
