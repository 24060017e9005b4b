import type { Filter, ScopeBuilder } from '#platform/database/list-query.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';

/** Packs are published rules of a city: whoever holds `payment.read` reads them. */
export const publishedScope: ScopeBuilder = () => ({ text: 'true', values: [] });

/** An instant as RFC 3339 text in UTC. */
export const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const anyFilter = (column: string, values: readonly string[] | undefined): Filter[] =>
  values === undefined || values.length === 0 ? [] : [{ text: `${column} = any(?::text[])`, values: [values] }];

export const equalFilter = (column: string, value: string | undefined): Filter[] => (value === undefined ? [] : [{ text: `${column} = ?`, values: [value] }]);

export const wordFilter = (columns: readonly string[], words: string | undefined): Filter[] =>
  words === undefined || words === '' ? [] : [{ text: columns.map((column) => `position(lower(?) in lower(${column})) > 0`).join(' or '), values: columns.map(() => words) }];

export function orderOf(sort: string | undefined, { allowed, fallback, unique }: { allowed: Readonly<Record<string, string>>; fallback: string; unique: string }): string {
  const column = ownEntry(allowed, (sort ?? '').replace(/^-/, ''));
  const first = column === undefined ? fallback : `${column} ${sort?.startsWith('-') ? 'desc' : 'asc'} nulls last`;
  return `${first}, ${unique}`;
}

export interface StateStep {
  readonly id: string;
  readonly state: string;
  readonly now: Date;
}
