import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letter } from '#modules/referral/server/commands/fixture/desk.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { seededRandom } from '#platform/kernel/random.ts';
import { OPERATIONS, openLiveServer, type Answer, type LiveServer, type Who } from './live-server.ts';
import { TABLE } from './table.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let client: Who;

beforeAll(async () => {
  live = await openLiveServer();
  a = await buildSide(live, SIDES.a);
  client = await live.client(a.root, ['system/*.cruds']);
}, 180_000);
afterAll(() => live?.close());

const NUL = '\u0000';
const LONE_SURROGATE = '\ud800';
const full = (text: string): string => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const card = (first17: string): string => first17 + idCardCheckCharacter(first17);

type Input = Readonly<Record<string, unknown>>;
const person = (change: Input = {}): Input => ({ name: '柳青青', sex: 'female', birthDate: '1971-03-04', ...change });
const draft = (vitals: Input): Input => ({ personId: a.ids.merged, letter: { ...letter, vitals } });

describe('everyday input through the real operations', () => {
  it.each<[string, string, () => Input, number, RegExp?]>([
    ['rare characters of the supplementary planes', 'registerResident', () => person({ name: '𬱖𠮷㐂' }), 200, /𬱖𠮷㐂/u],
    ['a name with the middle dot of a minority name', 'registerResident', () => person({ name: '古丽·买买提', birthDate: '1972-03-04' }), 200],
    ['an identity number in full-width digits', 'registerResident', () => person({ name: '周全', sex: 'male', birthDate: '1981-01-01', idCard: full(card('99012119810101011')) }), 200],
    ['an identity number of 15 digits', 'registerResident', () => person({ name: '吴老', sex: 'male', birthDate: '1951-02-03', idCard: '990121510203011' }), 200],
    ['an identity number with a wrong check digit', 'registerResident', () => person({ idCard: '99012119710304102' + (card('99012119710304102').endsWith('1') ? '2' : '1') }), 400, /校验位/],
    ['2026-02-31', 'registerResident', () => person({ birthDate: '2026-02-31' }), 400, /真实日期/],
    ['a day that only full-width typing hides', 'registerResident', () => person({ birthDate: '2026-13-01' }), 400],
    ['NUL in a name', 'registerResident', () => person({ name: `柳${NUL}青` }), 400],
    ['half a surrogate pair in a name', 'registerResident', () => person({ name: `柳${LONE_SURROGATE}` }), 400],
    ['a name of 100,000 characters', 'registerResident', () => person({ name: '柳'.repeat(100_000) }), 400],
    ['a name that is a list', 'registerResident', () => person({ name: ['柳'] }), 400],
    ['a name of spaces only', 'registerResident', () => person({ name: ' 　 ' }), 400],
    ['140／90 in full width', 'saveReferralDraft', () => draft({ bloodPressure: '１４０／９０' }), 200],
    ['90/140', 'saveReferralDraft', () => draft({ bloodPressure: '90/140' }), 400, /不合理/],
    ['140-90', 'saveReferralDraft', () => draft({ bloodPressure: '140-90' }), 400, /140\/90/],
    ['a pulse in full-width digits', 'saveReferralDraft', () => draft({ pulse: '８８' }), 200],
    ['a pulse of words', 'saveReferralDraft', () => draft({ pulse: '正常' }), 400, /数字/],
    ['a search for a rare character', 'findResidents', () => ({ q: '𠮷' }), 200],
    ['a search for NUL', 'findResidents', () => ({ q: NUL }), 400],
    ['a search for wildcards', 'findResidents', () => ({ q: '%_\\' }), 200],
    ['a limit of words', 'listReferrals', () => ({ limit: '很多' }), 400],
    ['a limit beyond the most', 'listReferrals', () => ({ limit: 100_000 }), 400],
    ['a negative offset', 'findResidents', () => ({ offset: -1 }), 400],
    ['an offset beyond 64 bits', 'findResidents', () => ({ offset: '99999999999999999999' }), 400],
    ['NUL in an id', 'getResident', () => ({ id: `a${NUL}b` }), 400],
    ['NUL in a list filter', 'listReferrals', () => ({ q: NUL }), 400],
    ['2026-02-31 as the day of the sheet', 'listDaySheet', () => ({ day: '2026-02-31' }), 400],
    ['a quota beyond an integer', 'changeQuota', () => ({ id: a.ids.freeSlot, open: 99_999_999_999, referral: 0, contract: 0, reason: '加号' }), 400],
  ])('%s', async (_, name, input, status, words) => {
    const answer = await live.call(a.all, name, input());
    expect(answer.status, answer.text).toBe(status);
    if (words) expect(answer.text).toMatch(words);
  });

  it('a list sorted by a word that every object has is sorted as without', async () => {
    const sorted = [...OPERATIONS.values()].filter(({ kind, name }) => kind === 'query' && shapeOf(name).includes('sort'));
    expect(sorted.length).toBeGreaterThan(10);
    const statuses = new Map<number, number>();
    for (const { name } of sorted) {
      const [own = {}] = TABLE[name]?.inputs(a, a) ?? [];
      for (const sort of ['constructor', '-toString', '__proto__']) {
        const { status, text } = await live.call(a.all, name, { ...own, sort });
        expect(status, `${name} ${sort}: ${text.slice(0, 200)}`).toBeLessThan(500);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    expect(statuses.get(200)).toBeGreaterThan(30);
  });

  it('140／90 is kept as a pressure, never dropped', async () => {
    const { id } = (await live.call(a.all, 'saveReferralDraft', draft({ bloodPressure: '１４０／９０' }))).body as { id: string };
    const detail = (await live.call(a.all, 'getReferral', { id })).body as { letter: { vitals: { bloodPressure: string } } };
    expect(detail.letter.vitals.bloodPressure).toBe('140/90');
  });
});

describe('requests that no form sends', () => {
  const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
    live.server.inject({ method: 'POST', url, headers: { ...a.all, 'content-type': 'application/json', ...headers }, payload });

  it.each<[string, () => ReturnType<typeof post>, number]>([
    ['a prototype in the body', () => post('/api/residents/register', '{"__proto__":{"limit":1},"name":"x"}'), 400],
    ['a constructor in the body', () => post('/api/residents/register', '{"constructor":{"prototype":{"x":1}}}'), 400],
    ['a list as body', () => post('/api/residents/register', '[]'), 400],
    ['half of a JSON', () => post('/api/residents/register', '{"name":'), 400],
    ['GB18030 where UTF-8 is asked for', () => post('/api/residents/register', iconv.encode('{"name":"柳青青","sex":"female","birthDate":"1971-03-04"}', 'gb18030')), 400],
    ['a body of 3 MB', () => post('/api/residents/register', JSON.stringify({ name: 'x'.repeat(3_000_000) })), 413],
    ['a body nested 100,000 deep', () => post('/api/residents/register', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400],
    ['a compressed body', () => post('/api/residents/register', Buffer.from([0x1f, 0x8b, 8, 0]), { 'content-encoding': 'gzip' }), 400],
    ['a form instead of JSON', () => post('/api/residents/register', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['a key of 201 characters', () => post('/api/residents/register', '{}', { 'idempotency-key': 'k'.repeat(201) }), 400],
  ])('%s', async (_, sent, status) => {
    const answer = await sent();
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(status);
    expect(({} as { limit?: number }).limit).toBeUndefined();
  });

  it.each(['/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/package.json', '/assets/..%5c..%5cpackage.json', '/%00', '/api/%', '/fhir/%', '/portal/%c0%ae%c0%ae/', '/.env', '//etc/passwd'])('%s leads nowhere', async (url) => {
    const answer = await live.server.inject({ method: 'GET', url });
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toMatch(/root:|"dependencies"/);
  });
});

describe('the same request many times at once', () => {
  const MANY = 10;
  const parallel = async (name: string, input: (at: number) => Input): Promise<number[]> =>
    (await Promise.all(Array.from({ length: MANY }, (_, at) => live.call(a.all, name, input(at))))).map(({ status }) => status).sort();
  const one = (refusal: number) => [200, ...Array.from({ length: MANY - 1 }, () => refusal)];
  const facts = { level: 'village', kind: 'village-room', ownership: 'public', isLegalPerson: false };

  it('one wins, the others are told, and nothing fails on our side', async () => {
    expect(await parallel('acceptReferral', () => ({ id: a.ids.submitted, slotId: a.ids.freeSlot }))).toEqual(one(409));
    expect(await parallel('setEscalationContact', () => ({ organisationId: a.hospital, kind: 'bed', rank: 3, name: '值班', duty: '医务科', telephone: '010-1' }))).toEqual(one(409));
    expect(await parallel('blockBed', () => ({ id: a.ids.freeBed, reason: '维修' }))).toEqual(one(409));
    expect(await parallel('createOrganisation', () => ({ ...facts, name: '村', parentId: a.township, creditCode: '91350100M000100Y43' })).then((all) => all.filter((status) => status >= 500))).toEqual([]);
    expect(await parallel('registerResident', () => person({ name: '同时登', birthDate: '1966-06-06', idCard: card('99012119660606102') }))).toEqual(Array.from({ length: MANY }, () => 200));
    const found = (await live.call(a.all, 'findResidents', { q: '同时登' })).body as { total: number };
    expect(found.total).toBe(1);
    for (const name of ['decideMatchReview', 'mergeResidents', 'unmergeResidents', 'issueResidentCode', 'bookSlot', 'foundConsortium', 'signAgreement', 'createGrid', 'planDownReferral', 'closeOrganisation']) {
      const inputs = TABLE[name]!.inputs(a, a);
      expect((await parallel(name, (at) => inputs[at % inputs.length]!)).filter((status) => status >= 500), name).toEqual([]);
    }
  }, 60_000);
});

const ODD: readonly unknown[] = [
  null, '', ' ', NUL, `x${NUL}`, LONE_SURROGATE, '𬱖'.repeat(40), 'x'.repeat(70_000), full('2026-02-03'), '2026-02-31', '0000-00-00', '9999-12-31', '99999-01-01', '-1', -1, 0, 1e308, -1e308, 2 ** 53, 2_147_483_648,
  'NaN', 'Infinity', '1e400', true, false, [], [[]], {}, [null], [NUL], { a: { b: 1 } }, "'; drop table x; --", '%', '\\', '${x}', '../..', '<script>', '2026-02-03T25:00:00Z', '2026-02-03T00:00:00+99:99', '\u202e', '1'.repeat(400),
];
const ROUNDS = 10;

describe('every operation, with nonsense in it', () => {
  it.each([...OPERATIONS.keys()].filter((name) => name !== 'signIn' && name !== 'setUpAccount'))('%s never fails on our side', async (name) => {
    const random = seededRandom(name.length * 7919 + name.charCodeAt(0));
    const one = <T,>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const base = TABLE[name]?.inputs(a, a) ?? [{}];
    const fields = [...new Set([...base.flatMap((input) => Object.keys(input)), ...shapeOf(name), 'unknown'])];
    for (let round = 0; round < ROUNDS; round += 1) {
      const input = { ...one(base), [one(fields)]: one(ODD), ...(random() < 0.4 ? { [one(fields)]: one(ODD) } : {}) };
      const answer = await live.call(a.all, name, input);
      expect(answer.status, `${JSON.stringify(input).slice(0, 300)} → ${answer.text.slice(0, 200)}`).toBeLessThan(500);
      expect(answer.text).not.toMatch(/ at .*\.ts:\d+/);
    }
  });
});

function shapeOf(name: string): string[] {
  const { shape } = (OPERATIONS.get(name)?.input ?? {}) as { shape?: Record<string, unknown> };
  return Object.keys(shape ?? {});
}

describe('FHIR with nonsense in it', () => {
  const never = async (asked: Promise<Answer>, what: string): Promise<void> => {
    const answer = await asked;
    expect(answer.status, `${what.slice(0, 200)} → ${answer.text.slice(0, 300)}`).toBeLessThan(500);
  };

  it('searches never fail on our side', async () => {
    const names = ['_id', '_lastUpdated', '_count', '_sort', '_cursor', '_include', '_revinclude', '_elements', '_summary', '_total', 'birthdate', 'name', 'name:exact', 'name:contains', 'identifier', 'subject', 'code', 'code:not', 'code:missing', 'date',
      'value-quantity', 'subject:Patient.name', '_has:Observation:subject:code', '_has:', 'code-value-quantity', 'component-code', 'subject.name.x', 'url:below', '_tag', '_profile'];
    const values = ['', NUL, '%00', LONE_SURROGATE, '2026-02-31', 'ge', 'gt99999999999999999', '1e999', '5.4|http://x|mg', '|', '||||', '\\', ',,,', 'x'.repeat(5000), '-1', '9'.repeat(40), '$$$', '2026-01-01T00:00:00+99:00', 'Patient/' + 'x'.repeat(300), '[]', '\\,\\|'];
    for (const type of ['Observation', 'Patient', 'ValueSet']) {
      for (const name of names) for (const value of values) {
        const path = `/${type}?${encodeURIComponent(name)}=${value === '%00' ? value : encodeURIComponent(value === LONE_SURROGATE ? '\ufffd' : value)}`;
        await never(live.fhir(client, 'GET', path), path);
      }
    }
  }, 120_000);

  it('bodies never fail on our side', async () => {
    const patient = (change: Input): string => JSON.stringify({ resourceType: 'Patient', ...change });
    const bodies = [
      '', 'null', '1', '"x"', '[]', '{}', '{"resourceType":null}', '{"resourceType":"Patient","__proto__":{"x":1}}', '{"resourceType":"Patient","id":1}', patient({ name: NUL }), patient({ name: [{ text: NUL }] }), patient({ name: [{ text: LONE_SURROGATE }] }),
      patient({ birthDate: '2026-02-31' }), patient({ birthDate: full('2026-02-03') }), patient({ multipleBirthInteger: 1e40 }), patient({ name: [{ text: '\u00011.50' }], extension: [{ url: 'http://x', valueDecimal: 1 }] }), patient({ text: { status: 'generated', div: '<div>' + '<b>'.repeat(5000) } }),
      patient({ contact: [[[]]] }), patient({ name: 'x'.repeat(200_000) }), `{"resourceType":"Patient","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${'1'.repeat(400)}}}`,
      `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1e99999}}`, JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: 'x' }), JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [null, { request: { method: 'PUT', url: '' } }] }),
      JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: 'Patient?name=%00' } }, { request: { method: 'GET', url: 'Patient?_cursor=x' } }, { request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', name: [{ text: NUL }] } }] }),
    ];
    for (const body of bodies) {
      await never(live.fhir(client, 'POST', '/Patient', { body }), `create ${body}`);
      await never(live.fhir(client, 'PUT', '/Patient/odd', { body }), `update ${body}`);
      await never(live.fhir(client, 'POST', '/', { body }), `bundle ${body}`);
      await never(live.fhir(client, 'POST', '/Patient/$validate', { body }), `validate ${body}`);
    }
    expect((await live.fhir(client, 'POST', '/Patient', { body: patient({ name: [{ text: NUL }] }) })).status).toBe(400);
  });

  it('paths and headers never fail on our side', async () => {
    for (const path of ['/Patient/%00', '/Patient/x/_history/99999999999', '/Patient/x/_history/x', '/Patient/' + 'x'.repeat(400), '/_history?_since=x', '/_history?_at=2026-02-31', '/_history?_cursor=W10', '/_history?_cursor=%00', '/_history?_count=-5', '/_history?_count=1.5', '/_history?_count=1e9', '/%2e%2e', '/Patient/..', '/Nothing/1', '/metadata/x', '/Patient/_history?_cursor=bnVsbA']) {
      await never(live.fhir(client, 'GET', path), path);
    }
    for (const headers of [{ 'if-match': NUL + 'x' }, { 'if-match': 'W/"99999999999"' }, { 'if-none-exist': 'name=' }, { 'if-none-exist': '%00' }, { 'if-none-exist': 'nothing=1' }, { prefer: 'x'.repeat(3000) }]) {
      await never(live.fhir(client, 'PUT', '/Patient/h1', { body: { resourceType: 'Patient', id: 'h1' }, headers: headers as unknown as Record<string, string> }), JSON.stringify(headers));
      await never(live.fhir(client, 'POST', '/Patient', { body: { resourceType: 'Patient' }, headers: headers as unknown as Record<string, string> }), JSON.stringify(headers));
    }
  });

  it('patches and XML never fail on our side, and no path runs a pattern of the caller', async () => {
    const path = (text: string): string => JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'operation', part: [{ name: 'type', valueCode: 'delete' }, { name: 'path', valueString: text }] }] });
    expect((await live.fhir(client, 'PUT', '/Patient/patched', { body: { resourceType: 'Patient', id: 'patched', name: [{ text: `${'a'.repeat(60)}!` }] } })).status).toBe(201);
    const patch = (payload: string, type = 'application/fhir+json') => live.server.inject({ method: 'PATCH', url: '/fhir/Patient/patched', headers: { ...client, 'content-type': type }, payload });
    const begun = Date.now();
    for (const text of ["Patient.name.where(text.matches('^(a+)+$'))", "Patient.name.where(text.`matches`('^(a+)+$'))", "Patient.name.where(text.matches/**/('^(a+)+$'))", "Patient.trace('x')", 'Patient.repeat(name)', 'resolve()', '%resource', '((((', '`']) {
      expect((await patch(path(text))).statusCode, text).toBeGreaterThanOrEqual(400);
      expect((await patch(path(text))).statusCode, text).toBeLessThan(500);
    }
    for (const operations of ['[]', '[null]', '[{"op":"add","path":"/__proto__/x","value":1}]', '[{"op":"copy","from":"","path":"/a"}]', '[{"op":"replace","path":"","value":null}]', '[{"op":"test","path":"/name/99999999999","value":1}]', '{}', '"x"']) {
      expect((await patch(operations, 'application/json-patch+json')).statusCode, operations).toBeLessThan(500);
    }
    const spaces = Array.from({ length: 20_000 }, (_, at) => ` xmlns:n${at}="x"`).join('');
    for (const xml of ['', '<', '<Patient', '<!DOCTYPE x [<!ENTITY a "aaaa">]><Patient xmlns="http://hl7.org/fhir">&a;</Patient>', `<Patient xmlns="http://hl7.org/fhir"${spaces}>${'<name/>'.repeat(20_000)}</Patient>`, `${'<a>'.repeat(100_000)}`,
      `<Patient xmlns="http://hl7.org/fhir"><name value="${'&#0;'}"/></Patient>`]) {
      const answer = await live.server.inject({ method: 'POST', url: '/fhir/Patient', headers: { ...client, 'content-type': 'application/fhir+xml' }, payload: xml });
      expect(answer.statusCode, xml.slice(0, 80)).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, xml.slice(0, 80)).toBeLessThan(500);
    }
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024, 0x20));
    const answer = await live.server.inject({ method: 'POST', url: '/fhir/Patient', headers: { ...client, 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' }, payload: bomb });
    expect(answer.statusCode).toBe(413);
    expect(Date.now() - begun).toBeLessThan(15_000);
  }, 60_000);

  it('keeps 1.50 as 1.50 and makes no number of a text', async () => {
    const body = '{"resourceType":"Observation","id":"exact","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50,"unit":"mg"},"component":[{"code":{"text":"0.010"},"valueQuantity":{"value":0.010}}]}';
    expect((await live.fhir(client, 'PUT', '/Observation/exact', { body })).status).toBe(201);
    const read = await live.fhir(client, 'GET', '/Observation/exact');
    expect(read.text).toContain('"value":1.50');
    expect(read.text).toContain('"value":0.010');
    expect(read.text).toContain('"text":"0.010"');
    const tricky = '{"resourceType":"Observation","id":"tricky","status":"final","code":{"text":"\\u00011.50"},"valueQuantity":{"value":1.50}}';
    const stored = await live.fhir(client, 'PUT', '/Observation/tricky', { body: tricky });
    if (stored.status < 300) expect((JSON.parse((await live.fhir(client, 'GET', '/Observation/tricky')).text) as { code: { text: unknown } }).code.text).toBeTypeOf('string');
  });

  it('reads a million digits and a long text without standing still', async () => {
    const digits = `{"resourceType":"Patient","name":[{"text":"${'1'.repeat(1_000_000)}x"}],"multipleBirthInteger":1,"x":1.10}`;
    const begun = Date.now();
    await never(live.fhir(client, 'POST', '/Patient', { body: digits }), 'digits');
    await never(live.fhir(client, 'POST', '/Binary', { body: `{"resourceType":"Binary","contentType":"text/plain","data":"${'QUJD'.repeat(1_000_000)}","x":1.10}` }), 'binary');
    expect(Date.now() - begun).toBeLessThan(8_000);
  });
});

describe('the log', () => {
  it('the fuzz left no internal failure in the log', () => {
    expect(live.logged).toEqual([]);
  });
});
