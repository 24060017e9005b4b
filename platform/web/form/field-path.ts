import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';

export type FieldName = readonly (string | number)[];

/** `medications.2.dose` → `['medications', 2, 'dose']`. */
export const fieldNameOf = (path: string): FieldName =>
  path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

export interface PlacedDetail {
  readonly name: FieldName;
  readonly messages: readonly Text[];
}

/** Finds for each detail the field on screen, or the nearest field above it; the rest stays unplaced. */
export function placeDetails(details: readonly ProblemDetail[], fields: readonly FieldName[]) {
  const byField = new Map<string, { name: FieldName; messages: Text[] }>();
  const unplaced: ProblemDetail[] = [];
  for (const detail of details) {
    const name = nearestField(fieldNameOf(detail.path), fields);
    if (!name) {
      unplaced.push(detail);
      continue;
    }
    const key = name.join('.');
    const entry = byField.get(key) ?? { name, messages: [] };
    entry.messages.push(detail.message);
    byField.set(key, entry);
  }
  return { placed: [...byField.values()] as readonly PlacedDetail[], unplaced: unplaced as readonly ProblemDetail[] };
}

function nearestField(wanted: FieldName, fields: readonly FieldName[]): FieldName | undefined {
  for (let length = wanted.length; length > 0; length -= 1) {
    const key = wanted.slice(0, length).join('.');
    const found = fields.find((field) => field.join('.') === key);
    if (found) return found;
  }
  return undefined;
}
