import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, CapabilityStatement, OperationOutcome } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
const PERSONS = 9;
const ids = (bundle: Bundle, mode = 'match') => (bundle.entry ?? []).filter((entry) => entry.search?.mode === mode).map((entry) => `${entry.resource!.resourceType}/${entry.resource!.id}`);
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>, as = fhir.client) => expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body, as })).status).toBe(201);
const nextOf = (bundle: Bundle) => bundle.link?.find((link) => link.relation === 'next')?.url;

async function walk(path: string, as = fhir.client): Promise<string[]> {
  const found: string[] = [];
  for (let at: string | undefined = path; at !== undefined;) {
    const { body, status } = await fhir.send<Bundle>('GET', at, { as });
    expect(status).toBe(200);
    found.push(...ids(body));
    const next = nextOf(body);
    at = next === undefined ? undefined : fhir.pathOf(next);
  }
  return found;
}

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Organization', id: 'org', name: '甲院' });
  const doctor = fhir.doctor('org-a');
  for (let index = 0; index < PERSONS; index += 1) {
    const as = index < 3 ? doctor : fhir.client;
    await put({ resourceType: 'Patient', id: `p${index}`, birthDate: `199${index}-01-01`, managingOrganization: { reference: 'Organization/org' } }, as);
    for (const code of ['a', 'b', 'c']) {
      await put({ resourceType: 'Observation', id: `o${index}${code}`, status: 'final', code: { text: code }, subject: { reference: `Patient/p${index}` }, effectiveDateTime: `2026-0${index + 1}-01` }, as);
    }
  }
  await put({ resourceType: 'Condition', id: 'mention', subject: { reference: 'Patient/p1' }, asserter: { reference: 'Patient/p4' } }, doctor);
  const members = ['p1', 'p5', 'gone', 'p7'].map((id) => ({ entity: { reference: `Patient/${id}` }, ...(id === 'p7' ? { inactive: true } : {}) }));
  await put({ resourceType: 'Group', id: 'g', type: 'person', actual: true, member: members });
});
afterAll(() => fhir.close());

describe('$everything of many', () => {
  test('of all persons: each record once, by pages of any size, the directory around it beside', async () => {
    const whole = await fhir.send<Bundle>('GET', '/Patient/$everything');
    expect(ids(whole.body)).toHaveLength(PERSONS * 4 + 2);
    expect(new Set(ids(whole.body)).size).toBe(PERSONS * 4 + 2);
    expect(ids(whole.body, 'include')).toEqual(['Organization/org']);
    expect([whole.body.total, nextOf(whole.body), validateResource(whole.body)]).toEqual([PERSONS * 4 + 2, undefined, []]);
    for (const count of [1, 4, 5, 100]) expect((await walk(`/Patient/$everything?_count=${count}`)).filter((id) => id !== 'Group/g').sort()).toEqual(ids(whole.body).filter((id) => id !== 'Group/g').sort());
    expect(ids((await fhir.send<Bundle>('POST', '/Patient/$everything', { body: { resourceType: 'Parameters', parameter: [{ name: '_type', valueCode: 'Condition' }] } })).body)).toEqual(['Condition/mention']);
  });

  test('asks for types and times', async () => {
    expect(await walk('/Patient/$everything?_type=Patient&_count=4')).toHaveLength(PERSONS);
    expect(await walk('/Patient/$everything?_type=Observation,Condition&_count=7')).toHaveLength(PERSONS * 3 + 1);
    expect((await walk('/Patient/$everything?_type=Observation&start=2026-08-01&_count=2')).sort()).toEqual(['o7a', 'o7b', 'o7c', 'o8a', 'o8b', 'o8c'].map((id) => `Observation/${id}`));
    expect((await walk('/Patient/$everything?_type=Observation&end=2026-01-31')).sort()).toEqual(['o0a', 'o0b', 'o0c'].map((id) => `Observation/${id}`));
    expect(await walk('/Patient/$everything?_since=2199-01-01')).toEqual([]);
    for (const wrong of ['_type=Nothing', '_count=-1', '_count=x', '_since=yesterday', '_cursor=x', `_cursor=${Buffer.from('["","","p1"]').toString('base64url')}`]) {
      const answer = await fhir.send<OperationOutcome>('GET', `/Patient/$everything?${wrong}`);
      expect([wrong, answer.status, answer.body.resourceType]).toEqual([wrong, 400, 'OperationOutcome']);
    }
  });

  test('of a group: itself and its active members', async () => {
    const found = await walk('/Group/g/$everything?_count=3');
    expect(found[0]).toBe('Group/g');
    expect(found.slice().sort()).toEqual(['Condition/mention', 'Group/g', 'Observation/o1a', 'Observation/o1b', 'Observation/o1c', 'Observation/o5a', 'Observation/o5b', 'Observation/o5c', 'Patient/p1', 'Patient/p5']);
    expect(await walk('/Group/g/$everything?_type=Patient')).toEqual(['Patient/p1', 'Patient/p5']);
    expect((await fhir.send('GET', '/Group/nobody/$everything')).status).toBe(404);
  });

  test('shows what passes the gate and leaves a trail of whom', async () => {
    const doctor = fhir.doctor('org-a');
    expect((await walk('/Patient/$everything?_count=5', doctor)).sort()).toEqual(['Condition/mention', ...[0, 1, 2].flatMap((index) => [`Patient/p${index}`, ...['a', 'b', 'c'].map((code) => `Observation/o${index}${code}`)])].sort());
    expect(await walk('/Patient/$everything', fhir.doctor('org-z'))).toEqual([]);
    expect((await fhir.send('GET', '/Patient/$everything', { as: { ...fhir.client, scopes: ['system/Observation.rs'] } })).status).toBe(403);
    expect((await walk('/Patient/$everything', { ...fhir.client, scopes: ['system/Patient.rs'] })).every((id) => id.startsWith('Patient/'))).toBe(true);
    expect((await fhir.send('GET', '/Group/g/$everything', { as: fhir.doctor('org-z') })).status).toBe(403);
    await fhir.send('GET', '/Patient/$everything', { as: doctor });
    const rows = await fhir.opened.database.query<{ detail: { matches: number } }>(`select detail from audit.entry where action = 'fhir.everything' and detail->>'persons' = '3' and detail->'ids' @> '["p0","p1","p2"]'`);
    expect(rows.at(-1)?.detail.matches).toBe(13);
  });

  test('a page is found along the index of persons', async () => {
    const plan = await fhir.opened.database.transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query<{ 'QUERY PLAN': string }>(`explain select r.resource_id from fhir.resource r where r.resource_type = 'Patient' and not r.deleted and (r.at_low, r.key) < ('1994-01-01'::timestamptz, 0) order by r.at_low desc, r.key desc limit 25`);
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index Scan Backward using resource_at/);
    expect(text).not.toMatch(/Sort/);
  });

  test('the capability statement names it', async () => {
    const { body } = await fhir.send<CapabilityStatement>('GET', '/metadata');
    expect(body.rest?.[0]?.resource?.find(({ type }) => type === 'Group')?.operation?.map(({ name }) => name)).toContain('everything');
  });
});
