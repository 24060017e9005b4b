import { cpus, totalmem } from 'node:os';
import type { Pair, Rate } from './load.ts';

/** One line of the table: ours, beside another way to do the same or a limit. */
export interface Line {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly beside?: number;
  /** What stands beside. */
  readonly besideIs?: string;
  /** ours/beside unless a section says otherwise. */
  readonly ratio?: number;
  /** `>= 0.5`: what the ratio, or `ours` where there is none, must hold. */
  readonly bar?: Bar;
  readonly rate?: Rate;
  /** Of what stands beside. */
  readonly besideRate?: Rate;
  /** Published figure of the best open TypeScript server on two cores (handbook/peer-fhir-server.md), and how many times that we aim at. */
  readonly peer?: { readonly perSecond: number; readonly aim: number };
}

export interface Bar {
  readonly of: 'ratio' | 'ours';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const isMet = ({ bar, ratio, ours }: Line): boolean | undefined => {
  if (bar === undefined) return undefined;
  const value = bar.of === 'ratio' ? (ratio ?? Number.NaN) : ours;
  return value >= (bar.atLeast ?? -Infinity) && value <= (bar.atMost ?? Infinity);
};

/** `times`: how many of the unit one round is. */
export function pairLine(what: string, unit: string, { pair, besideIs, atLeast, times = 1, peer }: { pair: Pair; besideIs: string; atLeast?: number; times?: number; peer?: Line['peer'] }): Line {
  const bar = atLeast === undefined ? {} : { bar: { of: 'ratio', atLeast } as const };
  return { what, unit, ours: pair.ours.perSecond * times, beside: pair.plain.perSecond * times, besideIs, ratio: pair.ratio, rate: pair.ours, besideRate: pair.plain, ...bar, ...(peer === undefined ? {} : { peer }) };
}

const number = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const cpuText = (rate: Rate | undefined): string => (rate?.cpu === undefined ? '' : [rate.cpu.server, rate.cpu.database, rate.cpu.client].map((us) => us.toFixed(0)).join('+'));

const barText = (line: Line): string => {
  const { bar } = line;
  if (bar === undefined) return '';
  const limit = bar.atLeast === undefined ? `≤ ${number(bar.atMost)}` : `≥ ${number(bar.atLeast)}`;
  return `${limit} ${isMet(line) ? 'met' : 'MISSED'}`;
};

/** Our absolute figure beside a figure from another machine: an aim, no measurement side by side. */
export function peerTable(lines: readonly Line[]): string {
  const rows = lines.filter(({ peer }) => peer !== undefined).map(({ what, ours, peer }) => {
    const times = ours / peer!.perSecond;
    return `${what}: ${number(ours)}/s is ${times.toFixed(1)} × the peer's published ${number(peer!.perSecond)}/s; aim ${peer!.aim} × ${times >= peer!.aim ? 'reached' : 'not reached'}`;
  });
  return rows.length === 0 ? '' : `\nBeside the peer's published figures (two cores, another machine and day: an aim, no comparison)\n${rows.join('\n')}\n`;
}

export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model.trim() ?? '?'}), ${Math.round(totalmem() / 1024 ** 3)} GB, Node.js ${process.version}, ${new Date().toISOString().slice(0, 16)}Z`;

export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['', 'ours', 'beside', 'ratio', 'bar', 'median ms', 'p95 ms', 'µs s+d+c', 'beside', 'beside is'],
    ...lines.map((line) => [
      `${line.what} (${line.unit})`, number(line.ours), number(line.beside), number(line.ratio), barText(line),
      number(line.rate?.medianMs), number(line.rate?.p95Ms), cpuText(line.rate), cpuText(line.besideRate), line.besideIs ?? '',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isText = (column: number): boolean => column === 0 || column === 4 || column === 9;
  return rows.map((row) => row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd()).join('\n');
}
