import type { ConditionContext, ParameterCondition, ParameterQuery } from '../condition-context.ts';
import type { RawParameter } from '../query-string.ts';
import { searchProblem } from '../search-problem.ts';

/**
 * Functional lists (https://hl7.org/fhir/R4/lifecycle.html#lists), computed from what each resource says of itself. What is
 * entered in error or refuted never belongs to them; a problem without a status may still be one.
 */
const LISTS: Readonly<Record<string, Readonly<Record<string, readonly (readonly [name: string, value: string])[]>>>> = {
  '$current-problems': { Condition: [['clinical-status:not', 'inactive,remission,resolved'], ['verification-status:not', 'refuted,entered-in-error']] },
  '$current-allergies': { AllergyIntolerance: [['clinical-status:not', 'inactive,resolved'], ['verification-status:not', 'refuted,entered-in-error']] },
  '$current-drug-allergies': { AllergyIntolerance: [['clinical-status:not', 'inactive,resolved'], ['verification-status:not', 'refuted,entered-in-error'], ['category', 'medication']] },
  '$current-medications': { MedicationRequest: [['status', 'active']], MedicationStatement: [['status', 'active']] },
};

/** `Condition?patient=1&_list=$current-problems`; `condition` asks for the parameters that stand for the list. */
export const functionalList = (query: ParameterQuery, condition: ParameterCondition, context: ConditionContext): string =>
  `(${functionalFilters(query).map((filter) => condition({ ...query, ...filter }, context)!).join(' and ')})`;

/** The parameters that stand for a functional list of a type; throws for a list that is none, or of another type. */
export function functionalFilters(query: { readonly type: string; readonly value: string }): RawParameter[] {
  const list = Object.hasOwn(LISTS, query.value) ? LISTS[query.value]! : undefined;
  if (!list) throw searchProblem('_list', `支持的功能性列表：${Object.keys(LISTS).join('、')}。`, `The functional lists served are ${Object.keys(LISTS).join(', ')}.`);
  const filters = list[query.type];
  if (!filters) throw searchProblem('_list', `${query.value} 只适用于 ${Object.keys(list).join('、')}。`, `${query.value} is a list of ${Object.keys(list).join(' and ')}.`);
  return filters.map(([name, value]) => ({ name, value }));
}
