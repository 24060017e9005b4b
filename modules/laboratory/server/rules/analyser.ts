import type { ReferenceRange } from './reference.ts';

/** One value as an analyser writes it (OBX). */
export interface AnalyserValue {
  /** Codes and names of the item, the most specific first. */
  readonly names: readonly string[];
  readonly text: string;
  readonly unit: string;
}

type Item = Pick<ReferenceRange, 'code' | 'name' | 'unit'>;

/** The item of our table with the value; `unknown` for another item or no number, `other-unit` where the number would mean something else. */
export function matchItem(items: readonly Item[], { names, text, unit }: AnalyserValue): { code: string; value: number } | 'unknown' | 'other-unit' {
  const item = names.map((name) => name.trim()).filter((name) => name !== '').map((name) => items.find((each) => each.code === name || each.name === name)).find((found) => found !== undefined);
  const value = /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (item === undefined || !Number.isFinite(value)) return 'unknown';
  return unit.trim() === '' || plainUnit(unit) === plainUnit(item.unit) ? { code: item.code, value } : 'other-unit';
}

/** UCUM and the habits of analysers: `10^9/L`, `10*9/L`, `x10E9/L`, `µmol/L`, `umol/l` are each one unit. */
const plainUnit = (unit: string): string =>
  unit.trim().toLowerCase().replace(/[µμ]/g, 'u').replace(/^[x×*]?\s*10\s*(\^|\*\*?|e)\s*(\d+)/, '10*$2').replace(/\s+/g, '').replace(/^\{?ratio\}?$/, '1');
