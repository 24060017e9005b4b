import type { ConditionContext, ParameterCondition, ParameterQuery } from '../../condition-context.ts';
import { searchProblem } from '../../search-problem.ts';
import { evaluateFilter } from './evaluate-filter.ts';

/** `_filter` over the rows of a query, as SQL; undefined inside a chain when the target has no such parameter. */
export function filterCondition(query: ParameterQuery, condition: ParameterCondition, context: ConditionContext): string | undefined {
  const joined = (parts: readonly string[], word: string): string => (parts.length === 1 ? parts[0]! : `(${parts.map((part) => `(${part})`).join(word)})`);
  const compiled = evaluateFilter<string>(query.type, query.value, {
    every: (parts) => joined(parts, ' and '),
    some: (parts) => joined(parts, ' or '),
    not: (part) => `((${part}) is not true)`,
    parameter: (parameter) => condition({ ...query, ...parameter }, context),
  });
  if (compiled === undefined && query.alias === ASKED_ROWS) throw unknownInFilter(query.type);
  return compiled;
}

/** The rows that a search answers with, not those that a chain passes. */
const ASKED_ROWS = 'r';

export const unknownInFilter = (type: string) => searchProblem('_filter', `${type} 没有条件中的某个参数。`, `${type} lacks a parameter of the filter.`);
