import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import type { Bundle, OperationOutcome, Patient } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { openLiveServer, type LiveServer, type Who } from '../access/live-server.ts';

const system = IDENTIFIER_SYSTEMS['id-card'];
const card = (first17: string): string => first17 + idCardCheckCharacter(first17);
const GRADE = 'http://hl7.org/fhir/StructureDefinition/match-grade';

let live: LiveServer;
let everywhere: Who;
let clinic: Who;
let other: Who;


const person = (id: string, name: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient', id, name: [{ use: 'official', text: name }], gender: 'female', birthDate: '1971-03-04', ...more,
} as Patient);

beforeAll(async () => {
  live = await openLiveServer();
  for (const organisationId of ['clinic', 'elsewhere']) await registerOrganisation(live.opened.owner, { organisationId, parentId: null });
  everywhere = await live.client(null, ['system/*.cruds']);
  clinic = await live.client('clinic', ['system/*.cruds']);
  other = await live.client('elsewhere', ['system/*.cruds']);

  const identifier = [{ system, value: card('99012119710304102') }];
  const put = async (who: Who, body: Patient) => expect((await live.fhir(who, 'PUT', `/Patient/${body.id}`, { body })).status).toBe(201);
  await put(clinic, person('liu', '柳青青', { identifier, telecom: [{ system: 'phone', value: '13900000001' }] }));
  await put(clinic, person('namesake', '柳清清', { birthDate: '1971-03-05' }));
  await put(other, person('far', '柳青青', { telecom: [{ system: 'phone', value: '13811112222' }], birthDate: '1971-03-04' }));
  await put(clinic, person('nobody', '周全', { gender: 'male', birthDate: '1950-01-01' }));
  await live.deliver();
}, 120_000);
afterAll(() => live?.close());

interface Options { readonly onlyCertainMatches?: boolean; readonly count?: number }

async function match(who: Who, resource: unknown, { onlyCertainMatches, count }: Options = {}) {
  const parameter = [
    { name: 'resource', resource },
    ...(onlyCertainMatches === undefined ? [] : [{ name: 'onlyCertainMatches', valueBoolean: onlyCertainMatches }]),
    ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
  ];
  const { status, body, text } = await live.fhir(who, 'POST', '/Patient/$match', { body: { resourceType: 'Parameters', parameter } });
  return { status, text, body: body as Bundle };
}
const found = ({ body }: { body: Bundle }) =>
  (body.entry ?? []).filter(({ search }) => search?.mode === 'match').map(({ resource, search }) => [resource!.id, search!.extension?.find(({ url }) => url === GRADE)?.valueCode]);

describe('Patient/$match', () => {
  test.each([
    ['count', { valueInteger: 1 }, 200], ['count', { valuePositiveInt: 1 }, 200], ['count', { valueInteger: 1000 }, 200], ['count', { valueInteger: 0 }, 400], ['count', { valueInteger: -1 }, 400], ['count', { valueString: '1' }, 400],
    ['count', { valueDecimal: 1 }, 400], ['count', { valueBoolean: true }, 400], ['count', {}, 400], ['count', { valueQuantity: { value: 1 } }, 400],
    ['onlyCertainMatches', { valueBoolean: true }, 200], ['onlyCertainMatches', { valueBoolean: false }, 200], ['onlyCertainMatches', { valueString: 'true' }, 400], ['onlyCertainMatches', { valueCode: 'true' }, 400], ['onlyCertainMatches', { valueInteger: 1 }, 400], ['onlyCertainMatches', {}, 400],
  ])('%s of %j is answered %i', async (name, value, status) => {
    const parameter = [{ name: 'resource', resource: person('', '柳青青', { id: undefined, birthDate: '1971-03-04' }) }, { name, ...value }];
    const answer = await live.fhir(everywhere, 'POST', '/Patient/$match', { body: { resourceType: 'Parameters', parameter } });
    expect(answer.status, answer.text).toBe(status);
    if (JSON.stringify(value) === '{"valueInteger":1}' && status === 200) expect((answer.body as Bundle).entry!.length).toBe(1);
  });

  test('each parameter is given once, in the body or in the address', async () => {
    const resource = { name: 'resource', resource: person('', '柳青青', { id: undefined }) };
    const ask = async (parameter: readonly object[], query = '') => (await live.fhir(everywhere, 'POST', `/Patient/$match${query}`, { body: { resourceType: 'Parameters', parameter } })).status;
    const count = { name: 'count', valueInteger: 1 };
    expect([await ask([resource, count, count]), await ask([resource, resource]), await ask([resource, count], '?count=1'), await ask([resource], '?count=1'), await ask([resource], '?count=x'), await ask([count])]).toEqual([400, 400, 400, 200, 400, 400]);
    const bare = async (query: string) => (await live.fhir(everywhere, 'POST', `/Patient/$match${query}`, { body: resource.resource })).status;
    expect([await bare('?onlyCertainMatches=true&count=2'), await bare('?onlyCertainMatches=yes'), await bare('?count=0')]).toEqual([200, 400, 400]);
  });

  test('grades the candidates of the index, best first, with a score and a valid answer', async () => {
    const answer = await match(everywhere, person('', '柳青青', { id: undefined, telecom: [{ system: 'phone', value: '13900000001' }] }));
    expect(answer.status, answer.text).toBe(200);
    expect(found(answer)[0]).toEqual(['liu', 'certain']);
    expect(found(answer).map(([id]) => id)).toContain('far');
    expect(found(answer).map(([id]) => id)).not.toContain('nobody');
    const scores = answer.body.entry!.map(({ search }) => search!.score!);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score).toBeGreaterThan(0);
    for (const score of scores) expect(score).toBeLessThanOrEqual(1);
    expect(validateResource(answer.body)).toEqual([]);
  });

  test('an identity number alone is enough; count limits', async () => {
    const byNumber = { resourceType: 'Patient', identifier: [{ system, value: card('99012119710304102') }] };
    expect(found(await match(everywhere, byNumber))).toEqual([['liu', 'certain']]);
    const many = person('', '柳青青', { id: undefined });
    expect(found(await match(everywhere, many)).length).toBeGreaterThan(1);
    expect(found(await match(everywhere, many, { count: 1 }))).toHaveLength(1);
  });

  test('onlyCertainMatches gives the one that is sure or nothing', async () => {
    expect(found(await match(everywhere, person('', '柳青青', { id: undefined, telecom: [{ system: 'phone', value: '13900000001' }] }), { onlyCertainMatches: true }))).toEqual([['liu', 'certain']]);
    expect(found(await match(everywhere, person('', '柳青青', { id: undefined }), { onlyCertainMatches: true }))).toEqual([]);
  });

  test('nobody learns of a person whose record the gate does not open, and each one shown is in the trail', async () => {
    await live.opened.owner.execute("delete from audit.entry where action = 'fhir.match'").catch(() => undefined);
    const before = await live.opened.owner.query<{ personId: string | null }>("select person_id as \"personId\" from audit.entry where action = 'fhir.match'");
    const asked = person('', '柳青青', { id: undefined, telecom: [{ system: 'phone', value: '13900000001' }] });
    const mine = await match(clinic, asked);
    expect(found(mine).map(([id]) => id)).not.toContain('far');
    const theirs = await match(other, asked);
    expect(found(theirs).map(([id]) => id)).toEqual(['far']);
    expect(theirs.text).not.toContain('liu');
    const rows = await live.opened.owner.query<{ personId: string | null }>("select person_id as \"personId\" from audit.entry where action = 'fhir.match'");
    expect(rows.slice(before.length).map(({ personId }) => personId).sort()).toEqual([...found(mine), ...found(theirs)].map(([id]) => id!).sort());
    const reader = await live.client('clinic', ['system/Observation.rs']);
    expect((await match(reader, asked)).status).toBe(403);
    expect((await match({}, asked)).status).toBe(401);
  });

  test('malformed input is refused with its place, and too little is said to be too little', async () => {
    const refused = async (body: unknown, place?: string) => {
      const answer = await live.fhir(everywhere, 'POST', '/Patient/$match', { body });
      expect(answer.status, answer.text).toBe(400);
      if (place !== undefined) expect((answer.body as OperationOutcome).issue.map(({ expression }) => expression?.[0])).toContain(place);
    };
    const parameters = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });
    await refused('{');
    await refused({ resourceType: 'Parameters' }, 'Parameters.parameter[resource].resource');
    await refused({ resourceType: 'Organization', name: 'x' }, 'Parameters');
    await refused(parameters({ name: 'resource', resource: { resourceType: 'Organization', name: 'x' } }), 'Parameters.parameter[resource].resource');
    await refused(parameters({ name: 'resource', resource: { resourceType: 'Patient', birthDate: '2026-02-31' } }));
    await refused(parameters({ name: 'resource', resource: person('x', '柳青青') }, { name: 'count', valueInteger: 0 }), 'Parameters.parameter[count]');
    await refused(parameters({ name: 'resource', resource: person('x', '柳青青') }, { name: 'onlyCertainMatches', valueString: 'perhaps' }), 'Parameters.parameter[onlyCertainMatches]');
    const little = await match(everywhere, { resourceType: 'Patient', gender: 'female' });
    expect([little.status, little.body.entry?.[0]?.search?.mode]).toEqual([200, 'outcome']);
  });

  test('32 at once', async () => {
    const all = await Promise.all(Array.from({ length: 32 }, () => match(everywhere, person('', '柳青青', { id: undefined, telecom: [{ system: 'phone', value: '13900000001' }] }))));
    expect(new Set(all.map((each) => `${each.status} ${JSON.stringify(found(each))}`)).size).toBe(1);
    expect(live.logged).toEqual([]);
  });
});
