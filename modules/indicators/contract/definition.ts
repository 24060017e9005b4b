import type { Text } from '#platform/kernel/problem.ts';

/**
 * `ratio`: sum of numerators / sum of denominators × multiplier; `growth-ratio` and `growth-sum`: growth of that ratio, or of the numerator alone, against the same
 * months a year before over the sites that have both; `text`: evidence, no number.
 */
type Shape = 'ratio' | 'growth-ratio' | 'growth-sum' | 'text';
/** `flow` is added over months; `stock` counts as it stands in the last month of the period. */
type Kind = 'flow' | 'stock';

/** One indicator as data. */
export interface Definition {
  readonly id: string;
  readonly list: 'yiyang' | 'policy' | 'county-14' | 'alliance' | 'tier-3' | 'tier-2';
  readonly group: Text;
  readonly name: Text;
  readonly numerator: Text;
  readonly denominator: Text;
  readonly multiplier: 1 | 100 | 10000;
  readonly unit: string;
  /** +1 higher is better, -1 lower is better, 0 watched only: never ranked. */
  readonly direction: 1 | -1 | 0;
  readonly period: 'month' | 'quarter' | 'year';
  readonly level: 'organisation' | 'consortium' | 'county' | 'city';
  readonly source: 'measure' | 'entry' | 'import';
  readonly shape: Shape;
  readonly numeratorKind: Kind;
  readonly denominatorKind: Kind;
  /** What is left out, in words. */
  readonly filter: Text | null;
  /** Decimals that are shown. */
  readonly places: number;
  readonly version: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

const VERSION = '2024.1';
const VALID_FROM = '2020-01-01';

const textOf = (cell: string | undefined): Text => {
  const [zh = '', en = zh] = (cell ?? '').split('~').map((part) => part.trim());
  return { zh, en };
};

type Extra = Partial<Pick<Definition, 'shape' | 'period' | 'level' | 'numeratorKind' | 'denominatorKind' | 'places' | 'filter' | 'version'>>;

/**
 * Reads a table of definitions, one a line: `id | name | group | numerator | denominator | multiplier | unit | direction | source`; texts are `中文 ~ English`.
 * `extras` add by id what differs from a monthly ratio of flows.
 */
export function readDefinitions(list: Definition['list'], table: string, extras: Readonly<Record<string, Extra>> = {}): Definition[] {
  return table.trim().split('\n').map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 9) throw new Error(`definition needs nine cells: ${line}`);
    const [id = '', name, group, numerator, denominator, multiplier, unit = '', direction, source = ''] = cells;
    return {
      id, list, group: textOf(group), name: textOf(name), numerator: textOf(numerator), denominator: textOf(denominator),
      multiplier: Number(multiplier) as Definition['multiplier'], unit, direction: Number(direction) as Definition['direction'],
      period: source === 'measure' ? 'month' : 'year', level: list === 'tier-3' || list === 'tier-2' ? 'organisation' : 'consortium',
      source: source as Definition['source'], shape: 'ratio', numeratorKind: 'flow', denominatorKind: 'flow', filter: null, places: 2, version: VERSION, validFrom: VALID_FROM, validUntil: null,
      ...extras[id],
    };
  });
}
