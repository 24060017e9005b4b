import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { openTestDatabase } from '#platform/testing/test-database.ts';
import type { Parameters, ValueSet } from '#fhir/types/resources.gen.ts';
import { TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = new TestFhir(await openTestDatabase());
  await fhir.start();
});
afterAll(() => fhir.close());

const valueOf = ({ parameter = [] }: Parameters, name: string): unknown =>
  Object.entries(parameter.find((each) => each.name === name) ?? {}).find(([key]) => key.startsWith('value'))?.[1];

const diseases = {
  resourceType: 'CodeSystem', id: 'diseases', url: 'https://yigong.dev/fhir/CodeSystem/test-diseases', name: 'Diseases', status: 'active', content: 'complete', version: '1',
  concept: [
    { code: 'I10', display: '高血压', concept: [{ code: 'I10.x00', display: '特发性高血压' }, { code: 'I10.x01', display: '恶性高血压', designation: [{ value: 'Malignant hypertension' }] }] },
    { code: 'E11', display: '2型糖尿病', definition: '非胰岛素依赖' },
  ],
};
const set = {
  resourceType: 'ValueSet', id: 'pressure', url: 'https://yigong.dev/fhir/ValueSet/pressure', status: 'active',
  compose: { include: [{ system: diseases.url, filter: [{ property: 'concept', op: 'is-a', value: 'I10' }] }] },
};
const map = {
  resourceType: 'ConceptMap', id: 'map', url: 'https://yigong.dev/fhir/ConceptMap/m', status: 'active',
  group: [{ source: diseases.url, target: 'http://example.org/t', element: [{ code: 'E11', target: [{ code: 'T2', equivalence: 'equivalent' }] }] }],
};

describe('terminology operations', () => {
  beforeAll(async () => {
    for (const resource of [diseases, set, map]) expect((await fhir.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBe(201);
  });

  test('$lookup knows codes of the definitions and of stored code systems, on type and instance', async () => {
    const core = await fhir.send<Parameters>('GET', '/CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=female');
    expect(valueOf(core.body, 'display')).toBe('Female');
    const stored = await fhir.send<Parameters>('POST', '/CodeSystem/$lookup', { body: { resourceType: 'Parameters', parameter: [{ name: 'coding', valueCoding: { system: diseases.url, code: 'E11' } }] } });
    expect([valueOf(stored.body, 'display'), valueOf(stored.body, 'definition'), valueOf(stored.body, 'version')]).toEqual(['2型糖尿病', '非胰岛素依赖', '1']);
    expect(valueOf((await fhir.send<Parameters>('GET', '/CodeSystem/diseases/$lookup?code=I10.x01')).body, 'display')).toBe('恶性高血压');
    expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${diseases.url}&code=ZZ`)).status).toBe(404);
    expect((await fhir.send('GET', '/CodeSystem/$lookup?system=http://nowhere.example/x&code=ZZ')).status).toBe(404);
  });

  test('$validate-code answers for code systems and value sets and checks the display', async () => {
    const ask = async (path: string): Promise<unknown> => valueOf((await fhir.send<Parameters>('GET', path)).body, 'result');
    expect(await ask(`/CodeSystem/$validate-code?url=${diseases.url}&code=I10`)).toBe(true);
    expect(await ask(`/CodeSystem/$validate-code?url=${diseases.url}&code=I99`)).toBe(false);
    expect(await ask(`/ValueSet/$validate-code?url=${set.url}&system=${diseases.url}&code=I10.x00`)).toBe(true);
    expect(await ask(`/ValueSet/$validate-code?url=${set.url}&system=${diseases.url}&code=E11`)).toBe(false);
    expect(await ask(`/ValueSet/pressure/$validate-code?system=${diseases.url}&code=I10.x00&display=x`)).toBe(false);
    expect(await ask('/ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/observation-status&code=final&system=http://hl7.org/fhir/observation-status')).toBe(true);
  });

  test('$expand filters, pages and counts', async () => {
    const all = (await fhir.send<ValueSet>('GET', '/ValueSet/pressure/$expand')).body.expansion!;
    expect([all.total, all.contains!.map((each) => each.code)]).toEqual([3, ['I10', 'I10.x00', 'I10.x01']]);
    const part = (await fhir.send<ValueSet>('GET', `/ValueSet/$expand?url=${set.url}&filter=${encodeURIComponent('恶性')}&count=1`)).body.expansion!;
    expect([part.total, part.contains![0]!.display]).toEqual([1, '恶性高血压']);
    const core = (await fhir.send<ValueSet>('GET', '/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender&offset=1&count=2')).body.expansion!;
    expect([core.total, core.contains!.length]).toEqual([4, 2]);
    const inline = { resourceType: 'Parameters', parameter: [{ name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: diseases.url }], exclude: [{ system: diseases.url, concept: [{ code: 'E11' }] }] } } }] };
    expect((await fhir.send<ValueSet>('POST', '/ValueSet/$expand', { body: inline })).body.expansion!.total).toBe(3);
    expect((await fhir.send('GET', '/ValueSet/$expand?url=http://nowhere.example/vs')).status).toBe(404);
  });

  test('$subsumes and $translate', async () => {
    const ask = async (a: string, b: string): Promise<unknown> => valueOf((await fhir.send<Parameters>('GET', `/CodeSystem/$subsumes?system=${diseases.url}&codeA=${a}&codeB=${b}`)).body, 'outcome');
    expect(await Promise.all([ask('I10', 'I10.x00'), ask('I10.x00', 'I10'), ask('I10', 'I10'), ask('I10', 'E11')])).toEqual(['subsumes', 'subsumed-by', 'equivalent', 'not-subsumed']);
    const found = await fhir.send<Parameters>('GET', `/ConceptMap/$translate?url=${map.url}&system=${diseases.url}&code=E11`);
    expect(valueOf(found.body, 'result')).toBe(true);
    expect(JSON.stringify(found.body)).toContain('"T2"');
    const back = await fhir.send<Parameters>('GET', '/ConceptMap/map/$translate?system=http://example.org/t&code=T2&reverse=true');
    expect(JSON.stringify(back.body)).toContain('"E11"');
    expect(valueOf((await fhir.send<Parameters>('GET', `/ConceptMap/map/$translate?system=${diseases.url}&code=I10`)).body, 'result')).toBe(false);
  });

  test('concepts follow the code system: changed, then deleted', async () => {
    const small = { ...diseases, id: 'small', url: 'https://yigong.dev/fhir/CodeSystem/small' };
    await fhir.send('PUT', '/CodeSystem/small', { body: small });
    await fhir.send('PUT', '/CodeSystem/small', { body: { ...small, concept: [{ code: 'new' }] } });
    expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${small.url}&code=I10`)).status).toBe(404);
    expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${small.url}&code=new`)).status).toBe(200);
    await fhir.send('DELETE', '/CodeSystem/small');
    expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${small.url}&code=new`)).status).toBe(404);
  });
});

const ICD10 = join(projectRoot(), '..', 'shared', 'data', 'codes-cn', 'icd10_diagnosis.csv');

describe.skipIf(!existsSync(ICD10))('a code system of 33,304 diagnoses', () => {
  test('is stored; a median answer takes less than 100 ms beside other tests (20 ms is the aim, printed)', async () => {
    const rows = readFileSync(ICD10, 'utf8').split('\n').slice(1).filter((line) => line !== '').map((line) => line.split(','));
    const concept = rows.map(([code, ...display]) => ({ code, display: display.join(',').replaceAll('"', '').trim() || code }));
    const url = 'https://yigong.dev/fhir/CodeSystem/icd10-test';
    const started = performance.now();
    expect((await fhir.send('PUT', '/CodeSystem/icd10', { body: { resourceType: 'CodeSystem', id: 'icd10', url, status: 'active', content: 'complete', concept } })).status).toBe(201);
    const stored = performance.now() - started;
    await fhir.send('PUT', '/ValueSet/icd10', { body: { resourceType: 'ValueSet', id: 'icd10', url: `${url}-all`, status: 'active', compose: { include: [{ system: url }] } } });
    await fhir.opened.owner.query('analyze fhir.concept');
    const paths = {
      lookup: `/CodeSystem/$lookup?system=${url}&code=A00.000x001`,
      validate: `/ValueSet/$validate-code?url=${url}-all&system=${url}&code=A00.000`,
      expand: `/ValueSet/$expand?url=${url}-all&filter=${encodeURIComponent('高血压')}&count=20`,
    };
    for (const [name, path] of Object.entries(paths)) {
      const times: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        const start = performance.now();
        expect((await fhir.send('GET', path)).status).toBe(200);
        times.push(performance.now() - start);
      }
      const median = times.sort((a, b) => a - b)[7]!;
      console.log(`${name}: median ${median.toFixed(1)} ms`);
      expect(median).toBeLessThan(100);
    }
    console.log(`stored ${concept.length} concepts in ${Math.round(stored)} ms`);
  }, 60_000);
});
