import { isResourceType } from '#fhir/types/structure-table.ts';
import { searchParameterLines } from '#fhir/types/search-parameters.gen.ts';

export type ParameterType = 'token' | 'reference' | 'date' | 'string' | 'number' | 'quantity' | 'uri' | 'composite' | 'special';

export interface ComponentRow {
  readonly type: ParameterType;
  readonly expression: string;
  /** Definition id of the part, such as `clinical-code`. */
  readonly definition: string;
}

/** An element that the interpreting engine found, `type` as `CodeableConcept`. */
export interface FoundElement {
  readonly type: string;
  readonly value: unknown;
}

/** What a definition allows of searches by it; what it does not speak of is allowed. */
export interface SearchLimits {
  readonly multipleOr?: boolean;
  readonly multipleAnd?: boolean;
  readonly modifier?: readonly string[];
  readonly comparator?: readonly string[];
  readonly chain?: readonly string[];
}

/** What sets a parameter apart that was defined at run time by a SearchParameter resource. */
export interface CustomMark {
  /** Id of the SearchParameter resource. */
  readonly parameterId: string;
  readonly url: string;
  /** False until every resource of its types has been indexed. */
  readonly isReady: boolean;
  /** Long work that indexes it. */
  readonly taskId: string | undefined;
  /** What its definition forbids. */
  readonly limits?: SearchLimits | undefined;
  /** For what the path compiler cannot do: the elements of a resource, each as its parts (one, or those of a composite). */
  readonly read: ((resource: object) => readonly (readonly FoundElement[])[][]) | undefined;
}

export interface SearchParameterRow {
  readonly id: string;
  readonly code: string;
  readonly type: ParameterType;
  readonly bases: readonly string[];
  readonly expression: string;
  readonly targets: readonly string[];
  readonly components: readonly ComponentRow[];
  readonly custom?: CustomMark;
}

type Row = [string, string, ParameterType, string, string, string, [ParameterType, string, string][]?];

interface StandardTable {
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, SearchParameterRow>>;
  readonly everywhere: ReadonlyMap<string, SearchParameterRow>;
  readonly byId: ReadonlyMap<string, SearchParameterRow>;
}

let standard: StandardTable | undefined;

function load(): StandardTable {
  const byType = new Map<string, Map<string, SearchParameterRow>>();
  const everywhere = new Map<string, SearchParameterRow>();
  const byId = new Map<string, SearchParameterRow>();
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
    byId.set(id, row);
    for (const base of row.bases) {
      if (!isResourceType(base)) everywhere.set(code, row);
      else byType.set(base, (byType.get(base) ?? new Map<string, SearchParameterRow>()).set(code, row));
    }
  }
  return { byType, everywhere, byId };
}

const table = (): StandardTable => (standard ??= load());

const merged = new Map<string, ReadonlyMap<string, SearchParameterRow>>();
let custom: ReadonlyMap<string, readonly SearchParameterRow[]> = new Map();
const derived: (() => void)[] = [];

/** The parameters of a type by code, with those of Resource (`_tag`, `_profile` …) that are extracted from content. */
export function parametersOf(type: string): ReadonlyMap<string, SearchParameterRow> {
  const known = merged.get(type);
  if (known) return known;
  const rows = new Map(standardParametersOf(type));
  for (const row of custom.get(type) ?? []) rows.set(row.code, row);
  if (isResourceType(type)) merged.set(type, rows);
  return rows;
}

const own = new Map<string, ReadonlyMap<string, SearchParameterRow>>();

/** Those of R4 alone. */
export function standardParametersOf(type: string): ReadonlyMap<string, SearchParameterRow> {
  const known = own.get(type);
  if (known) return known;
  const { everywhere, byType } = table();
  const rows = new Map(everywhere);
  rows.delete('_id');
  rows.delete('_lastUpdated');
  for (const [code, row] of byType.get(type) ?? []) rows.set(code, row);
  if (isResourceType(type)) own.set(type, rows);
  return rows;
}

/** A parameter of R4 by the id of its definition, such as `clinical-code`. */
export const standardParameter = (id: string): SearchParameterRow | undefined => table().byId.get(id);

/** Replaces all parameters that were defined at run time; `bases` of the rows are resource types. */
export function setCustomParameters(rows: readonly SearchParameterRow[]): void {
  const next = new Map<string, SearchParameterRow[]>();
  for (const row of rows) for (const base of row.bases) next.set(base, [...(next.get(base) ?? []), row]);
  custom = next;
  merged.clear();
  for (const forget of derived) forget();
}

/** `forget` drops what was computed from the parameters; called whenever they change. */
export const whenParametersChange = (forget: () => void): void => void derived.push(forget);
