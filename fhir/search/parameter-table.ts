import { isResourceType } from '#fhir/types/structure-table.ts';
import { searchParameterLines } from '#fhir/types/search-parameters.gen.ts';

export type ParameterType = 'token' | 'reference' | 'date' | 'string' | 'number' | 'quantity' | 'uri' | 'composite' | 'special';

export interface ComponentRow {
  readonly type: ParameterType;
  readonly expression: string;
  /** Definition id of the part, such as `clinical-code`. */
  readonly definition: string;
}

export interface SearchParameterRow {
  readonly id: string;
  readonly code: string;
  readonly type: ParameterType;
  readonly bases: readonly string[];
  readonly expression: string;
  readonly targets: readonly string[];
  readonly components: readonly ComponentRow[];
}

type Row = [string, string, ParameterType, string, string, string, [ParameterType, string, string][]?];

let byType: Map<string, Map<string, SearchParameterRow>> | undefined;
let everywhere: Map<string, SearchParameterRow> | undefined;

function load(): void {
  byType = new Map();
  everywhere = new Map();
  for (const line of searchParameterLines) {
    const [id, code, type, bases, expression, targets, components] = JSON.parse(line) as Row;
    const row: SearchParameterRow = {
      id,
      code,
      type,
      bases: bases.split('|'),
      expression,
      targets: targets === '' ? [] : targets.split('|'),
      components: (components ?? []).map(([part, path, definition]) => ({ type: part, expression: path, definition })),
    };
    for (const base of row.bases) {
      if (!isResourceType(base)) everywhere.set(code, row);
      else byType.set(base, (byType.get(base) ?? new Map<string, SearchParameterRow>()).set(code, row));
    }
  }
}

/** The parameters of a type by code, with those of Resource (`_tag`, `_profile` …) that are extracted from content. */
export function parametersOf(type: string): ReadonlyMap<string, SearchParameterRow> {
  if (!byType) load();
  const merged = new Map(everywhere);
  merged.delete('_id');
  merged.delete('_lastUpdated');
  for (const [code, row] of byType!.get(type) ?? []) merged.set(code, row);
  return merged;
}
