import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';

const VALUES = [
  '', '$', 'a$b', 'a$b$c', '|', '|a', 'a|b|c', ',,', '\\', '\\,', 'gt', '1e999', '-0', '9999-12-31', '0000', 'ap0000', 'ap9999-12-31', '2026-02-31', "'", '"', '\u0000', '$current-problems', 'Patient/', 'http://',
  '#a', '1..2', '{}', '🙂', 'NaN', 'x'.repeat(5000),
];
const MODIFIERS = ['', ':missing', ':exact', ':contains', ':not', ':text', ':in', ':below', ':identifier', ':of-type', ':Patient', ':Patient.name', '.name', ':x', ':'];
const CODES: Readonly<Record<string, readonly string[]>> = {
  Observation: ['code', 'date', 'value-quantity', 'code-value-quantity', 'component-code-value-quantity', 'combo-code', 'subject', '_id', '_lastUpdated', '_list', '_tag', '_text', '_content', '_has', '_has:Patient'],
  Patient: ['name', 'identifier', 'birthdate', 'general-practitioner', '_has:Observation:subject:code'],
  MolecularSequence: ['chromosome-variant-coordinate', 'variant-start'], ValueSet: ['url', 'context-type-quantity'], Location: ['near', 'name'], DocumentReference: ['relationship'],
};
const CONTROLS = ['_sort', '_count', '_cursor', '_include', '_revinclude', '_summary', '_elements', '_total', '_type', '_contained', '_filter'];

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

/** Every code with every modifier; of the values each in turn, so that two runs ask the same. */
function queries(): string[] {
  const asked: string[] = [];
  const pair = (name: string, value: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  let turn = 0;
  for (const [type, codes] of Object.entries(CODES)) {
    for (const code of codes) for (const modifier of MODIFIERS) for (let count = 0; count < (modifier === '' ? VALUES.length : 4); count += 1) asked.push(`${type}?${pair(code + modifier, VALUES[(turn += 1) % VALUES.length]!)}`);
  }
  for (const name of CONTROLS) for (const value of VALUES) asked.push(`Patient?${pair(name, value)}`);
  for (const name of CONTROLS) for (const value of VALUES.slice(0, 8)) asked.push(`?_type=Patient,Observation&${pair(name, value)}`, `Patient/x/*?${pair(name, value)}`);
  for (const code of parametersOf('Observation').keys()) asked.push(`Observation?_sort=${code}`, `Observation?_sort=-${code},_id&_count=1`);
  return asked;
}

test('nonsense is refused or finds nothing, and never fails on our side', { timeout: 240_000 }, async () => {
  const failed: string[] = [];
  const asked = queries();
  for (const query of asked) {
    const { status, text } = await fhir.send('GET', `/${query}`);
    if (status !== 200 && (status < 400 || status > 499)) failed.push(`${query.slice(0, 200)} → ${status} ${text.slice(0, 200)}`);
  }
  console.log(`nonsense: ${asked.length} searches asked`);
  expect(failed).toEqual([]);
});
