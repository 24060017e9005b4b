import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY, openLiveServer, type Answer, type FhirSent, type LiveServer, type Who } from './live-server.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let b: Side;
/** Over FHIR: a machine client of B with every scope, staff of B, the resident of B, and clients with less. */
let stranger: Who;
let doctor: Who;
let resident: Who;
let everything: Who;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Ask extends FhirSent {
  readonly title: string;
  readonly method: Method;
  readonly path: string;
}

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
  stranger = await live.client(b.root, ['system/*.cruds']);
  everything = await live.client(null, ['system/*.cruds']);
  doctor = await live.account({ login: 'doctor-b', roles: ['township-doctor'], organisationId: b.root });
  resident = await live.account({ login: 'resident-b', personId: b.resident.id });
}, 180_000);
afterAll(() => live?.close());

const send = (who: Who, { method, path, ...sent }: Ask): Promise<Answer> => live.fhir(who, method, path, sent);
const leaked = ({ text }: Answer): string[] => a.personal.filter((word) => text.includes(word));
const ofPatient = () => ({ reference: `Patient/${a.resident.id}` });
const observation = (id?: string) => ({ resourceType: 'Observation', ...(id ? { id } : {}), status: 'final', code: { text: '伪造' }, subject: ofPatient() });
const bundle = (type: string, request: object, resource?: object) => ({ resourceType: 'Bundle', type, entry: [{ request, ...(resource ? { resource } : {}) }] });

/** Reads of one thing of A: refused, and nothing in the answer. */
function reads(): Ask[] {
  const record = `Observation/${a.ids.observation}`;
  const own = ['Patient', 'ServiceRequest', 'Task'].map((type) => `/${type}/${type === 'Patient' ? a.resident.id : a.ids.submitted}`);
  return [`/${record}`, `/${record}/_history/1`, `/${record}/_history`, ...own, ...own.map((path) => `${path}/_history`)].map((path) => ({ title: `GET ${path}`, method: 'GET', path }));
}

/** Searches of every kind that name A's people: nothing comes, and the total is nought. */
function searches(): Ask[] {
  const id = a.resident.id;
  const queries = [
    `Patient?_id=${id}`, `Patient?name=${encodeURIComponent(a.resident.name)}&_total=accurate`, `Patient?identifier=${a.resident.idCard}&_summary=count`, `Observation?subject=Patient/${id}&_total=accurate`,
    `Observation?subject=Patient/${id}&code=85354-9&_total=accurate`, `Observation?subject=Patient/${id}&code=85354-9&_summary=count`, `Observation?subject:Patient.name=${encodeURIComponent(a.resident.name)}&_total=accurate`,
    `Patient?_has:Observation:subject:code=85354-9&_id=${id}&_total=accurate`, `Task?patient=${id}&_total=accurate`, `ServiceRequest?_id=${a.ids.submitted}&_include=ServiceRequest:subject`,
    `Provenance?target=Task/${a.ids.submitted}&_total=accurate`, `Appointment?patient=${id}&_total=accurate`, `Communication?subject=Patient/${id}&_total=accurate`, `Observation?code:missing=false&subject=Patient/${id}`,
    `Observation?_id=${a.ids.observation}&_revinclude=Provenance:target`, `RelatedPerson?patient=${id}&_total=accurate`,
    `?_type=Observation,Task&patient=${id}&_total=accurate`, `?_type=Patient,Observation,Task&_id=${id},${a.ids.observation},${a.ids.submitted}&_summary=count`, `Patient/${id}/*?_total=accurate`,
  ];
  return queries.map((path) => ({ title: path.replace(id, 'A'), method: 'GET', path: `/${path}` }));
}

const history = (): Ask[] => ['/_history?_count=500', '/Patient/_history?_count=500', '/Task/_history?_count=500'].map((path) => ({ title: path, method: 'GET', path }));

/** Writes into A's records and over A's resources, by every road. */
function writes(): Ask[] {
  const id = a.ids.observation;
  const patient = { resourceType: 'Patient', id: a.resident.id, name: [{ text: '被改名' }] };
  const practitioner = { resourceType: 'Practitioner', id: a.ids.practitioner, name: [{ text: '被改名' }] };
  const own = { resourceType: 'Observation', status: 'final', code: { text: '伪造' } };
  return [
    { title: 'create in a foreign record', method: 'POST', path: '/Observation', body: observation() },
    { title: 'update', method: 'PUT', path: `/Observation/${id}`, body: observation(id) },
    { title: 'update away from the person', method: 'PUT', path: `/Observation/${id}`, body: { ...own, id } },
    { title: 'update-as-create in a foreign record', method: 'PUT', path: '/Observation/made-up', body: observation('made-up') },
    { title: 'update of the Patient', method: 'PUT', path: `/Patient/${a.resident.id}`, body: patient },
    { title: 'update of a directory resource', method: 'PUT', path: `/Practitioner/${a.ids.practitioner}`, body: practitioner },
    { title: 'delete', method: 'DELETE', path: `/Observation/${id}` },
    { title: 'delete of the Patient', method: 'DELETE', path: `/Patient/${a.resident.id}` },
    { title: 'delete of a directory resource', method: 'DELETE', path: `/Practitioner/${a.ids.practitioner}` },
    { title: 'conditional update', method: 'PUT', path: `/Observation?_id=${id}`, body: observation(id) },
    { title: 'conditional delete', method: 'DELETE', path: `/Observation?_id=${id}` },
    { title: 'conditional create', method: 'POST', path: '/Observation', body: observation(), headers: { 'if-none-exist': `_id=${id}` } },
    { title: 'transaction update', method: 'POST', path: '/', body: bundle('transaction', { method: 'PUT', url: `Observation/${id}` }, observation(id)) },
    { title: 'transaction create', method: 'POST', path: '/', body: bundle('transaction', { method: 'POST', url: 'Observation' }, observation()) },
    { title: 'transaction delete', method: 'POST', path: '/', body: bundle('transaction', { method: 'DELETE', url: `Patient/${a.resident.id}` }) },
    { title: 'transaction read', method: 'POST', path: '/', body: bundle('transaction', { method: 'GET', url: `Patient/${a.resident.id}` }) },
    { title: 'transaction with a conditional reference', method: 'POST', path: '/', body: bundle('transaction', { method: 'POST', url: 'Observation' }, { ...own, subject: { reference: `Patient?identifier=${a.resident.idCard}` } }) },
    { title: 'transaction that brings its own Patient of the same id', method: 'POST', path: '/', body: {
      resourceType: 'Bundle', type: 'transaction', entry: [
        { request: { method: 'PUT', url: `Patient/${a.resident.id}` }, resource: patient }, { request: { method: 'POST', url: 'Observation' }, resource: observation() },
      ] } },
    { title: 'update of a workflow resource', method: 'PUT', path: `/Task/${a.ids.submitted}`, body: { resourceType: 'Task', id: a.ids.submitted, status: 'completed', intent: 'order' } },
  ];
}

const batches = (): object[] => [
  bundle('batch', { method: 'PUT', url: `Observation/${a.ids.observation}` }, observation(a.ids.observation)),
  bundle('batch', { method: 'POST', url: 'Observation' }, observation()),
  bundle('batch', { method: 'GET', url: `Patient/${a.resident.id}` }),
  bundle('batch', { method: 'DELETE', url: `Observation/${a.ids.observation}` }),
  bundle('batch', { method: 'GET', url: `Observation?subject=Patient/${a.resident.id}` }),
];

describe('FHIR without a sign-in', () => {
  it('asks for one, before a body is read', async () => {
    for (const ask of [...reads(), ...searches(), ...history(), ...writes()]) expect([ask.title, (await send(NOBODY, ask)).status]).toEqual([ask.title, 401]);
    expect((await live.fhir(NOBODY, 'POST', '/Patient', { body: '{ no json' })).status).toBe(401);
    expect((await live.fhir(NOBODY, 'POST', '/Patient/$validate', { body: {} })).status).toBe(401);
    expect((await live.fhir(NOBODY, 'GET', '/metadata')).status).toBe(200);
  });
});

describe('FHIR as a stranger', () => {
  it('every read of a foreign resource is refused', async () => {
    for (const who of [stranger, doctor, resident]) {
      for (const ask of reads()) {
        const answer = await send(who, ask);
        expect([403, 404], `${ask.title}: ${answer.status}`).toContain(answer.status);
        expect([ask.title, leaked(answer).filter((word) => !ask.path.includes(word))]).toEqual([ask.title, []]);
      }
    }
  });

  it('every search finds nothing and counts nothing', async () => {
    for (const who of [stranger, doctor, resident]) {
      for (const ask of searches()) {
        const answer = await send(who, ask);
        const { total, entry = [] } = answer.body as { total?: number; entry?: { search: { mode: string } }[] };
        expect([ask.title, answer.status, total ?? 0, entry.filter(({ search }) => search.mode !== 'outcome').length]).toEqual([ask.title, 200, 0, 0]);
      }
    }
  });

  it('histories of types and of everything hold nothing of the other side', async () => {
    for (const who of [stranger, doctor, resident]) {
      for (const ask of history()) expect([ask.title, leaked(await send(who, ask))]).toEqual([ask.title, []]);
    }
  });

  it('every write is refused and changes nothing', async () => {
    const rows = () => live.opened.owner.query('select resource_type, resource_id, version, deleted, content from fhir.resource where resource_id = any($1::text[]) or person_id = $2 order by 1, 2', [
      [a.resident.id, a.ids.observation, a.ids.practitioner, a.ids.submitted], a.resident.id,
    ]);
    const before = await rows();
    for (const who of [stranger, doctor, resident]) {
      for (const ask of writes()) {
        const answer = await send(who, ask);
        expect([403, 404, 412, 400], `${ask.title}: ${answer.status} ${answer.text}`).toContain(answer.status);
        expect([ask.title, [a.resident.name, a.resident.phone].filter((word) => answer.text.includes(word))]).toEqual([ask.title, []]);
      }
      for (const body of batches()) {
        const answer = await live.fhir(who, 'POST', '/', { body });
        const { entry } = answer.body as { entry: { response: { status: string }; resource?: { total: number } }[] };
        const [only] = entry;
        expect(only!.resource?.total === 0 || ['403', '404'].includes(only!.response.status), answer.text).toBe(true);
      }
    }
    expect(await rows()).toEqual(before);
  });

  it('$validate stores nothing, whatever person it names', async () => {
    expect((await live.fhir(stranger, 'POST', '/Observation/$validate', { body: observation() })).status).toBe(200);
    const rows = await live.opened.owner.query("select 1 from fhir.resource where content like '%伪造%'");
    expect(rows).toEqual([]);
  });

  it('the owner reads what the stranger could not', async () => {
    const owner = await live.client(a.root, ['system/*.cruds']);
    for (const ask of reads()) expect([ask.title, (await send(owner, ask)).status]).toEqual([ask.title, 200]);
  });
});

describe('a basis opens reading, not rewriting', () => {
  it('the hospital of a referral reads the township\'s observation and cannot change or delete it', async () => {
    const hospital = await live.client(a.hospital, ['system/*.cruds']);
    const path = `/Observation/${a.ids.observation}`;
    expect((await live.fhir(hospital, 'GET', path)).status).toBe(200);
    expect((await live.fhir(hospital, 'PUT', path, { body: observation(a.ids.observation) })).status).toBe(403);
    expect((await live.fhir(hospital, 'DELETE', path)).status).toBe(403);
    expect((await live.fhir(hospital, 'PUT', `/Patient/${a.resident.id}`, { body: { resourceType: 'Patient', id: a.resident.id } })).status).toBe(403);
    expect((await live.fhir(hospital, 'POST', '/Observation', { body: observation() })).status).toBe(201);
  });
});

describe('machine clients with limited scopes', () => {
  const status = async (scopes: readonly string[], ask: Omit<Ask, 'title'>): Promise<number> => (await send(await live.client(null, scopes), { title: '', ...ask })).status;
  const get = (path: string): Omit<Ask, 'title'> => ({ method: 'GET', path });

  it('a scope names types and interactions, nothing beyond', async () => {
    const patient = { resourceType: 'Patient', name: [{ text: '新' }] };
    expect(await status(['system/Observation.rs'], get(`/Patient/${a.resident.id}`))).toBe(403);
    expect(await status(['system/Patient.s'], get(`/Patient/${a.resident.id}`))).toBe(403);
    expect(await status(['system/Patient.r'], get('/Patient'))).toBe(403);
    expect(await status(['system/Patient.rs'], { method: 'POST', path: '/Patient', body: patient })).toBe(403);
    expect(await status(['system/Patient.crus'], { method: 'DELETE', path: `/Patient/${a.resident.id}` })).toBe(403);
    expect(await status(['system/Patient.c'], { method: 'POST', path: '/Patient', body: patient, headers: { 'if-none-exist': `_id=${a.resident.id}` } })).toBe(403);
    expect(await status(['system/Patient.cu'], { method: 'PUT', path: `/Patient?_id=${a.resident.id}`, body: patient })).toBe(403);
    expect(await status(['system/Patient.d'], { method: 'DELETE', path: `/Patient?_id=${a.resident.id}` })).toBe(403);
    expect(await status(['api/*'], get(`/Patient/${a.resident.id}`))).toBe(403);
    expect((await live.call(await live.client(a.root, ['system/*.cruds']), 'getResident', { id: a.resident.id })).status).toBe(403);
  });

  it('chains and includes reach no type outside the scope', async () => {
    expect(await status(['system/Observation.rs'], get(`/Observation?subject:Patient.name=${encodeURIComponent(a.resident.name)}`))).toBe(403);
    expect(await status(['system/Patient.rs'], get(`/Patient?_has:Observation:subject:code=85354-9`))).toBe(403);
    const only = await live.client(null, ['system/Observation.rs']);
    const answer = await live.fhir(only, 'GET', `/Observation?_id=${a.ids.observation}&_include=Observation:subject&_revinclude=Provenance:target`);
    expect((answer.body as { entry: { resource: { resourceType: string } }[] }).entry.map(({ resource }) => resource.resourceType)).toEqual(['Observation']);
  });

  it('a client of no organisation with system scopes sees both sides, as it was given', async () => {
    for (const side of [a, b]) expect((await live.fhir(everything, 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
  });

  it('cannot act for an organisation out of its sight', async () => {
    expect((await live.fhir({ ...stranger, 'x-yigong-organisation': a.root }, 'GET', `/Patient/${a.resident.id}`)).status).toBe(403);
    expect((await live.fhir({ ...stranger, 'x-yigong-organisation': b.village }, 'GET', `/Patient/${b.resident.id}`)).status).toBe(403);
  });
});

describe('a resident', () => {
  it('reads the own record and writes nothing', async () => {
    expect((await live.fhir(resident, 'GET', `/Patient/${b.resident.id}`)).status).toBe(200);
    expect((await live.fhir(resident, 'GET', `/Observation/${b.ids.observation}`)).status).toBe(200);
    for (const [method, path] of [['PUT', `/Observation/${b.ids.observation}`], ['DELETE', `/Observation/${b.ids.observation}`]] as const) {
      const body = method === 'PUT' ? { resourceType: 'Observation', id: b.ids.observation, status: 'final', code: { text: '改' } } : undefined;
      expect((await live.fhir(resident, method, path, { body })).status).toBe(403);
    }
    expect((await live.fhir(resident, 'GET', `/Patient/${b.ids.second}`)).status).toBe(404);
  });
});
