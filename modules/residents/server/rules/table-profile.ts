import { toSimplified } from './name-characters.ts';
import type { LinkProfile } from './link-records.ts';
import { editDistance, jaroWinkler } from './similarity.ts';

/**
 * Linkage of tables from elsewhere (other countries, other columns), for imports of foreign lists and for measuring
 * against public sets. It knows only kinds of columns; weights come from how often a value occurs in the table itself.
 */
export interface TableField {
  readonly name: string;
  /** `code`: a number or address that belongs to one person; `category`: few values. */
  readonly kind: 'name' | 'date' | 'code' | 'text' | 'category';
  /** A column that is exchanged with this one by mistake (given name and surname). */
  readonly swappedWith?: string;
}

export type TableRecord = Readonly<Record<string, string | undefined>>;
export type PreparedRow = ReadonlyMap<string, string>;

interface KindRule {
  /** Probability that two records of one person agree. */
  readonly agree: number;
  /** An agreement never weighs more bits than this, however rare the value. */
  readonly bitsMax: number;
  /** Bits of a disagreement. */
  readonly disagree: number;
  /** Share of the agreement's bits that a near value keeps. */
  readonly near: number;
}

const KINDS: Readonly<Record<TableField['kind'], KindRule>> = {
  name: { agree: 0.9, bitsMax: 9, disagree: -3, near: 0.65 },
  date: { agree: 0.92, bitsMax: 12, disagree: -4, near: 0.5 },
  code: { agree: 0.92, bitsMax: 15, disagree: -3, near: 0.6 },
  text: { agree: 0.85, bitsMax: 7, disagree: -1, near: 0.7 },
  category: { agree: 0.95, bitsMax: 3, disagree: -2, near: 0 },
};

/** Bits above log2 of the table's size: odds of 2 to 1 before the pair's neighbours in its cluster are counted. */
const SAME_MARGIN_BITS = 1;
const REVIEW_MARGIN_BITS = -3;
/** A short list is taken as a sample of this many: neither its chance agreements nor its rare values are known well. */
const ROWS_MIN = 1_024;

export function prepareRow(record: TableRecord, fields: readonly TableField[]): PreparedRow {
  const row = new Map<string, string>();
  for (const { name, kind } of fields) {
    const text = toSimplified((record[name] ?? '').normalize('NFKC').toLowerCase());
    const value = kind === 'text' ? text.replace(/\s+/gu, ' ').trim() : text.replace(/[\s\-.'/]/gu, '');
    if (value !== '') row.set(name, value);
  }
  return row;
}

export function tableProfile(rows: readonly PreparedRow[], fields: readonly TableField[]): LinkProfile<PreparedRow> {
  const counts = countValues(rows, fields);
  const total = Math.max(ROWS_MIN, rows.length);
  const sizeBits = Math.log2(total);
  return {
    blockingKeys: (row) => tableKeys(row, fields),
    match: (a, b) => {
      const score = fields.reduce((sum, field) => sum + fieldBits({ a, b, field, counts, total }), 0);
      if (score >= sizeBits + SAME_MARGIN_BITS) return { decision: 'same', score };
      return { decision: score >= sizeBits + REVIEW_MARGIN_BITS ? 'review' : 'different', score };
    },
    conflict: () => false,
  };
}

type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

function countValues(rows: readonly PreparedRow[], fields: readonly TableField[]): Counts {
  const counts = new Map(fields.map((field) => [field.name, new Map<string, number>()]));
  for (const row of rows) {
    for (const [name, value] of row) {
      const column = counts.get(name)!;
      column.set(value, (column.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

interface FieldPair {
  readonly a: PreparedRow;
  readonly b: PreparedRow;
  readonly field: TableField;
  readonly counts: Counts;
  readonly total: number;
}

function fieldBits({ a, b, field, counts, total }: FieldPair): number {
  const [left, right] = [a.get(field.name), b.get(field.name)];
  if (left === undefined || right === undefined) return 0;
  const rule = KINDS[field.kind];
  const column = counts.get(field.name)!;
  const bitsOf = (value: string): number =>
    Math.min(rule.bitsMax, Math.max(0.5, Math.log2((rule.agree * total) / Math.max(1, column.get(value) ?? 1))));
  const bits = Math.min(bitsOf(left), bitsOf(right));
  if (left === right) return bits;
  if (field.swappedWith !== undefined && left === b.get(field.swappedWith) && right === a.get(field.swappedWith)) return bits * 0.8;
  return isNear(left, right, field.kind) ? bits * rule.near : rule.disagree;
}

function isNear(a: string, b: string, kind: TableField['kind']): boolean {
  if (kind === 'category') return false;
  if (kind === 'date' || kind === 'code') return editDistance(a, b, 2) <= (a.length > 8 ? 2 : 1);
  const shorter = a.length < b.length ? a : b;
  return jaroWinkler(a, b) >= 0.88 || (shorter.length >= 3 && (a.startsWith(b) || b.startsWith(a)));
}

/** Every two columns that agree by their first characters; a code stands alone. */
function tableKeys(row: PreparedRow, fields: readonly TableField[]): string[] {
  const parts = fields.flatMap(({ name, kind }) => {
    const value = row.get(name);
    if (value === undefined || kind === 'category') return [];
    return [{ name, value: kind === 'name' ? value.slice(0, 4) : kind === 'text' ? value.slice(0, 8) : value, alone: kind === 'code' }];
  });
  const keys = parts.filter((part) => part.alone).map((part) => `${part.name}=${part.value}`);
  parts.forEach((one, at) => {
    for (const other of parts.slice(at + 1)) keys.push(`${one.name}=${one.value}&${other.name}=${other.value}`);
  });
  return [...keys, ...swappedKeys(row, fields)];
}

/** One key for both orders of columns that get exchanged. */
function swappedKeys(row: PreparedRow, fields: readonly TableField[]): string[] {
  return fields.flatMap(({ name, swappedWith }) => {
    const [one, other] = [row.get(name), swappedWith === undefined ? undefined : row.get(swappedWith)];
    return one === undefined || other === undefined ? [] : [`swap=${[one, other].sort().join('&')}`];
  });
}
