import { cpus } from 'node:os';
import { openBenchHouse, type BenchHouse } from './house.ts';
import { measure, request, type Rate } from './load.ts';
import { measureMatching } from './matching.ts';
import { runPlainServer } from './plain-server.ts';
import { BUNDLE_RESOURCES, observations, oneObservation, patients, personId, transaction } from './resources.ts';

/** One line of the table: ours beside the plainest way to do the same, in the same run. */
interface Line {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly plain?: number;
  readonly plainWay?: string;
  readonly rate?: Rate;
}

const SECONDS = 5;

async function main(): Promise<void> {
  if (process.argv[2] === 'plain-server') return runPlainServer();
  const given = process.argv.indexOf('--seconds');
  const seconds = given > 0 ? Number(process.argv[given + 1]) : SECONDS;
  process.stderr.write('starting twice with the demonstration …\n');
  const house = await openBenchHouse();
  try {
    const lines = [...starts(house), ...(await measureHouse(house, seconds)), matchingLine(seconds)];
    process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify({ cpus: cpus().length, node: process.version, lines }, null, 2)}\n` : tableOf(lines));
  } finally {
    await house.close();
  }
}

const starts = (house: BenchHouse): Line[] => [
  { what: 'first start, demonstration loaded', unit: 's', ours: house.firstStartSeconds },
  { what: 'next start', unit: 's', ours: house.nextStartSeconds },
];

async function measureHouse(house: BenchHouse, seconds: number): Promise<Line[]> {
  const { url, plainUrl, headers, raw } = house;
  const post = (path: string, body: string): Promise<string> => request(`${url}${path}`, { method: 'POST', headers, body });
  await post('/fhir', patients());
  let serial = 0;
  const transactions = await measure(seconds, () => post('/fhir', transaction(observations(serial++))).then(() => undefined));
  const inserts = await measure(seconds, async () => {
    const resources = observations(serial++);
    const values = resources.flatMap((resource) => [resource.id, JSON.stringify(resource)]);
    await raw.execute(`insert into public.bench_raw (id, content) values ${resources.map((_, at) => `($${at * 2 + 1}, $${at * 2 + 2})`).join(', ')}`, values);
  });
  const creates = await measure(seconds, (number) => post('/fhir/Observation', oneObservation(number)).then(() => undefined));
  const oneInsert = await measure(seconds, async () => {
    await raw.execute('insert into public.bench_raw (id, content) values ($1, $2)', [`single-${serial}`, oneObservation(serial++)]);
  });
  return [
    line('transaction of 30 resources', 'resources/s', { rate: transactions, times: BUNDLE_RESOURCES, plain: inserts, plainWay: 'one INSERT of the same 30 texts' }),
    line('create', 'requests/s', { rate: creates, plain: oneInsert, plainWay: 'one INSERT of the same text' }),
    ...(await measureReads({ url, plainUrl, headers, seconds })),
  ];
}

async function measureReads({ url, plainUrl, headers, seconds }: Pick<BenchHouse, 'url' | 'plainUrl' | 'headers'> & { seconds: number }): Promise<Line[]> {
  const readOf = (number: number): string => `${url}/fhir/Observation/bench-${number % 50}-${number % BUNDLE_RESOURCES}`;
  const searchOf = (number: number): string => `${url}/fhir/Observation?subject=Patient/${personId(number)}&code=http://loinc.org|8480-6&_sort=-date&_count=20`;
  const same = async (name: string, address: string): Promise<string> => {
    await request(`${plainUrl}/${name}`, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: await request(address, { headers }) });
    return `${plainUrl}/${name}`;
  };
  const [plainRead, plainSearch] = [await same('read', readOf(0)), await same('search', searchOf(0))];
  const get = (address: (number: number) => string) => measure(seconds, (number) => request(address(number), { headers }).then(() => undefined));
  const plainWay = 'a route that sends the same text from memory';
  return [
    line('read by id', 'requests/s', { rate: await get(readOf), plain: await get(() => plainRead), plainWay }),
    line('search: subject and code, newest 20', 'requests/s', { rate: await get(searchOf), plain: await get(() => plainSearch), plainWay }),
  ];
}

function line(what: string, unit: string, { rate, times = 1, plain, plainWay }: { rate: Rate; times?: number; plain: Rate; plainWay: string }): Line {
  return { what, unit, ours: rate.perSecond * times, plain: plain.perSecond * times, plainWay, rate };
}

function matchingLine(seconds: number): Line {
  const { ours, plain } = measureMatching(seconds);
  return { what: 'matching of people', unit: 'pairs/s', ours, plain, plainWay: 'seven fields compared for equality' };
}

function tableOf(lines: readonly Line[]): string {
  const number = (value: number | undefined): string => (value === undefined ? '' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));
  const rows = [
    ['', 'ours', 'plain', 'plain/ours', 'median ms', 'p95 ms', 'plain way'],
    ...lines.map(({ what, unit, ours, plain, plainWay, rate }) => [
      `${what} (${unit})`, number(ours), number(plain), plain === undefined ? '' : `${(plain / ours).toFixed(1)} ×`, number(rate?.medianMs), number(rate?.p95Ms), plainWay ?? '',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const text = rows.map((row) => row.map((cell, column) => (column === 0 || column === 6 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd());
  return `${cpus().length} cores, Node.js ${process.version}\n\n${text.join('\n')}\n`;
}

await main();
