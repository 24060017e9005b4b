import { withCallers } from '../callers.ts';
import { alternate, type Pair } from '../load.ts';
import { openPlainHouse } from '../plain-house.ts';
import { pairLine, type Line } from '../report.ts';
import { CODES, IDENTIFIER_SYSTEM, LOINC, PEOPLE, personId } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';
import { readStatement, searchStatement, type Statement } from '../statements.ts';

/** Enough visits that every person has some; the page of 20 is full for those asked. */
export const VISITS = 2_000;
const STATEMENTS = 500;
const RATIO_MIN = 0.5;
const BESIDE = 'the same statement through the bare driver';

interface Asked {
  readonly what: string;
  /** Below /fhir, of a number. */
  readonly query: (number: number) => string;
  readonly statement: (query: string) => Promise<Statement>;
  readonly atLeast?: number;
  readonly peer?: Line['peer'];
}

const readAsked = (query: string): Promise<Statement> => readStatement(query.split('/')[0]!, query.split('/')[1]!);

export const READS: readonly Asked[] = [
  { what: 'read by id', query: (number) => `Observation/bench-o-${(number * 7) % VISITS}-${number % 20}`, statement: readAsked, atLeast: RATIO_MIN, peer: { perSecond: 546, aim: 8 } },
  {
    what: 'search: person and code, newest 20',
    query: (number) => `Observation?subject=Patient/${personId(number * 7)}&code=${LOINC}|${CODES[number % CODES.length]}&_sort=-date&_count=20`,
    statement: searchStatement, atLeast: RATIO_MIN, peer: { perSecond: 121, aim: 10 },
  },
  { what: 'search: person, newest 20', query: (number) => `Observation?subject=Patient/${personId(number * 7)}&_sort=-date&_count=20`, statement: searchStatement, atLeast: RATIO_MIN },
  { what: 'look-up by identifier', query: (number) => `Patient?identifier=${IDENTIFIER_SYSTEM}|${personId(number * 7)}`, statement: searchStatement, atLeast: RATIO_MIN, peer: { perSecond: 365, aim: 8 } },
];

interface Against {
  readonly ours: Pair;
  /** The plainest program over HTTP in place of ours. */
  readonly plainest: Pair;
}

async function against({ house, options }: Bench, { query, statement }: Asked): Promise<Against> {
  const queries = Array.from({ length: Math.min(STATEMENTS, PEOPLE) }, (_, number) => query(number));
  const statements = await Promise.all(queries.map(statement));
  const load = { ...options, pid: house.pid };
  const bare = { connectionString: house.connectionString, connections: options.concurrency, statements };
  const plain = await openPlainHouse(house.connectionString, statements);
  const pages = { url: house.url, headers: await house.signIn(), paths: queries.map((each) => `/fhir/${each}`) };
  const plainPages = { url: plain.url, headers: {}, paths: statements.map((_, number) => `/${number}`) };
  try {
    return await withCallers([pages, bare, plainPages], async (ours, driver, plainest) => {
      await ours.warmUp(load);
      const pair = await alternate(options.rounds, () => ours.measure(load), () => driver.measure(load));
      await plainest.warmUp(load);
      return { ours: pair, plainest: await alternate(options.rounds, () => plainest.measure({ ...load, pid: plain.pid }), () => driver.measure(load)) };
    });
  } finally {
    plain.close();
  }
}

export const reads: Section = {
  name: 'reads',
  run: async (bench) => {
    await seed(bench.house, VISITS);
    await bench.house.raw.execute('analyze');
    const lines: Line[] = [];
    for (const asked of READS) {
      const { ours, plainest } = await against(bench, asked);
      lines.push(pairLine(asked.what, 'requests/s', { pair: ours, besideIs: BESIDE, ...(asked.atLeast === undefined ? {} : { atLeast: asked.atLeast }), ...(asked.peer === undefined ? {} : { peer: asked.peer }) }));
      lines.push(pairLine('  the plainest HTTP server, no walls, no trail', 'requests/s', { pair: plainest, besideIs: BESIDE }));
    }
    return lines;
  },
};
