import { isMaskedFor } from '#platform/access/number-trials.ts';
import { scopeKindOf } from '../../repository/access.ts';
import { isNarrowed } from '../../repository/scope-limits.ts';
import { codeKey } from '../../repository/search-columns.ts';
import { keysOf, systemAndCode } from '../condition-keys.ts';
import { personAsked } from '../conditions.ts';
import { resourceKey } from '../hash.ts';
import { parametersOf, whenParametersChange, type SearchParameterRow } from '../parameter-table.ts';
import { mainCodeParameter } from '../parameter-target.ts';
import type { SearchRequest } from '../search-request.ts';
import { compileSearch, type SearchStatement, type StatementContext } from '../search-statement.ts';

/** Shapes of searches kept: types × parameters × orders × page sizes × scopes that are really asked for. */
const TEMPLATES_MAX = 500;
const FILTERS_MAX = 4;

/** A page compiled before: its text, and for each bound value its place among the ingredients of a request. */
interface Template {
  readonly statement: SearchStatement;
  readonly places: readonly number[];
}

const templates = new Map<string, Template>();
whenParametersChange(() => templates.clear());

interface Shaped {
  /** Everything that the text depends on. */
  readonly name: string;
  /** What the bound values are made of. */
  readonly ingredients: readonly unknown[];
  readonly personId: string | undefined;
}

/**
 * As `compileSearch`, but the text is taken from an earlier request of the same shape: the same tokens and references asked for, other
 * values. A request whose text depends on more, or whose values come from elsewhere, is compiled.
 */
export function compilePage(request: SearchRequest, asked: StatementContext): SearchStatement {
  const shaped = shapeOf(request, asked);
  if (shaped === undefined) return compileSearch(request, asked);
  const known = templates.get(shaped.name);
  if (known !== undefined) return filled(known, shaped, { request, asked });
  const statement = compileSearch(request, asked);
  const places = statement.page.values.map((value) => placeOf(value, shaped.ingredients));
  if (statement.walk === undefined && statement.unready.length === 0 && places.every((place) => place >= 0)) {
    if (templates.size >= TEMPLATES_MAX) templates.clear();
    templates.set(shaped.name, { statement, places });
  }
  return statement;
}

/** -1 for a value that is none of the ingredients, or two of them by chance. */
function placeOf(value: unknown, ingredients: readonly unknown[]): number {
  const place = ingredients.indexOf(value);
  return ingredients.indexOf(value, place + 1) >= 0 ? -1 : place;
}

function filled({ statement, places }: Template, { ingredients, personId }: Shaped, { request, asked }: { request: SearchRequest; asked: StatementContext }): SearchStatement {
  const { page, stamped, isTimeline, unknownParameters, unready, sort } = statement;
  return {
    page: { text: page.text, shown: page.shown, values: places.map((place) => ingredients[place]) },
    get total() { return compileSearch(request, asked).total; },
    get counted() { return compileSearch(request, asked).counted; },
    stamped, isTimeline, unknownParameters, unready, sort, personId,
  };
}

function shapeOf({ type, filters, sort, count, cursor, compartment, includes }: SearchRequest, { subject, isDistributed, bases }: StatementContext): Shaped | undefined {
  // Scopes that narrow rows bind values of their own.
  if (isNarrowed(subject)) return undefined;
  if (cursor !== undefined || compartment !== undefined || includes.length > 0 || filters.length === 0 || filters.length > FILTERS_MAX) return undefined;
  const scope = scopeKindOf(subject, type);
  const own = parametersOf(type);
  let name = `${type} ${count} ${scope.kind} ${isDistributed} ${isMaskedFor(subject)} ${sort.map(({ code, descending }) => `${code}${descending ? '-' : ''}`).join()}`;
  const ingredients: unknown[] = [type, ...scope.values];
  let personId: string | undefined;
  for (const { name: filter, value } of filters) {
    const parameter = own.get(filter);
    if (!isPlain(parameter, value)) return undefined;
    const person = personAsked(type, parameter, value);
    // Two people, or one named twice, share bound values only by chance.
    if (person !== undefined && personId !== undefined) return undefined;
    personId ??= person;
    const code = parameter.type === 'token' ? systemAndCode(value)[1] : undefined;
    name += ` ${filter}${person === undefined ? '' : '*'}${code === undefined ? '' : code === '' ? '?' : '!'}`;
    if (person !== undefined) ingredients.push(resourceKey('Patient', person));
    if (code !== undefined && filter === mainCodeParameter(type)) ingredients.push(codeKey(type, code));
    ingredients.push(`{${keysOf({ type, parameter, modifier: undefined, value, bases }).join(',')}}`);
  }
  // Only a scope by grounds is told for whom.
  if (scope.isByGround && personId !== undefined) ingredients.push(personId);
  return { name, ingredients, personId };
}

/** One value of a token or reference of the standard, without modifier or chain. */
const isPlain = (parameter: SearchParameterRow | undefined, value: string): parameter is SearchParameterRow =>
  parameter !== undefined && parameter.custom === undefined && (parameter.type === 'token' || parameter.type === 'reference') && !parameter.code.startsWith('_') && !/[,\\]/.test(value);
