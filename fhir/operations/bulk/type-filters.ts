import { parseQuery, type RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { isControl, parseSearch } from '#fhir/search/search-request.ts';

/** `Condition?code=x,Patient?gender=male` → its queries; a comma before no type belongs to a value. */
export const typeFiltersIn = (value: string): string[] => value.split(/,(?=[A-Z][A-Za-z]+\?)/).map((each) => each.trim()).filter(Boolean);

/** The queries of one type, each as its parameters. Throws `fhir.search-invalid` for a type that is not exported and for what shapes answers instead of finding. */
export function requireTypeFilters(queries: readonly string[], types: readonly string[]): void {
  for (const query of queries) {
    const { type, parameters } = parseQuery(query);
    if (!types.includes(type)) throw searchProblem('_typeFilter', `${type} 不在导出的类型中。`, `${type} is not among the types that are exported.`);
    const control = parameters.find(({ name }) => isControl(name));
    if (control) throw searchProblem('_typeFilter', `${control.name} 不是检索条件。`, `${control.name} is no condition of a search.`);
    if (parseSearch(type, parameters).filters.length === 0) throw searchProblem('_typeFilter', '没有检索条件。', 'There is no condition in it.');
  }
}

export const filtersOf = (queries: readonly string[], type: string): RawParameter[][] =>
  queries.map(parseQuery).filter((query) => query.type === type).map(({ parameters }) => parameters.filter(({ value }) => value !== ''));
