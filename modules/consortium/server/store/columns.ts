import type { Filter, ScopeBuilder } from '#platform/database/list-query.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';

/** Organisations and their relations are a directory: whoever holds `consortium.read` reads all of it, as in FHIR. */
export const directoryScope: ScopeBuilder = () => ({ text: 'true', values: [] });

/** An instant as RFC 3339 text in UTC. */
export const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Adds `column = any(values)` where values are given. */
export function anyFilter(column: string, values: readonly string[] | undefined): Filter[] {
  return values === undefined || values.length === 0 ? [] : [{ text: `${column} = any(?::text[])`, values: [values] }];
}

export function equalFilter(column: string, value: string | undefined): Filter[] {
  return value === undefined ? [] : [{ text: `${column} = ?`, values: [value] }];
}

/** Words searched for in any of the columns, case ignored; no wildcard has a meaning. */
export function wordFilter(columns: readonly string[], words: string | undefined): Filter[] {
  if (words === undefined || words === '') return [];
  return [{ text: columns.map((column) => `position(lower(?) in lower(coalesce(${column}, ''))) > 0`).join(' or '), values: columns.map(() => words) }];
}

/** `name` or `-name` → an ORDER BY of the columns allowed, ended by a unique one. */
export function orderOf(sort: string | undefined, { allowed, fallback, unique }: { allowed: Readonly<Record<string, string>>; fallback: string; unique: string }): string {
  const column = ownEntry(allowed, (sort ?? '').replace(/^-/, ''));
  const first = column === undefined ? fallback : `${column} ${sort?.startsWith('-') ? 'desc' : 'asc'} nulls last`;
  return `${first}, ${unique}`;
}
