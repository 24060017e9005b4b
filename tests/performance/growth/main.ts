import { readFileSync } from 'node:fs';
import { INPUTS, MACHINE, withBench } from './inputs.ts';
import { planFor, type GrowthPlan } from './plan.ts';
import { simulate, type Simulated } from './simulate.ts';

const RESIDENTS = [1e6, 1e7, 1e8];
const SECONDS = 60;
const SEED = 11;

/**
 * What 1, 10 and 100 million residents need: `node tools/run.mjs tests/performance/growth/main.ts [bench.json]`, a file that
 * `npm run bench -- --json` wrote, else the stated inputs. Prints the tables of decision record 0042.
 */
export async function main({ arguments: [file] }: { readonly arguments: readonly string[] }): Promise<void> {
  const inputs = file === undefined ? INPUTS : withBench(INPUTS, JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof withBench>[1]);
  const plans = RESIDENTS.map((residents) => planFor(residents, inputs));
  const normal = plans.map((plan) => simulate(plan, inputs, { seconds: SECONDS, seed: SEED }));
  const doubled = plans.map((plan) => simulate(plan, inputs, { seconds: SECONDS, seed: SEED, loadFactor: 2 }));
  const failed = plans.map((plan) => (plan.workers < 2 ? undefined : simulate(plan, inputs, { seconds: SECONDS, seed: SEED, failedWorkers: 1 })));
  process.stdout.write(`${source(file)}\n\n${table(arithmetic(plans))}\n\n${table(queueing({ normal, doubled, failed }))}\n`);
}

const source = (file: string | undefined): string =>
  `${file === undefined ? 'Inputs as stated in tests/performance/growth/inputs.ts' : `Rates of ${file}`}; machines of ${MACHINE.cores} cores and ${MACHINE.bytes / 1e12} TB, used to ${MACHINE.diskShareMax * 100} % of the disk and ${MACHINE.coreShareMax * 100} % of the cores.`;

type Row = readonly [string, ...string[]];

const HEAD: Row = ['residents', '1 million', '10 million', '100 million'];

function arithmetic(plans: readonly GrowthPlan[]): Row[] {
  const row = (what: string, value: (plan: GrowthPlan) => string): Row => [what, ...plans.map(value)];
  return [
    HEAD,
    row('resources', ({ resources }) => `${number(resources / 1e9)} × 10⁹`),
    row('clinical record', ({ bytes }) => size(bytes)),
    row('writes/s in the peak hour', ({ writes }) => number(writes)),
    row('reads/s', ({ reads }) => number(reads)),
    row('searches/s', ({ searches }) => number(searches)),
    row('workers (decided by)', ({ workers, by }) => `${workers} (${by})`),
    row('machines with a standby each and two coordinators', ({ workers }) => String(workers === 1 ? 2 : workers * 2 + 2)),
    row('shards of a table', ({ shards }) => String(shards)),
    row('bytes a shard', ({ bytesPerShard }) => size(bytesPerShard)),
    row('on the coordinator alone', ({ coordinatorBytes }) => size(coordinatorBytes)),
    row('copied to every machine', ({ copiedBytes }) => size(copiedBytes)),
    row('trail of a year', ({ auditBytes }) => size(auditBytes)),
    row('hours to add one worker', ({ hoursToAddOne }) => number(hoursToAddOne)),
    row('hours to add half as many', ({ hoursToGrowByHalf }) => number(hoursToGrowByHalf)),
  ];
}

function queueing({ normal, doubled, failed }: Readonly<Record<'normal' | 'doubled', readonly Simulated[]>> & { readonly failed: readonly (Simulated | undefined)[] }): Row[] {
  const row = (what: string, all: readonly (Simulated | undefined)[], value: (one: Simulated) => string): Row => [what, ...all.map((one) => (one === undefined ? '–' : value(one)))];
  const times = ({ medianMs, p95Ms }: Simulated['read']): string => `${medianMs.toFixed(1)} / ${p95Ms.toFixed(1)}`;
  const load = ({ meanLoad, worstLoad }: Simulated): string => `${(meanLoad * 100).toFixed(1)} % / ${(worstLoad * 100).toFixed(1)} %`;
  return [
    HEAD,
    row('read, median / p95 ms', normal, ({ read }) => times(read)),
    row('search of one person', normal, ({ search }) => times(search)),
    row('search over everybody', normal, ({ fanOut }) => times(fanOut)),
    row('write', normal, ({ write }) => times(write)),
    row('load of workers, mean / busiest', normal, load),
    row('cores of the coordinator', normal, ({ coordinatorCores }) => coordinatorCores.toFixed(1)),
    row('at twice the rate: read', doubled, ({ read }) => times(read)),
    row('at twice the rate: search over everybody', doubled, ({ fanOut }) => times(fanOut)),
    row('one worker down, its neighbour serves both: read', failed, ({ read }) => times(read)),
    row('one worker down: load, mean / busiest', failed, load),
  ];
}

const number = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));
const size = (bytes: number): string => (bytes >= 1e12 ? `${number(bytes / 1e12)} TB` : `${number(bytes / 1e9)} GB`);

function table([head, ...rows]: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head!), `|---|${'---:|'.repeat(head!.length - 1)}`, ...rows.map(line)].join('\n');
}
