import { alternate, measure, warmUp, type Pair, type Rate } from '../load.ts';
import { openPlainHouse } from '../plain-house.ts';
import { pairLine, type Line } from '../report.ts';
import { CODES, IDENTIFIER_SYSTEM, LOINC, PEOPLE, personId } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';
import { readStatement, runBare, searchStatement, type Statement } from '../statements.ts';

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
  const bare = (): Promise<Rate> => measure({ ...options, pid: house.pid }, (number) => runBare(house.raw, statements[number % statements.length]!));
  const ask = (number: number, worker: number) => house.request(worker, { path: `/fhir/${queries[number % queries.length]}` });
  await warmUp(options, ask);
  const ours = await alternate(options.rounds, () => measure({ ...options, pid: house.pid }, ask), bare);
  const plain = await openPlainHouse(house.connectionString, statements);
  const askPlain = (number: number, worker: number) => plain.request(worker, number % statements.length);
  try {
    await warmUp(options, askPlain);
    return { ours, plainest: await alternate(options.rounds, () => measure({ ...options, pid: plain.pid }, askPlain), bare) };
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
