import type { Subject } from '#platform/access/subject.ts';
import type { Bindings } from './bindings.ts';
import type { Lookups } from './lookups/lookups.ts';
import type { SearchParameterRow } from './parameter-table.ts';

export interface ConditionContext {
  readonly subject: Subject;
  readonly bindings: Bindings;
  readonly now: Date;
  /** The database is spread over machines. */
  readonly isDistributed?: boolean | undefined;
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

/** Keys that one condition on the index takes: past that GIN compares every row found with every key asked for. */
const KEYS_AT_ONCE_MAX = 50;

/** Rows that hold one of the keys; many keys are looked up one after the other (10,000 keys: 5 s at once, 0.2 s so). */
export function holdsAny(alias: string, keys: readonly string[], bindings: Bindings): string {
  const array = bindings.bind(`{${keys.join(',')}}`, 'bigint[]');
  if (keys.length <= KEYS_AT_ONCE_MAX || bindings.isDistributed) return `${alias}.keys && ${array}`;
  return `(${alias}.person_key, ${alias}.key) in (select held.person_key, held.key from unnest(${array}) as asked (key) cross join lateral (
    select each.person_key, each.key from fhir.resource each where each.keys && array[asked.key] offset 0) as held)`;
}
