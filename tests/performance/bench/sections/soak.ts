import { setTimeout as sleep } from 'node:timers/promises';
import { residentMegabytes } from '../house.ts';
import { median, rateOf } from '../load.ts';
import type { Line } from '../report.ts';
import { CODES, IDENTIFIER_SYSTEM, LOINC, oneObservation, patient, personId, transaction, visit } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { firstFreeVisit, seed } from '../seed.ts';

const MEGABYTES_MAX = 300;
/** The last quarter may lie so much above the second. */
const GROWTH_MAX = 1.1;
const WORKERS = 4;
/** Requests a second of each worker; the machine stays usable. */
const REQUESTS_PER_SECOND = 10;
const SAMPLE_SECONDS = 30;
const VISITS = 500;

type Request = (bench: Bench, worker: number, number: number) => Promise<unknown>;

const get = (path: (number: number) => string): Request => ({ house }, worker, number) => house.request(worker, { path: `/fhir/${path(number)}` });
const post = (path: string, body: (number: number) => string): Request => ({ house }, worker, number) => house.request(worker, { method: 'POST', path, body: body(number) });

/** What a county's systems do in a minute, in turn: mostly reads and searches, some writes, now and then a whole record. */
const mixOf = (firstVisit: number): readonly Request[] => {
  const read = get((number) => `Observation/bench-o-${number % VISITS}-${number % 20}`);
  const timeline = get((number) => `Observation?subject=Patient/${personId(number % VISITS)}&code=${LOINC}|${CODES[number % CODES.length]}&_sort=-date&_count=20`);
  const lookUp = get((number) => `Patient?identifier=${IDENTIFIER_SYSTEM}|${personId(number)}`);
  const record = get((number) => `Patient/${personId(number % VISITS)}/$everything`);
  const history = get((number) => `Patient/${personId(number)}/_history`);
  const create = post('/fhir/Observation', oneObservation);
  const bundle = post('/fhir', (number) => transaction(visit(firstVisit + number)));
  const update: Request = ({ house }, worker, number) =>
    house.request(worker, { method: 'PUT', path: `/fhir/Patient/${personId(number)}`, body: JSON.stringify({ ...patient(number), active: number % 2 === 0 }) });
  return [read, timeline, read, lookUp, read, timeline, create, read, timeline, update, read, bundle, lookUp, read, record, timeline, history, read, create, timeline];
};

async function soakFor(bench: Bench): Promise<Line[]> {
  const { house, options, say } = bench;
  const mix = mixOf(await firstFreeVisit(house));
  const until = performance.now() + options.minutes * 60_000;
  const took: number[] = [];
  let number = 0;
  const work = async (worker: number): Promise<void> => {
    while (performance.now() < until) {
      const [begin, mine] = [performance.now(), number++];
      await mix[mine % mix.length]!(bench, worker, mine);
      took.push(performance.now() - begin);
      await sleep(Math.max(0, 1000 / REQUESTS_PER_SECOND - (performance.now() - begin)));
    }
  };
  const samples: number[] = [];
  const watch = async (): Promise<void> => {
    while (performance.now() < until) {
      samples.push(residentMegabytes(house.pid) ?? Number.NaN);
      if (samples.length % 4 === 1) say(`  ${((samples.length - 1) * SAMPLE_SECONDS) / 60} min: ${samples.at(-1)!.toFixed(0)} MB, ${number} requests`);
      await sleep(Math.min(SAMPLE_SECONDS * 1000, Math.max(0, until - performance.now())));
    }
  };
  await Promise.all([watch(), ...Array.from({ length: WORKERS }, (_, worker) => work(worker))]);
  const quarter = (from: number): number => median(samples.slice(Math.floor((samples.length * from) / 4), Math.ceil((samples.length * (from + 1)) / 4)));
  const rate = rateOf(took, options.minutes * 60);
  return [
    { what: `memory of the server over ${options.minutes} minutes of mixed load, most`, unit: 'MB', ours: Math.max(...samples), rate, bar: { of: 'ours', atMost: MEGABYTES_MAX } },
    { what: 'the same, last quarter beside the second', unit: 'MB', ours: quarter(3), beside: quarter(1), besideIs: 'median of the second quarter', ratio: quarter(3) / quarter(1), bar: { of: 'ratio', atMost: GROWTH_MAX } },
  ];
}

export const soak: Section = {
  name: 'soak',
  isLong: true,
  run: async (bench) => {
    await seed(bench.house, VISITS);
    return soakFor(bench);
  },
};
