import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS, openLiveServer, requestOf, type LiveServer, type Who } from '../live-server.ts';
import { TABLE } from '../table.ts';
import { buildSide, SIDES, type Side } from '../two-sides.ts';

/**
 * A resident of A permits B to see the record, and takes it back. Every road by which B saw something then is asked again within a second; the stream and
 * the subscriptions are in streams.test.ts, files of an export in fhir/operations/bulk/export.test.ts, DICOMweb and DIMSE in the imaging room.
 */
let live: LiveServer;
let a: Side;
let b: Side;
let machine: Who;
let doctor: Who;

interface Road {
  readonly title: string;
  readonly who: Who;
  readonly request: { readonly method: 'GET' | 'POST'; readonly url: string; readonly headers?: Record<string, string>; readonly payload?: unknown };
}
interface Seen {
  readonly status: number;
  readonly text: string;
  readonly etag: string | undefined;
}

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
  machine = await live.client(b.root, ['system/*.cruds']);
  doctor = await live.account({ login: 'doctor-of-b', roles: ['specialist', 'referral-coordinator'], organisationId: b.root });
}, 240_000);
afterAll(() => live?.close());

const ask = async ({ who, request: { payload, ...request } }: Road, headers: Record<string, string> = {}): Promise<Seen> => {
  const options: InjectOptions = { ...request, headers: { ...who, ...request.headers, ...headers }, ...(payload === undefined ? {} : { payload: payload as object }) };
  const answer = await live.server.inject(options);
  return { status: answer.statusCode, text: answer.body, etag: answer.headers['etag'] };
};

/** What the asker could not have typed: the answer knew it. */
const told = (road: Road, { text }: Seen): string[] => {
  const typed = decodeURIComponent(`${road.request.url} ${JSON.stringify(road.request.payload ?? '')}`);
  return a.personal.filter((word) => text.includes(word) && !typed.includes(word));
};

/** The trail of B's own looks stays B's: which thing it was, never what stood in it. */
const OWN_TRAIL = new Set(['listAuditEntries']);

/** Every query of every room with what the table of the stranger walk names of A. */
const rooms = (): Road[] => Object.entries(TABLE).flatMap(([name, entry]) =>
  OPERATIONS.get(name)?.kind !== 'query' || OWN_TRAIL.has(name) || !['refused', 'nothing', 'masked'].includes(entry.reach) ? [] : entry.inputs(a, b).map((input) => ({ title: `${name} ${JSON.stringify(input)}`, who: b.all, request: requestOf({}, name, input) })));

function fhir(who: Who, name: string): Road[] {
  const id = a.resident.id;
  const observation = `Observation/${a.ids.observation}`;
  const get = [
    `Patient/${id}`, observation, `${observation}/_history/1`, `${observation}/_history`, `Patient/${id}/_history`, 'Observation/_history?_count=500', '_history?_count=500',
    `Observation?subject=Patient/${id}`, `Observation?subject=Patient/${id}&code=85354-9&_include=Observation:subject`, `Patient?_id=${id}&_revinclude=Observation:subject`,
    `Patient?_has:Observation:subject:code=85354-9&_id=${id}`, `Observation?subject:Patient.name=${encodeURIComponent(a.resident.name)}`, `Observation?subject=Patient/${id}&_summary=count`,
    `Condition?patient=${id}`, `Patient/${id}/Observation`, `Patient/${id}/*`, `Patient/${id}/$everything`, `Patient/$everything?_count=500`, `Observation/$lastn?patient=Patient/${id}&category=none`,
    `?_type=Patient,Observation,Condition&_id=${id},${a.ids.observation}`, `Patient?identifier=${a.resident.idCard}`,
    `$graphql?query=${encodeURIComponent(`{ Patient(id: "${id}") { name { text } } ObservationList(subject: "Patient/${id}") { id code { text } } }`)}`, `Task?patient=${id}`, `ServiceRequest?subject=Patient/${id}`,
  ];
  const json = { 'content-type': 'application/fhir+json' };
  const bundle = (type: string) => ({ resourceType: 'Bundle', type, entry: [`Patient/${id}`, `Observation?subject=Patient/${id}`, `Patient/${id}/$everything`].slice(0, type === 'batch' ? 3 : 2).map((url) => ({ request: { method: 'GET', url } })) });
  return [
    ...get.map((path): Road => ({ title: `${name} GET ${path}`, who, request: { method: 'GET', url: `/fhir/${path}` } })),
    { title: `${name} POST _search`, who, request: { method: 'POST', url: '/fhir/Observation/_search', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: `subject=Patient/${id}` } },
    ...['batch', 'transaction'].map((type): Road => ({ title: `${name} ${type}`, who, request: { method: 'POST', url: '/fhir', headers: json, payload: bundle(type) } })),
  ];
}

const roads = (): Road[] => [...rooms(), ...fhir(machine, 'machine'), ...fhir(doctor, 'doctor')];
const KEYED: () => Road = () => {
  const request = requestOf({}, 'issueResidentCode', { id: a.resident.id, kind: 'static' });
  return { title: 'a command sent again with its key', who: b.all, request: { ...request, headers: { ...request.headers, 'idempotency-key': 'code-of-the-resident' } } };
};
const permit = async (): Promise<string> => {
  const permitted = await live.call(a.all, 'registerConsent', { personId: a.resident.id, decision: 'permit', granteeOrganisationId: b.root, days: 30, evidence: 'signed-paper', reason: '本人签字同意' });
  expect(permitted.status, permitted.text).toBe(200);
  return (permitted.body as { id: string }).id;
};
const SECOND_MS = 1_000;

const ENDINGS: Record<string, (consent: string) => Promise<unknown>> = {
  'the permit is withdrawn': (consent) => live.call(a.all, 'withdrawConsent', { id: consent, reason: '本人撤回授权' }),
  'the organisation is refused': () => live.call(a.all, 'registerConsent', { personId: a.resident.id, decision: 'deny', granteeOrganisationId: b.root, evidence: 'signed-paper', reason: '本人不同意查看' }),
};

describe.each(Object.keys(ENDINGS))('when %s', (ending) => {
  it('every road that was open is closed within a second, and nothing that was kept opens it', async () => {
    const consent = await permit();
    const open: { road: Road; etag: string | undefined }[] = [];
    for (const road of roads()) {
      const seen = await ask(road);
      if (road.title.startsWith('images')) console.log(road.title, seen.status, seen.text.slice(0, 400));
      if (told(road, seen).length > 0) open.push({ road, etag: seen.etag });
    }
    const kept = KEYED();
    expect((await ask(kept)).status).toBe(200);
    const titles = open.map(({ road }) => road.title).join('\n');
    for (const word of ['getResident', 'getTimeline', 'machine GET Patient/', 'doctor GET Observation', '_history', '$everything', '$graphql', '_search', 'batch', 'transaction', '_include']) expect(titles).toContain(word);
    expect(open.length).toBeGreaterThan(50);
    const unchanged = open.find(({ road, etag }) => etag !== undefined && road.title === `machine GET Observation/${a.ids.observation}`)!;
    expect((await ask(unchanged.road, { 'if-none-match': unchanged.etag! })).status).toBe(304);

    expect(((await ENDINGS[ending]!(consent)) as { status: number }).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
    for (const road of roads()) expect([road.title, told(road, await ask(road))]).toEqual([road.title, []]);
    expect([403, 404]).toContain((await ask(unchanged.road, { 'if-none-match': unchanged.etag! })).status);
    expect((await ask(kept)).status).toBe(403);
  }, 120_000);
});
