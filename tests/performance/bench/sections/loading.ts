import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { measure, median, middleOf, type Rate } from '../load.ts';
import type { Line } from '../report.ts';
import { CODES, LOINC, personId, visit } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { firstFreeVisit, seed } from '../seed.ts';

const LIFT_MAX = 2;
const VISITS = 2_000;
/** Readers of a desk or two: a machine that is full of readers already tells nothing about the load. */
const READERS = 2;
const POLL_MS = 100;
/** So much more to load than one round takes. */
const VISITS_TO_LOAD = 6_000;
/** NDJSON is sent as it is or packed; the limit counts after unpacking. */
const LINES_PER_IMPORT = 30_000;

interface Import {
  readonly location: string;
}

async function startImport({ house }: Bench, worker: number, firstVisit: number): Promise<Import> {
  const lines = Array.from({ length: VISITS_TO_LOAD }, (_, index) => visit(firstVisit + index)).flat().slice(0, LINES_PER_IMPORT);
  const body = gzipSync(lines.map((each) => JSON.stringify(each)).join('\n'));
  const answer = await house.request(worker, { method: 'POST', path: '/fhir/$import', body, headers: { 'content-type': 'application/fhir+ndjson', 'content-encoding': 'gzip', prefer: 'respond-async' } });
  return { location: /\r\ncontent-location: *(\S+)/i.exec(answer.headers)![1]! };
}

async function importEnd({ house }: Bench, worker: number, { location }: Import): Promise<void> {
  while ((await house.attempt(worker, { path: location.replace(house.url, '') })).status === 202) await sleep(POLL_MS);
}

const readsOf = ({ house, options }: Bench): Promise<Rate> =>
  measure({ ...options, concurrency: READERS, pid: house.pid }, (number, worker) =>
    house.request(worker, {
      path: number % 2 === 0
        ? `/fhir/Observation/bench-o-${(number * 7) % VISITS}-${number % 20}`
        : `/fhir/Observation?subject=Patient/${personId(number * 7)}&code=${LOINC}|${CODES[number % CODES.length]}&_sort=-date&_count=20`,
    }));

export const loading: Section = {
  name: 'loading',
  run: async (bench) => {
    await seed(bench.house, VISITS);
    const [quiet, busy]: [Rate[], Rate[]] = [[], []];
    for (let round = 0; round < bench.options.rounds; round += 1) {
      quiet.push(await readsOf(bench));
      const load = await startImport(bench, READERS, await firstFreeVisit(bench.house));
      await sleep(500);
      busy.push(await readsOf(bench));
      await importEnd(bench, READERS, load);
    }
    const [ours, beside] = [middleOf(busy), middleOf(quiet)];
    const lift = median(busy.map(({ p95Ms }, round) => p95Ms / quiet[round]!.p95Ms));
    const line: Line = {
      what: 'p95 of reads and searches while $import loads', unit: 'ms', ours: ours.p95Ms, beside: beside.p95Ms, besideIs: 'p95 of the same without the load', ratio: lift, rate: ours, besideRate: beside,
      bar: { of: 'ratio', atMost: LIFT_MAX },
    };
    return [line];
  },
};
