import { parseArgs } from 'node:util';
import { openBenchHouse, type BenchHouse } from './house.ts';
import { isMet, machine, peerTable, tableOf, type Line } from './report.ts';
import type { Options, Section } from './section.ts';
import { casemix } from './sections/casemix.ts';
import { conditional } from './sections/conditional.ts';
import { county } from './sections/county.ts';
import { exchange } from './sections/exchange.ts';
import { gate } from './sections/gate.ts';
import { imaging } from './sections/imaging.ts';
import { ingest } from './sections/ingest.ts';
import { indicators } from './sections/indicators.ts';
import { loading } from './sections/loading.ts';
import { matching } from './sections/matching.ts';
import { reads } from './sections/reads.ts';
import { scale } from './sections/scale.ts';
import { settlement } from './sections/settlement.ts';
import { size } from './sections/size.ts';
import { soak } from './sections/soak.ts';
import { workers } from './sections/workers.ts';

const SECTIONS: readonly Section[] = [ingest, reads, gate, conditional, loading, size, matching, imaging, scale, soak, county, workers, indicators, settlement, casemix, exchange];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function readArguments(): { options: Options; sections: readonly Section[]; attach?: string; folder?: string; port: number; json: boolean } {
  const { values } = parseArgs({
    options: {
      section: { type: 'string', multiple: true },
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '8' },
      observations: { type: 'string', default: '1000000' },
      minutes: { type: 'string', default: '60' },
      residents: { type: 'string', default: '474000' },
      attach: { type: 'string' },
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const wanted = values.section;
  const unknown = wanted?.find((name) => SECTIONS.every((section) => section.name !== name));
  if (unknown !== undefined) throw new Error(`No section ${unknown}; there are ${SECTIONS.map(({ name }) => name).join(', ')}`);
  const [seconds, rounds, concurrency, observations, minutes, residents] = [values.seconds, values.rounds, values.concurrency, values.observations, values.minutes, values.residents].map(Number) as [number, number, number, number, number, number];
  return {
    options: { seconds, rounds, concurrency, observations, minutes, residents, ...(values.folder === undefined ? {} : { folder: values.folder }) },
    sections: SECTIONS.filter((section) => (wanted === undefined ? section.isLong !== true : wanted.includes(section.name))),
    ...(values.attach === undefined ? {} : { attach: values.attach }),
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    port: Number(values.port),
    json: values.json,
  };
}

async function main(): Promise<void> {
  const { options, sections, json, ...houseOptions } = readArguments();
  const needsHouse = sections.some((section) => section.needsHouse !== false);
  if (needsHouse) say(houseOptions.attach === undefined ? 'starting twice with the demonstration …' : `measuring the server that runs on ${houseOptions.attach} …`);
  const house = needsHouse ? await openBenchHouse(houseOptions) : undefined;
  const lines: Line[] = house === undefined ? [] : startsOf(house);
  try {
    for (const section of sections) {
      const begin = performance.now();
      // A section that needs no house never looks at it.
      lines.push(...(await section.run({ house: house as BenchHouse, options, say })));
      say(`${section.name}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
    }
  } finally {
    await house?.close();
  }
  const missed = lines.filter((line) => isMet(line) === false);
  process.stdout.write(json ? `${JSON.stringify({ machine: machine(), options, lines }, null, 2)}\n` : `${machine()}\n\n${tableOf(lines)}\n${peerTable(lines)}`);
  for (const { what } of missed) say(`bar missed: ${what}`);
}

function startsOf({ firstStartSeconds, nextStartSeconds }: BenchHouse): Line[] {
  const line = (what: string, seconds: number | undefined): Line[] => (seconds === undefined ? [] : [{ what, unit: 's', ours: seconds }]);
  return [...line('first start, demonstration loaded', firstStartSeconds), ...line('next start', nextStartSeconds)];
}

await main();
