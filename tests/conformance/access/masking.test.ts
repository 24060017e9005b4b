import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#apps/server/roles.ts';
import { OPERATIONS, openLiveServer, type LiveServer, type Who } from './live-server.ts';
import { TABLE } from './table.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let doctor: Who;
let manager: Who;
let resident: Who;
let client: Who;

beforeAll(async () => {
  live = await openLiveServer();
  a = await buildSide(live, SIDES.a);
  doctor = await live.account({ login: 'doctor', roles: ['township-doctor'], organisationId: a.root });
  manager = await live.account({ login: 'manager', roles: ['index-manager'], organisationId: a.root });
  resident = await live.account({ login: 'self', personId: a.resident.id });
  client = await live.client(a.root, ['system/*.cruds']);
}, 180_000);
afterAll(() => live?.close());

const numbers = (): string[] => [a.resident.idCard, a.resident.phone];
const graph = (fields: string): string => `/Patient/${a.resident.id}/$graphql?query=${encodeURIComponent(fields)}`;
const ROADS = (): readonly string[] => [
  `/Patient/${a.resident.id}`, `/Patient/${a.resident.id}/_history/1`, `/Patient/${a.resident.id}/_history`, '/Patient/_history?_count=200', `/Patient?_id=${a.resident.id}`,
  `/Patient?identifier=${a.resident.idCard}`, `/Observation?subject=Patient/${a.resident.id}&_include=Observation:subject`, `/Patient/${a.resident.id}/$everything`,
  graph('{identifier{value} telecom{value}}'), `/$graphql?query=${encodeURIComponent(`{Patient(id:"${a.resident.id}"){telecom{value} identifier{value}}}`)}`,
];

describe('identity and telephone numbers', () => {
  it('are masked for staff on every road of FHIR, and whole for the resident, the index manager and machine clients', async () => {
    for (const road of ROADS()) {
      const shown = await live.fhir(doctor, 'GET', road);
      // The address of a search comes back as it was asked.
      const answered = JSON.stringify({ ...(shown.body as object), link: undefined });
      expect([road, shown.status, numbers().filter((number) => answered.includes(number))]).toEqual([road, 200, []]);
      expect([road, shown.text.includes(a.resident.idCard.slice(0, 3))]).toEqual([road, true]);
    }
    for (const who of [manager, resident, client]) expect((await live.fhir(who, 'GET', `/Patient/${a.resident.id}`)).text).toContain(a.resident.idCard);
    expect((await live.fhir(doctor, 'GET', `/Patient/${a.resident.id}`)).text).toContain('MASKED');
  });

  it('stay masked in a batch and in a transaction', async () => {
    for (const type of ['batch', 'transaction']) {
      const answer = await live.fhir(doctor, 'POST', '', { body: { resourceType: 'Bundle', type, entry: [{ request: { method: 'GET', url: `Patient/${a.resident.id}` } }] } });
      expect([type, answer.status, numbers().filter((number) => answer.text.includes(number))]).toEqual([type, 200, []]);
      expect(answer.text).toContain('MASKED');
    }
  });

  it('cannot be found out piece by piece', async () => {
    const piece = a.resident.idCard.slice(0, 8);
    const asked = [`/Patient?_content=${piece}`, `/Patient?_text=${piece}`, '/Patient?_sort=phone', '/Patient?_sort=-identifier', `/Observation?subject:Patient._content=${piece}`];
    for (const road of asked) expect([road, (await live.fhir(doctor, 'GET', road)).status]).toEqual([road, 403]);
    expect((await live.fhir(manager, 'GET', `/Patient?_content=${piece}`)).status).toBe(200);
  });

  it('cannot be guessed: who sees them masked tries thirty wrong ones, wherever, and the right one costs next to nothing', async () => {
    const search = async (who: Who, numbers: readonly string[]): Promise<number> => (await live.fhir(who, 'GET', `/Patient?phone=${numbers.join(',')}`)).status;
    const wrong = (each: number): string => `1390000${String(each).padStart(4, '0')}`;
    const guesser = await live.account({ login: 'guesser', roles: ['township-doctor'], organisationId: a.root });
    for (let each = 0; each < 15; each += 1) expect(await search(guesser, [wrong(each)])).toBe(200);
    for (let each = 15; each < 30; each += 1) expect((await live.call(guesser, 'findResidents', { q: wrong(each) })).status).toBe(200);
    expect(await search(guesser, [wrong(30)])).toBe(429);
    expect((await live.call(guesser, 'findResidents', { q: a.resident.phone })).status).toBe(429);
    for (const road of [`/Observation?subject:Patient.phone=${wrong(1)}`, `/Patient?_has:Observation:subject:code=x&identifier=${wrong(1)}`]) expect([road, (await live.fhir(guesser, 'GET', road)).status]).toEqual([road, 429]);
    expect((await live.call(guesser, 'findResidents', { q: a.resident.name })).status).toBe(200);
    const lister = await live.account({ login: 'lister', roles: ['township-doctor'], organisationId: a.root });
    expect(await search(lister, Array.from({ length: 31 }, (_, each) => wrong(each)))).toBe(429);
    const desk = await live.account({ login: 'busy-desk', roles: ['township-doctor'], organisationId: a.root });
    for (let each = 0; each < 40; each += 1) expect((await live.call(desk, 'findResidents', { q: a.resident.idCard })).status).toBe(200);
    for (let each = 0; each < 40; each += 1) expect(await search(client, [wrong(each)])).toBe(200);
  });

  it('leave a trace of each search: who was found is named, and a number that found nobody is a trial', async () => {
    const seeker = await live.account({ login: 'seeker', roles: ['township-doctor'], organisationId: a.root });
    for (const q of [a.resident.idCard, a.resident.name, '13900009999']) await live.call(seeker, 'findResidents', { q });
    const entries = (): Promise<{ person: string | null; ids: string | null; purpose: string | null }[]> =>
      live.opened.owner.query(`select person_id as person, detail->>'ids' as ids, purpose from audit.entry where subject_id = 'account-seeker' and action = 'resident.read' order by purpose nulls first, entry_id`);
    await expect.poll(async () => (await entries()).length).toBe(3);
    const [byNumber, byName, nobody] = await entries();
    for (const found of [byNumber, byName]) expect(`${found!.person} ${found!.ids}`).toContain(a.resident.id);
    expect([nobody!.person, nobody!.purpose]).toEqual([null, 'search by number, nobody found']);
  });

  it('of an identity number the end is hidden too, which the birth date beside it would complete', async () => {
    const masked = `${a.resident.idCard.slice(0, 3)}${'*'.repeat(15)}`;
    expect((await live.fhir(doctor, 'GET', `/Patient/${a.resident.id}`)).text).toContain(masked);
    expect((await live.call(doctor, 'getResident', { id: a.resident.id })).text).toContain(masked);
  });

  it('are not lost by storing a masked copy', async () => {
    const { body } = await live.fhir(doctor, 'GET', `/Patient/${a.resident.id}`);
    const answer = await live.fhir(doctor, 'PUT', `/Patient/${a.resident.id}`, { body });
    expect(answer.status).toBe(422);
  });
});

describe('the screens of the rooms', () => {
  /** Shows one whole number, with a reason, in the trail. */
  const UNCOVERS = new Set(['revealIdentifier']);

  it('show no whole identity or telephone number of a resident to staff, whatever their roles', async () => {
    const staff = await live.account({ login: 'staff', roles: Object.keys(ROLES).filter((role) => role !== 'resident' && !role.endsWith('-administrator')), organisationId: a.root });
    const whole: string[] = [];
    let shown = 0;
    for (const [name, entry] of Object.entries(TABLE)) {
      if (OPERATIONS.get(name)?.kind !== 'query' || UNCOVERS.has(name)) continue;
      for (const input of entry.inputs(a, a)) {
        const answer = await live.call(staff, name, input);
        if (answer.text.includes(a.resident.name)) shown += 1;
        const typed = JSON.stringify(input);
        whole.push(...numbers().filter((number) => answer.text.includes(number) && !typed.includes(number)).map((number) => `${name} ${typed}: ${number}`));
      }
    }
    expect(shown).toBeGreaterThan(10);
    expect(whole).toEqual([]);
  });
});
