import { openBenchHouse, type BenchHouse } from '../house.ts';
import { measure, median, middleOf, type Rate, WARM_UP_SECONDS } from '../load.ts';
import type { Line } from '../report.ts';
import { BUNDLE_RESOURCES, transaction, visit } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { firstFreeVisit, seed, Visits } from '../seed.ts';
import { transactionsBesideCopy } from './beside-copy.ts';

const WORKERS = 2;
const VISITS = 200;

interface Measured {
  readonly house: BenchHouse;
  readonly visits: Visits;
  readonly ingest: Rate[];
  readonly reads: Rate[];
}

async function open({ options }: Bench, workers: number): Promise<Measured> {
  const environment = { YIGONG_DEMO: '0', YIGONG_WORKERS: String(workers) };
  const house = await openBenchHouse({ port: 0, environment, ...(options.folder === undefined ? {} : { folder: options.folder }) });
  await seed(house, VISITS);
  return { house, visits: new Visits(await firstFreeVisit(house)), ingest: [], reads: [] };
}

async function round({ house, visits, ingest, reads }: Measured, { options }: Bench, seconds = options.seconds): Promise<void> {
  const load = { ...options, seconds, pid: house.pid };
  ingest.push(await measure(load, (_number, worker) => house.request(worker, { method: 'POST', path: '/fhir', body: transaction(visit(visits.take())) })));
  reads.push(await measure(load, (number, worker) => house.request(worker, { path: `/fhir/Observation/bench-o-${(number * 7) % VISITS}-${number % 20}` })));
}

const lineOf = (what: string, unit: string, { two, one, times }: { two: Rate[]; one: Rate[]; times: number }): Line => {
  const [rate, besideRate] = [middleOf(two), middleOf(one)];
  const ratio = median(two.map(({ perSecond }, index) => perSecond / one[index]!.perSecond));
  return { what: `${what}, ${WORKERS} processes`, unit, ours: rate.perSecond * times, beside: besideRate.perSecond * times, besideIs: 'the same with one process', ratio, rate, besideRate };
};

/** `npm start -- --workers 2` beside COPY on its own database, and beside one process on another; no demonstration. */
export const workers: Section = {
  name: 'workers',
  needsHouse: false,
  run: async (bench) => {
    const houses: Measured[] = [];
    let besideCopy: Line;
    try {
      for (const count of [1, WORKERS]) houses.push(await open(bench, count));
      for (const each of houses) await round({ ...each, ingest: [], reads: [] }, bench, WARM_UP_SECONDS);
      for (let number = 0; number < bench.options.rounds; number += 1) for (const each of houses) await round(each, bench);
      besideCopy = await transactionsBesideCopy({ ...bench, house: houses.at(-1)!.house }, `transaction of 30 resources, ${WORKERS} processes`);
    } finally {
      for (const { house } of houses) await house.close();
    }
    const [one, two] = houses as [Measured, Measured];
    return [
      besideCopy,
      lineOf('transaction of 30 resources', 'resources/s', { two: two.ingest, one: one.ingest, times: BUNDLE_RESOURCES }),
      lineOf('read by id', 'requests/s', { two: two.reads, one: one.reads, times: 1 }),
    ];
  },
};
