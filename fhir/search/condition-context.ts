import type { Subject } from '#platform/access/subject.ts';
import type { Bindings } from './bindings.ts';
import type { Lookups } from './lookups/lookups.ts';
import type { SearchParameterRow } from './parameter-table.ts';

export interface ConditionContext {
  readonly subject: Subject;
  readonly bindings: Bindings;
  readonly now: Date;
  /** Addresses of this server, whose absolute references are stored relative. */
  readonly bases: readonly string[];
  /** Filled with the parameters asked for that are not yet fully indexed. */
  readonly unready?: Set<SearchParameterRow>;
  /** Which types the subject may read at all (SMART scopes), for chains and includes; default every type. */
  readonly mayRead?: ((type: string) => boolean) | undefined;
  /** Answers of terminology, hierarchies and texts; without them (when criteria are only checked) nothing is found. */
  readonly lookups?: Lookups | undefined;
}

/** One parameter over the rows called `alias` of a type. */
export interface ParameterQuery {
  readonly type: string;
  readonly alias: string;
  /** With modifier or chain: `code`, `name:exact`, `subject:Patient.name`, `_has:Observation:patient:code`. */
  readonly name: string;
  readonly value: string;
}

/** SQL that is true for matching rows; undefined when the type has no such parameter. */
export type ParameterCondition = (query: ParameterQuery, context: ConditionContext) => string | undefined;

/** Rows whose key is among those of a narrow table, which lies where its resource lies; the planner drives it from the more selective side. */
export function inNarrow(table: string, { alias }: { alias: string }, condition: string): string {
  const narrow = table.split(' ')[1]!;
  return `(${alias}.person_key, ${alias}.key) in (select ${narrow}.person_key, ${narrow}.key from fhir.${table} where ${condition})`;
}
