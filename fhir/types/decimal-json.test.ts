import { expect, test } from 'vitest';
import { parseFhirJson, printFhirJson } from './decimal-json.ts';

test.each(['{"a":1.50}', '{"a":{"b":[{"c":0.010,"d":"1.0"}]}}', '{"a":1e-3,"b":100,"c":12345678901234567890.5}', '{"a":[{"x":1}]}'])(
  '%s is printed as it was read',
  (text) => {
    expect(printFhirJson(parseFhirJson(text) as object)).toBe(text);
  },
);

test('a copy keeps the literals, a changed number does not', () => {
  const value = parseFhirJson('{"id":"x","value":{"value":5.40}}') as { value: { value: number } };
  expect(printFhirJson({ ...value, id: 'y' })).toBe('{"id":"y","value":{"value":5.40}}');
  value.value.value = 6;
  expect(printFhirJson(value)).toBe('{"id":"x","value":{"value":6}}');
});
