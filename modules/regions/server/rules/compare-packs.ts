import { isDeepStrictEqual } from 'node:util';
import type { PackChange } from '../../contract/operations.ts';
import type { RegionPack } from '../../contract/pack.ts';

const LISTS = ['bodies', 'consortia', 'unchanged', 'unified', 'committees', 'tiers', 'targets', 'phases', 'tasks', 'rules'] as const;

/** What changed between two versions, entry by entry and field by field; the order of entries is no change. */
export function comparePacks(before: RegionPack, after: RegionPack): PackChange[] {
  const changes: PackChange[] = [];
  const head = ['version', 'name', 'level', 'division', 'policy'].filter((field) => !isDeepStrictEqual(before[field as 'name'], after[field as 'name']));
  if (head.length > 0) changes.push({ kind: 'changed', list: 'region', id: after.id, fields: head });
  for (const list of LISTS) changes.push(...compareList(list, byId(before[list]), byId(after[list])));
  const indicators = (pack: RegionPack): ReadonlyMap<string, Entry> => new Map(pack.indicatorSet.map((each) => [each.indicator, { ...each, id: each.indicator }]));
  changes.push(...compareList('indicatorSet', indicators(before), indicators(after)));
  return changes;
}

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };
const byId = (entries: readonly Entry[]): ReadonlyMap<string, Entry> => new Map(entries.map((entry) => [entry.id, entry]));

function compareList(list: string, before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): PackChange[] {
  const changes: PackChange[] = [];
  for (const [id, entry] of after) {
    const former = before.get(id);
    if (former === undefined) {
      changes.push({ kind: 'added', list, id, fields: [] });
      continue;
    }
    const fields = [...new Set([...Object.keys(former), ...Object.keys(entry)])].filter((field) => !isDeepStrictEqual(former[field], entry[field]));
    if (fields.length > 0) changes.push({ kind: 'changed', list, id, fields });
  }
  for (const id of before.keys()) if (!after.has(id)) changes.push({ kind: 'removed', list, id, fields: [] });
  return changes;
}
