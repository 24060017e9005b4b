import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

let fhir: TestFhir;
const UCUM = 'http://unitsofmeasure.org';
const CODE = { coding: [{ system: 'urn:o', code: 'x', display: 'Weight of it' }] };
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => {
  const answer = await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body });
  expect(answer.status, answer.text).toBe(201);
};
const find = async (query: string) => {
  const answer = await fhir.send<Bundle>('GET', `/${encodeURI(query)}`);
  return answer.status === 200 ? (answer.body.entry ?? []).map((each) => each.resource!.id).sort() : answer.status;
};
const observation = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', code: CODE, subject: { reference: 'Patient/p1' }, ...more });
const measured = (id: string, value: number, code: string) => observation(id, { valueQuantity: { value, system: UCUM, code, unit: code } });

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Patient', id: 'p1', name: [{ family: 'Wang' }], identifier: [{ system: 'urn:n', value: '77', type: { coding: [{ system: 'urn:t', code: 'RC', display: 'Residence card' }] } }] });
  await put({ resourceType: 'Patient', id: 'p2', name: [{ family: 'Li' }], managingOrganization: { identifier: { system: 'urn:credit', value: '9133X' }, display: 'Hospital' } });
  await put(measured('g', 0.0054, 'g'));
  await put(measured('mg', 5.4, 'mg'));
  await put(measured('kg', 60, 'kg'));
  await put(measured('dl', 90, 'mg/dL'));
  await put(measured('cells', 4.5, '10*9/L'));
  await put(measured('mmhg', 120, 'mm[Hg]'));
  await put(measured('hour', 1, 'h'));
  await put(measured('warm', 38, 'Cel'));
  await put(observation('bare', { valueQuantity: { value: 5.4, unit: 'mg' } }));
  await put(observation('words', { valueString: 'stone' }));
  await put(observation('concept', { valueCodeableConcept: { text: 'stone' }, subject: { reference: 'Patient/p2' } }));
  await put(observation('label', { code: { coding: [{ system: 'urn:o', code: 'x' }] }, meta: { tag: [CODE.coding[0]] }, valueString: 'other' }));
}, 60_000);
afterAll(() => fhir.close());

describe('quantities in other units of their kind', () => {
  test.each<[string, string[] | number]>([
    [`Observation?value-quantity=5.4|${UCUM}|mg`, ['g', 'mg']],
    [`Observation?value-quantity=0.0054|${UCUM}|g`, ['g', 'mg']],
    [`Observation?value-quantity=5400|${UCUM}|ug`, ['g', 'mg']],
    [`Observation?value-quantity=5.40|${UCUM}|mg`, ['g', 'mg']],
    [`Observation?value-quantity=5.41|${UCUM}|mg`, []],
    [`Observation?value-quantity=gt0.005|${UCUM}|kg`, ['kg']],
    [`Observation?value-quantity=lt1|${UCUM}|g`, ['g', 'mg']],
    [`Observation?value-quantity=ne5.4|${UCUM}|mg`, ['kg']],
    [`Observation?value-quantity=ap5.5|${UCUM}|mg`, ['g', 'mg']],
    ['Observation?value-quantity=5.4||mg', ['bare', 'mg']],
    [`Observation?value-quantity=0.90|${UCUM}|g/L`, ['dl']],
    [`Observation?value-quantity=4.5|${UCUM}|10*3/uL`, ['cells']],
    [`Observation?value-quantity=16.0|${UCUM}|kPa`, ['mmhg']],
    [`Observation?value-quantity=60|${UCUM}|min`, ['hour']],
    [`Observation?value-quantity=ge60|${UCUM}|min`, ['hour']],
    [`Observation?value-quantity=gt60|${UCUM}|min`, []],
    [`Observation?value-quantity=38|${UCUM}|Cel`, ['warm']],
    [`Observation?value-quantity=100.4|${UCUM}|[degF]`, ['warm']],
    [`Observation?value-quantity=311.2|${UCUM}|K`, ['warm']],
    [`Observation?value-quantity=gt100|${UCUM}|[degF]`, ['warm']],
    [`Observation?value-quantity=lt311.15|${UCUM}|K`, []],
    [`Observation?value-quantity=ap101|${UCUM}|[degF]`, ['warm']],
    [`Observation?value-quantity=38|${UCUM}|[degF]`, []],
    [`Observation?value-quantity=38|${UCUM}|K`, []],
    [`Observation?code-value-quantity=urn:o|x$60000|${UCUM}|g`, ['kg']],
    [`Observation?combo-value-quantity=60|${UCUM}|kg,5.4|${UCUM}|mg`, ['g', 'kg', 'mg']],
    [`Patient?_has:Observation:subject:value-quantity=60000|${UCUM}|g`, ['p1']],
  ])('%s', async (query, expected) => {
    expect(await find(query)).toEqual(expected);
  });
});

describe('words where the parameter looks', () => {
  test.each<[string, string[] | number]>([
    ['Observation?value-string=stone', ['concept', 'words']],
    ['Observation?code-value-string=x$stone', ['words']],
    ['Observation?_tag:text=weight', ['label']],
    ['Observation?code:text=weight&value-string=other', []],
    ['Observation?code:text=weight&value-string=stone', ['concept', 'words']],
    ['Patient?_content=residence', ['p1']],
    ['Patient?identifier:text=residence', []],
    ['Patient?_content=9133X', ['p2']],
    ['Patient?_content=9133', []],
    ['Patient?_content=hospital', ['p2']],
    ['Observation?subject:Patient.name=wang&value-string=stone', ['words']],
    ['Observation?patient.name=wang,li&value-string=stone', ['concept', 'words']],
  ])('%s', async (query, expected) => {
    expect(await find(query)).toEqual(expected);
  });

  test('an estimated total of few resources is exact', async () => {
    for (const total of ['estimate', 'accurate']) {
      const { body } = await fhir.send<Bundle>('GET', `/Observation?_count=2&_total=${total}`);
      expect([body.total, body.entry?.length]).toEqual([12, 2]);
    }
  });
});
