import { expect, it } from 'vitest';
import { SCHEME_TEXT } from '../fixture/schemes.ts';
import { KNOWN } from './known.ts';
import { readScheme } from './read-scheme.ts';
import { groupOf } from './tree.ts';

const codesOf = (text: string): string[] => readScheme(text, KNOWN).findings.map(({ code, line }) => `${code}@${line}`);
const changed = (from: string, to: string): string[] => {
  expect(SCHEME_TEXT).toContain(from);
  return codesOf(SCHEME_TEXT.replace(from, to));
};

it('reads a good scheme, and the version as it is written', () => {
  expect(codesOf(SCHEME_TEXT)).toEqual([]);
  expect(readScheme(SCHEME_TEXT.replace('2026.1\n', '2026.10\n'), KNOWN).scheme?.version).toBe('2026.10');
});

const FAULTS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['weights that do not sum, in each group, and a section that weighs other than its parts', 'weight: 15', 'weight: 14', ['weights@6', 'weights@7', 'section-weight@13', 'section-weight@13']],
  ['an indicator that nobody knows', 'indicator: A01', 'indicator: Z99', ['unknown-indicator@10']],
  ['bands that overlap', '{ from: 80, points: 25 }', '{ from: 70, points: 25 }', ['band-overlap@19']],
  ['bands that leave a gap', '{ from: 80, points: 25 }', '{ from: 85, points: 25 }', ['band-gap@19']],
  ['bands without an upper end', '{ from: 80, points: 25 }', '{ from: 80, to: 100, points: 25 }', ['band-gap@19']],
  ['bands without a lower end', '{ to: 60, points: 0 }, ', '', ['band-gap@19']],
  ['a band with more points than the item weighs', 'points: 25 }]', 'points: 26 }]', ['band-points@19']],
  ['parents in a circle', '{ id: A, title', '{ id: A, parent: A1, title', ['cycle@9', 'section-scored@10', 'cycle@10', 'cycle@11', 'cycle@12']],
  ['a parent that does not exist', 'parent: B\n', 'parent: Q\n', ['unknown-parent@15']],
  ['an id that stands twice', 'id: A2', 'id: A1', ['double-id@11']],
  ['a function against the direction of its indicator', 'floor: 60, full: 90', 'floor: 90, full: 60', ['direction@10']],
  ['a floor that is the full mark', 'floor: 60, full: 90', 'floor: 90, full: 90', ['no-span@10']],
  ['a watched indicator that would be ranked', 'indicator: Y14', 'indicator: Y03', ['watch-ranked@11']],
  ['a watch item with a weight', 'weight: 0, watch', 'weight: 5, watch', ['weights@6', 'weights@7', 'watch-weight@21']],
  ['groups that overlap', 'levels: [township]', 'levels: [township, county]', ['groups-overlap@7']],
  ['a level that does not exist', 'levels: [township]', 'levels: [galaxy]', ['unknown-level@7']],
  ['a cap above the full points', 'cap: 59.99', 'cap: 101', ['cap@23']],
  ['more decimals than points have', 'cap: 59.99', 'cap: 59.999', ['decimals@23']],
  ['a key that nobody reads', 'missing: spread', 'mising: spread', ['shape@11']],
  ['text that is no YAML', 'items:', 'items: [', ['yaml@9']],
];
it.each(FAULTS)('refuses %s, at its line', (_, from, to, expected) => {
  const found = changed(from, to);
  if (expected[0]!.startsWith('yaml')) expect(found[0]).toMatch(/^yaml@/);
  else expect(found).toEqual(expected);
});

it('puts an organisation into one group, or into none', () => {
  const scheme = readScheme(SCHEME_TEXT, KNOWN).scheme!;
  expect(['hospital', 'clinic'].map((kind) => groupOf(scheme, { id: 'x', level: 'county', kind }))).toEqual(['hospital', undefined]);
  expect(groupOf(scheme, { id: 'x', level: 'township', kind: 'township-hospital' })).toBe('township');
});
