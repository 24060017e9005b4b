import { isMaskedFor } from '#platform/access/number-trials.ts';
import { assert } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';
import { rowScopeOf } from '../repository/access.ts';
import { codeKey } from '../repository/search-columns.ts';
import { Bindings, compact, type BoundStatement } from './bindings.ts';
import { systemAndCode } from './condition-keys.ts';
import type { ConditionContext } from './condition-context.ts';
import { BY_PERSON, parameterCondition, parameterKeyOf, personAsked } from './conditions.ts';
import { requireOnce } from './custom/limits.ts';
import { resourceKey } from './hash.ts';
import { UNIONS } from './extraction/main-parameters.ts';
import { parametersOf, type SearchParameterRow } from './parameter-table.ts';
import { mainCodeParameter, mainDateParameter } from './parameter-target.ts';
import type { RawParameter } from './query-string.ts';
import { searchProblem } from './search-problem.ts';
import { compartmentCondition } from './special/compartment.ts';
import { sortPaths } from './special/json-path.ts';
import { isNumberParameter, isPersonType } from './values/person-numbers.ts';
import { stringWalk } from './pages/string-walk.ts';
import { onlyValue, type SearchRequest, type SortKey } from './search-request.ts';
import { CONTENT, STAMP } from '../repository/content.ts';
import { valuesAt } from './values/content-json.ts';

/** A statement for one page, one for the total, and the parameters that the type does not have. */
export interface SearchStatement {
  readonly page: BoundStatement & PageText;
  /** Of a quick page whose texts may be kept in this process: the same page with a `stamp` of each row, with and without the texts. */
  readonly stamped?: StampedTexts | undefined;
  readonly total: BoundStatement;
  /** The rows that `total` counts, for an estimate. */
  readonly counted: BoundStatement;
  /** Its best plan does not depend on the values. */
  readonly isTimeline: boolean;
  /** The person whose record is searched, where one is named. */
  readonly personId?: string | undefined;
  readonly unknownParameters: readonly string[];
  /** Parameters asked for that are not yet fully indexed. */
  readonly unready: readonly SearchParameterRow[];
  /** The same page from an index, if it can be filled from there. */
  readonly walk?: BoundStatement | undefined;
  /** The sort columns `s0`, `s1` … in the page, before the key. */
  readonly sort: readonly SortColumn[];
}

export interface PageText {
  readonly text: string;
  /** For whoever has judged the ground that the database shows for the person (`SqlCondition.shown`); the values are the same. */
  readonly shown?: string | undefined;
}

export interface StampedTexts {
  readonly whole: PageText;
  readonly lean: PageText;
}

export interface SortColumn {
  readonly expression: string;
  readonly type: string;
  readonly descending: boolean;
}

export type StatementContext = Omit<ConditionContext, 'bindings'>;

const TEXT = `${CONTENT} as content`;
const STAMPED = `${STAMP} as stamp`;

/** Compiles a search into SQL: the access scope is part of every statement. */
export function compileSearch(request: SearchRequest, asked: StatementContext): SearchStatement {
  const bindings = new Bindings(asked.isDistributed);
  const unready = new Set<SearchParameterRow>();
  const context: ConditionContext = { ...asked, bindings, unready };
  const unknownParameters: string[] = [];
  const timeline = timelineOf(request);
  const conditions = [...baseConditions(request, timeline, context)];
  if (request.compartment) conditions.push(compartmentCondition(request.compartment, request.type, bindings));
  requireOnce(parametersOf(request.type), request.filters.map(({ name }) => name));
  for (const filter of request.filters) {
    const condition = parameterCondition({ type: request.type, alias: 'r', ...filter }, context);
    if (condition === undefined) unknownParameters.push(filter.name);
    else conditions.push(timeline?.filters.includes(filter) ? `(${condition}) is true` : condition);
  }
  unknownParameters.push(...unknownIncludes(request));
  const personId = personOf(request);
  const rows = { firstParameter: bindings.values.length + 1, alias: 'r', asked: personId };
  const scope = rowScopeOf(asked.subject, request.type, rows);
  bindings.append(scope.values);
  const from = timeline ? 'fhir.person_code p join fhir.resource r on r.person_key = p.person_key and r.key = p.key' : 'fhir.resource r';
  const found = [...conditions];
  // Most pages ask for no total.
  const counted = (): string => `${from} where ${[...found, rowScopeOf(asked.subject, request.type, { ...rows, isCount: true }).text].join(' and ')}`;
  const hasChain = conditions.some((condition) => CHAINS.some((chain) => condition.includes(chain)));
  const isLookUp = timeline === undefined && isLookUpOf(request);
  if ((hasChain || isLookUp) && !timeline) conditions[0] = conditions[0]!.replace('r.resource_type', "(r.resource_type || '')");
  conditions.push(scope.text);
  const walk = timeline || hasChain || isLookUp || bindings.isDistributed ? undefined : stringWalk(request, conditions, bindings);
  const sort = timeline ? [{ expression: 'p.at', type: 'timestamptz', descending: request.sort[0]?.descending ?? false }] : sortColumns(request, context).map((column) => (hasChain || isLookUp ? sortedAfterwards(column) : column));
  const key = timeline ? 'p.key' : 'r.key';
  const after = request.cursor === undefined ? [] : [afterCursor({ sort, key }, request.cursor, bindings)];
  const selected = sort.map((column, index) => `, (${column.expression})::text as s${index}`).join('');
  const direction = sort[0]?.descending ? 'desc' : 'asc';
  const order = [...sort.map((column) => `${column.expression} ${column.descending ? 'desc' : 'asc'}`), `${key} ${direction}`];
  const textOf = (content: string, holding: readonly string[]): BoundStatement =>
    compact(
      `select r.resource_type as type, r.resource_id as id, ${content}, r.key::text as key${selected} from ${from}` +
        ` where ${[...holding, ...after].join(' and ')} order by ${order.join(', ')} limit ${request.count + 1}`,
      bindings.values,
    );
  const pageOf = (content: string): BoundStatement & PageText => {
    const page = textOf(content, conditions);
    if (scope.shown === undefined) return page;
    const shown = textOf(content, conditions.map((condition) => (condition === scope.text ? scope.shown! : condition)));
    assert(shown.values.every((value, index) => value === page.values[index]), 'both forms of a scope bind the same values in the same order');
    return { ...page, shown: shown.text };
  };
  const isTimeline = timeline !== undefined || isLookUp || isRecordOf(request);
  const mayBeKept = isTimeline && !bindings.isDistributed && !isPersonType(request.type);
  return {
    page: pageOf(TEXT),
    stamped: mayBeKept ? { whole: pageOf(`${TEXT}, ${STAMPED}`), lean: pageOf(`null::text as content, ${STAMPED}`) } : undefined,
    get total() { return compact(`select count(*) as total from ${counted()}`, bindings.values); },
    get counted() { return compact(`select 1 from ${counted()}`, bindings.values); },
    unknownParameters,
    personId,
    isTimeline,
    unready: [...unready, ...unreadyElsewhere(request)],
    walk,
    sort,
  };
}

/** Includes by what is no reference parameter of the type. */
const unknownIncludes = ({ includes }: SearchRequest): string[] =>
  includes.flatMap(({ reverse, source, parameter }) => {
    if (parameter === '*' || parametersOf(source).get(parameter)?.type === 'reference') return [];
    return [`${reverse ? '_revinclude' : '_include'}=${source}:${parameter}`];
  });

/** Sort keys and includes by a parameter that is being indexed would leave out what it has not come to. */
function unreadyElsewhere({ type, sort, includes }: SearchRequest): SearchParameterRow[] {
  const named = [...sort.map(({ code }) => [type, code] as const), ...includes.map(({ source, parameter }) => [source, parameter] as const)];
  return named.flatMap(([of, code]) => {
    const parameter = parametersOf(of).get(code);
    return parameter?.custom?.isReady === false ? [parameter] : [];
  });
}

/** How a chain reads in SQL (`conditions.ts`). */
const CHAINS: readonly string[] = ['.keys && array(select', BY_PERSON];

/**
 * How many rows a chain leaves is unknown when the statement is planned. Guessing that they are many, PostgreSQL would
 * walk the whole type in the order asked; without an index for that order, or for the type, it begins with the chain.
 */
const sortedAfterwards = (column: SortColumn): SortColumn =>
  column.type === 'timestamptz' ? { ...column, expression: `(${column.expression} + interval '0')` } : column;

/** The one person that a filter or the compartment names. */
function personOf({ type, filters, compartment }: SearchRequest): string | undefined {
  if (compartment?.type === 'Patient') return compartment.id;
  for (const filter of filters) {
    const parameter = parametersOf(type).get(filter.name);
    const value = parameter && onlyValue(filter);
    const person = value === undefined ? undefined : personAsked(type, parameter!, value);
    if (person !== undefined) return person;
  }
  return undefined;
}

interface Timeline {
  readonly personKey: string;
  readonly codeKey: string;
  readonly filters: readonly RawParameter[];
}

/** Person and one main code, newest or oldest first: answered from `fhir.person_code` at the cost of the page. */
function timelineOf(request: SearchRequest): Timeline | undefined {
  const codeName = mainCodeParameter(request.type);
  const isDateOrder = request.sort.length === 0 || (request.sort.length === 1 && request.sort[0]!.code === mainDateParameter(request.type));
  const codeFilter = request.filters.find((filter) => filter.name === codeName);
  if (!isDateOrder || !codeFilter) return undefined;
  const code = systemAndCode(onlyValue(codeFilter) ?? '')[1];
  if (code === undefined) return undefined;
  for (const filter of request.filters) {
    const parameter = parametersOf(request.type).get(filter.name);
    const value = onlyValue(filter);
    const person = parameter && value !== undefined ? personAsked(request.type, parameter, value) : undefined;
    if (person === undefined) continue;
    return { personKey: resourceKey('Patient', person), codeKey: codeKey(request.type, code), filters: [filter, codeFilter] };
  }
  return undefined;
}

const onlyFilter = ({ filters, includes, compartment }: SearchRequest): RawParameter | undefined =>
  filters.length === 1 && includes.length === 0 && compartment === undefined ? filters[0] : undefined;

/** One whole identifier: a handful of rows at most, so PostgreSQL always begins with the value. */
function isLookUpOf(request: SearchRequest): boolean {
  const filter = onlyFilter(request);
  if (filter?.name !== 'identifier' || request.cursor !== undefined) return false;
  return (systemAndCode(onlyValue(filter) ?? '')[1] ?? '') !== '';
}

/** What is of one person and nothing else: the rows of the person, or the first of them in the order of the main date. */
function isRecordOf(request: SearchRequest): boolean {
  const filter = onlyFilter(request);
  const parameter = filter && !filter.name.startsWith('_') ? parametersOf(request.type).get(filter.name) : undefined;
  const value = filter && onlyValue(filter);
  return parameter !== undefined && value !== undefined && personAsked(request.type, parameter, value) !== undefined;
}

function baseConditions(request: SearchRequest, timeline: Timeline | undefined, { bindings }: ConditionContext): string[] {
  if (!timeline) return [`r.resource_type = ${bindings.bind(request.type, 'text')}`, 'not r.deleted'];
  return [`p.person_key = ${bindings.bind(timeline.personKey, 'bigint')}`, `p.code_key = ${bindings.bind(timeline.codeKey, 'bigint')}`];
}

/** Sorted by, masked numbers would be told by their order, and stand in the cursor. */
const NUMBERS = new Set(['identifier', 'telecom', 'phone', 'email']);

function sortColumns(request: SearchRequest, { bindings, subject }: ConditionContext): SortColumn[] {
  const keys = request.sort.length > 0 ? request.sort : [{ code: '_lastUpdated', descending: false }];
  if (isPersonType(request.type) && isMaskedFor(subject) && keys.some(({ code }) => NUMBERS.has(code))) throw fhirProblem('fhir.masked-search');
  return keys.map((key) => sortColumn(request.type, key, bindings));
}

/** Missing values come last in either direction, except for the main date ascending (they are before all time). */
function sortColumn(type: string, { code, descending }: SortKey, bindings: Bindings): SortColumn {
  if (code === '_lastUpdated') return { expression: 'r.last_updated', type: 'timestamptz', descending };
  if (code === '_id') return { expression: 'r.resource_id', type: 'text', descending };
  const parameter = parametersOf(type).get(code);
  const keys = (UNIONS[`${type}.${code}`] ?? [code]).map((each) => parameterKeyOf(type, each, bindings));
  const from = (column: string, table: string): string =>
    `select ${descending ? 'max' : 'min'}(v.${column}${table === 'string_value' ? ' collate "C"' : ''}) from fhir.${table} v where v.person_key = r.person_key and v.key = r.key and v.parameter in (${keys.join(', ')})`;
  switch (parameter?.type) {
    case 'date':
      if (mainDateParameter(type) === code) return { expression: 'r.at_low', type: 'timestamptz', descending };
      return { expression: `coalesce((${from('low', 'date_value')}), '${descending ? '-' : ''}infinity')`, type: 'timestamptz', descending };
    case 'string':
    case 'uri':
      return { expression: `coalesce((${from('normalised', 'string_value')}), ${descending ? "''" : "U&'\\+10FFFF'"}) collate "C"`, type: 'text', descending };
    case 'number':
    case 'quantity':
      return { expression: `coalesce((${from('low', 'number_value')}), '${descending ? '-' : ''}Infinity'::numeric)`, type: 'numeric', descending };
    case 'token':
    case 'reference': {
      if (isNumberParameter(type, code)) throw searchProblem('_sort', `不能按 ${code} 排序：其值已加密。`, `Sorting by ${code} is not supported: its values are sealed.`);
      const paths = sortPaths(type, parameter).map((path) => bindings.bind(path, 'jsonpath'));
      const earliest = `(select ${descending ? 'max' : 'min'}((found.value #>> '{}') collate "C") from ${valuesAt('r', { paths, name: 'found' })})`;
      if (paths.length > 0) return { expression: `coalesce(${earliest}, ${descending ? "''" : "U&'\\+10FFFF'"}) collate "C"`, type: 'text', descending };
      throw searchProblem('_sort', `不能按 ${code} 排序。`, `Sorting by ${code} is not supported.`);
    }
    default:
      throw searchProblem('_sort', `不能按 ${code} 排序。`, `Sorting by ${code} is not supported.`);
  }
}

interface Order {
  readonly sort: readonly SortColumn[];
  readonly key: string;
}

/** Rows after the cursor in the order of the page. */
function afterCursor({ sort, key }: Order, cursor: readonly string[], bindings: Bindings): string {
  if (cursor.length !== sort.length + 1) throw searchProblem('_cursor', '翻页标记与排序不符。', 'The page link does not fit the sort order.');
  const descending = sort[0]?.descending ?? false;
  const columns = [...sort, { expression: key, type: 'bigint', descending }];
  const values = columns.map((column, index) => bindings.bind(cursor[index]!, column.type));
  if (columns.every((column) => column.descending === descending)) {
    return `(${columns.map((column) => column.expression).join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`;
  }
  const steps = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((each, before) => `${each.expression} = ${values[before]}`);
    return `(${[...equal, `${column.expression} ${column.descending ? '<' : '>'} ${values[index]}`].join(' and ')})`;
  });
  return `(${steps.join(' or ')})`;
}
