import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { hasFhirData, listFiles, readJson } from '#tests/conformance/shared-data.ts';
import { OPERATIONS, openLiveServer, NOBODY, type LiveServer } from '#tests/conformance/access/live-server.ts';
import { buildSide, SIDES, type Side } from '#tests/conformance/access/two-sides.ts';
import { randomOf } from '#tests/world/random.ts';
import { oneRequest, type Surroundings } from './requests.ts';

/** `npm run fuzz` sets both; a run of the tests is short and always the same. */
const SECONDS = Number(process.env.YIGONG_FUZZ_SECONDS ?? 12);
const SEED = Number(process.env.YIGONG_FUZZ_SEED ?? 20261122);
/** No answer takes so long but one that hangs; far above what a busy machine needs. */
const ANSWER_MS_MAX = 20_000;
const EXAMPLES_MAX = 120;
const EXAMPLE_BYTES_MAX = 20_000;
const AT_ONCE = 4;
/** What one round may leave behind once the memory was swept: caches fill up, they do not grow without bound. */
const GROWTH_MEGABYTES_MAX = 120;

let live: LiveServer;
let side: Side;
let given: Surroundings;

beforeAll(async () => {
  live = await openLiveServer();
  side = await buildSide(live, SIDES.a);
  const ids = [...Object.values(side.ids), side.root, side.hospital, side.township, side.resident.id];
  const resources = seeds();
  const machine = await live.client(null, ['system/*.cruds', 'api/*']);
  given = {
    // A password that is guessed makes later sign-ins wait; nobody here signs in by one.
    operations: [...OPERATIONS.values()].filter(({ name }) => name !== 'signOut'),
    askers: [side.all, side.all, side.all, machine, machine, machine, machine, NOBODY],
    ids,
    resources,
    parameters: new Map([...new Set(resources.map(({ resourceType }) => resourceType))].map((type) => [type, [...parametersOf(type).keys()]])),
  };
}, 180_000);
afterAll(() => live?.close());

/** HL7's own examples where they are; a handful of our own everywhere. */
function seeds(): Resource[] {
  const own = [
    { resourceType: 'Patient', id: 'f1', name: [{ text: '王小明', family: '王', given: ['小明'] }], gender: 'male', birthDate: '1980-02-03', telecom: [{ system: 'phone', value: '13800000000' }] },
    { resourceType: 'Observation', id: 'f2', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, subject: { reference: 'Patient/f1' }, effectiveDateTime: '2026-11-01T08:00:00+08:00', valueQuantity: { value: 120.0, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' } },
    { resourceType: 'ValueSet', id: 'f3', status: 'active', compose: { include: [{ system: 'http://hl7.org/fhir/administrative-gender' }] } },
    { resourceType: 'Bundle', id: 'f4', type: 'collection', entry: [{ fullUrl: 'urn:uuid:1', resource: { resourceType: 'Basic', code: { text: 'x' } } }] },
  ] as unknown as Resource[];
  if (!hasFhirData) {
    process.stdout.write('fuzz: ../shared/data/fhir is absent, HL7 examples were skipped as seeds\n');
    return own;
  }
  const files = listFiles('hl7-r4-examples').filter((name) => name.endsWith('.json'));
  const random = randomOf(SEED, 'seeds');
  const chosen = Array.from({ length: Math.min(EXAMPLES_MAX, files.length) }, () => readJson<Resource>('hl7-r4-examples', random.pick(files)));
  return [...own, ...chosen.filter((resource) => resource.resourceType !== undefined && JSON.stringify(resource).length < EXAMPLE_BYTES_MAX)];
}

setFlagsFromString('--expose-gc');
const sweep = runInNewContext('gc') as () => void;

const megabytes = (): number => {
  sweep();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

test(`answers whatever it is sent for ${SECONDS} s: no 5xx, no hang, no growth (seed ${SEED})`, { timeout: (SECONDS + 120) * 1000 }, async () => {
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const end = Date.now() + SECONDS * 1000;
  let index = 0;
  let before = 0;

  const one = async (): Promise<void> => {
    index += 1;
    const number = index;
    const request = oneRequest(randomOf(SEED, 'request', number), given);
    const begin = Date.now();
    // A timer that is left running would hold the answer for as long.
    const patience = new AbortController();
    const answer = await Promise.race([live.server.inject(request), sleep(ANSWER_MS_MAX, undefined, { ref: false, signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    const what = `#${number} ${request.method} ${String(request.url).slice(0, 300)}`;
    if (answer === undefined) wrong.push(`${what}: no answer within ${Date.now() - begin} ms`);
    else if (answer.statusCode >= 500 && answer.statusCode !== 501) wrong.push(`${what}: ${answer.statusCode} ${answer.body.slice(0, 300)} <- ${JSON.stringify(request.payload ?? '').slice(0, 600)}`);
    statuses.set(answer?.statusCode ?? 0, (statuses.get(answer?.statusCode ?? 0) ?? 0) + 1);
  };

  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (Date.now() < end && wrong.length < 30) {
      await one();
      if (before === 0 && Date.now() > end - (SECONDS * 1000) / 2) before = megabytes();
    }
  }));
  const after = megabytes();
  process.stdout.write(`fuzz: ${index} requests, ${[...statuses].sort().map(([status, count]) => `${status} ×${count}`).join(', ')}; heap ${before.toFixed(0)} → ${after.toFixed(0)} MB\n`);
  expect(wrong).toEqual([]);
  expect(after - before).toBeLessThan(GROWTH_MEGABYTES_MAX);
  // Everything the mutations did was refused or kept whole: the server still answers and the trail still holds.
  expect((await live.fhir(given.askers[1]!, 'GET', '/metadata')).status).toBe(200);
});
