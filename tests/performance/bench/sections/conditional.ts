import { measure, median, middleOf, type Rate } from '../load.ts';
import type { Line } from '../report.ts';
import { IDENTIFIER_SYSTEM, patient, personId } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';

const RATIO_MIN = 0.3;
/** Where serialisable servers begin to refuse writes to different people. */
const CONCURRENCY = 32;
const VISITS = 2_000;

interface Tried {
  readonly rate: Rate;
  readonly failed: number;
}

interface Writer {
  readonly method: 'POST' | 'PUT';
  readonly path: (id: string) => string;
  readonly headers?: (id: string) => Readonly<Record<string, string>>;
}

const conditionOf = (id: string): string => `identifier=${IDENTIFIER_SYSTEM}|${id}`;
const CREATE: Writer = { method: 'POST', path: () => '/fhir/Patient' };
const CREATE_IF_NONE: Writer = { method: 'POST', path: () => '/fhir/Patient', headers: (id) => ({ 'if-none-exist': conditionOf(id) }) };
const UPDATE_WHERE: Writer = { method: 'PUT', path: (id) => `/fhir/Patient?${conditionOf(id)}` };

/** Different people at once; whatever is no success is counted. */
async function tryWrites({ house, options }: Bench, writer: Writer, idOf: (number: number) => string): Promise<Tried> {
  let failed = 0;
  const rate = await measure({ ...options, concurrency: CONCURRENCY, pid: house.pid }, async (number, worker) => {
    const id = idOf(number);
    const { id: _id, ...body } = patient(number, id);
    const { status } = await house.attempt(worker, { method: writer.method, path: writer.path(id), body: JSON.stringify(body), headers: writer.headers?.(id) ?? {} });
    if (status >= 300) failed += 1;
  });
  return { rate, failed };
}

async function measureConditional(bench: Bench): Promise<Line[]> {
  const rounds: Tried[][] = [[], [], []];
  const run = Date.now().toString(36);
  const writers = [CREATE, CREATE_IF_NONE, UPDATE_WHERE];
  for (let round = 0; round < bench.options.rounds; round += 1) {
    for (const [at, writer] of writers.entries()) {
      // Half of the conditional creates find their match already there; updates go to people who exist.
      const idOf = at === 2 ? (number: number) => personId(number) : (number: number) => `${run}-${round}-${at}-${at === 1 ? number >> 1 : number}`;
      rounds[at]!.push(await tryWrites(bench, writer, idOf));
    }
  }
  const plain = rounds[0]!;
  const lineOf = (what: string, tried: readonly Tried[]): Line[] => {
    const [ours, beside] = [middleOf(tried.map(({ rate }) => rate)), middleOf(plain.map(({ rate }) => rate))];
    const ratio = median(tried.map(({ rate }, round) => rate.perSecond / plain[round]!.rate.perSecond));
    return [
      { what, unit: 'requests/s', ours: ours.perSecond, beside: beside.perSecond, besideIs: `plain create, ${CONCURRENCY} at once`, ratio, rate: ours, besideRate: beside, bar: { of: 'ratio', atLeast: RATIO_MIN }, ...(what === 'conditional update' ? { peer: { perSecond: 70, aim: 10 } } : {}) },
      { what: `${what}: refused or failed`, unit: 'of all', ours: tried.reduce((sum, { failed }) => sum + failed, 0), beside: tried.reduce((sum, { rate }) => sum + rate.rounds, 0), besideIs: 'requests', bar: { of: 'ours', atMost: 0 } },
    ];
  };
  return [...lineOf('conditional create, half of them new', rounds[1]!), ...lineOf('conditional update', rounds[2]!)];
}

async function measureEverything({ house, options }: Bench): Promise<Line[]> {
  const lines: Line[] = [];
  for (const concurrency of [options.concurrency, CONCURRENCY]) {
    let [failed, bytes] = [0, 0];
    const rates: Rate[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      rates.push(await measure({ ...options, concurrency, pid: house.pid }, async (number, worker) => {
        const { status, body } = await house.attempt(worker, { path: `/fhir/Patient/${personId(number * 7)}/$everything` });
        if (status !== 200) failed += 1;
        bytes = body.length;
      }));
    }
    const rate = middleOf(rates);
    lines.push({
      what: `$everything, ${Math.round(bytes / 1000)} kB, ${concurrency} at once`, unit: 'requests/s', ours: rate.perSecond, rate,
      ...(concurrency === options.concurrency ? { peer: { perSecond: 22, aim: 20 } } : {}),
    });
    lines.push({ what: `$everything, ${concurrency} at once: failed`, unit: 'of all', ours: failed, beside: rate.rounds, besideIs: 'requests', bar: { of: 'ours', atMost: 0 } });
  }
  return lines;
}

export const conditional: Section = {
  name: 'conditional',
  run: async (bench) => {
    await seed(bench.house, VISITS);
    return [...(await measureConditional(bench)), ...(await measureEverything(bench))];
  },
};
