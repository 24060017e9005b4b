import { alternate, measure, warmUp } from '../load.ts';
import { pairLine, type Line } from '../report.ts';
import { oneObservation } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';
import { transactionsBesideCopy } from './beside-copy.ts';

async function measureCreate({ house, options }: Bench): Promise<Line> {
  const load = { ...options, pid: house.pid };
  await house.raw.execute('create table if not exists public.bench_raw (id bigint generated always as identity primary key, content text not null)');
  const send = (number: number, worker: number) => house.request(worker, { method: 'POST', path: '/fhir/Observation', body: oneObservation(number) });
  await warmUp(load, send);
  const pair = await alternate(
    options.rounds,
    () => measure(load, send),
    () => measure(load, (number) => house.raw.execute('insert into public.bench_raw (content) values ($1)', [oneObservation(number)])),
  );
  return pairLine('create', 'requests/s', { pair, besideIs: 'one INSERT of the text into a table without other indexes', peer: { perSecond: 102, aim: 10 } });
}

export const ingest: Section = {
  name: 'ingest',
  run: async (bench) => {
    await seed(bench.house, 0);
    return [await transactionsBesideCopy(bench, 'transaction of 30 resources'), await measureCreate(bench)];
  },
};
