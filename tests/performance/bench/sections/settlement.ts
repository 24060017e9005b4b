import { generateYear } from '#tests/conformance/settlement/generated-year.ts';
import { auditYear } from '#tests/conformance/settlement/naive-auditor.ts';
import { readRegionParameters } from '#modules/payment/server/rules/region-parameters.ts';
import { openRegionYear, type RegionYear } from '#modules/payment/server/rules/region-year.ts';
import type { Line } from '../report.ts';
import type { Section } from '../section.ts';
import { regionYear } from './region-year.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const SEED = 5;

interface Measured {
  readonly seconds: number;
  readonly memoryMegabytes: number;
  readonly settled: RegionYear;
}

/** Scores and settles a generated year; making the cases is measured apart and taken off. */
function measure(size: number): Measured {
  const { parameters, cases } = generateYear(SEED, size);
  const read = readRegionParameters(parameters);
  if (read.status !== 'READY') throw new Error('the generated parameters are refused');
  const year = openRegionYear(read.parameters);
  let seconds = 0;
  let batch: Parameters<typeof year.add>[0][] = [];
  const before = process.memoryUsage().rss;
  let peak = before;
  const flush = (): void => {
    const begin = performance.now();
    for (const each of batch) year.add(each);
    seconds += (performance.now() - begin) / 1000;
    peak = Math.max(peak, process.memoryUsage().rss);
    batch = [];
  };
  for (const each of cases()) {
    batch.push(each);
    if (batch.length === 5_000) flush();
  }
  flush();
  const begin = performance.now();
  const settled = year.settle();
  seconds += (performance.now() - begin) / 1000;
  return { seconds, memoryMegabytes: (peak - before) / 1024 ** 2, settled };
}

function auditAgrees(size: number, settled: RegionYear): boolean {
  const { parameters, cases } = generateYear(SEED, size);
  const audited = auditYear(cases(), parameters);
  return audited.pointValue === settled.pointValue && audited.totalScore === settled.totalScore && settled.institutions.every(({ institution, due }) => audited.due[institution] === due);
}

export const settlement: Section = {
  name: 'settlement',
  needsHouse: false,
  run: async (bench) => {
    const { say } = bench;
    measure(SIZES[0]);
    const lines: Line[] = [];
    const costs: number[] = [];
    for (const size of SIZES) {
      const { seconds, memoryMegabytes, settled } = measure(size);
      costs.push((seconds / size) * 1e6);
      lines.push({ what: `settlement: ${size.toLocaleString('en')} cases scored and settled`, unit: 'cases/s', ours: size / seconds });
      say(`settlement: ${size} cases in ${seconds.toFixed(2)} s, memory +${memoryMegabytes.toFixed(0)} MB`);
      if (size !== SIZES[2]) continue;
      const agrees = auditAgrees(size, settled);
      lines.push({ what: 'settlement: the naive auditor agrees on the largest year (1 = in every due)', unit: '', ours: agrees ? 1 : 0, bar: { of: 'ours', atLeast: 1 } });
    }
    const [small = 0, , large = 0] = costs;
    lines.push({ what: 'settlement: cost of a case', unit: 'µs', ours: large, beside: small, besideIs: 'at 10,000 cases', ratio: large / small, bar: { of: 'ratio', atMost: 1.5 } });
    return [...lines, ...(await regionYear(bench))];
  },
};
