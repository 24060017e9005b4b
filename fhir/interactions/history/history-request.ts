import { isControl, parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem, valueProblem } from '#fhir/search/search-problem.ts';

const COUNT_DEFAULT = 50;
const COUNT_MAX = 500;

/** What is asked of a history besides its times (https://hl7.org/fhir/R4/http.html#history), and how the answer is shaped, as of a search. */
export interface HistoryRequest {
  readonly count: number;
  /** Only the number of versions. */
  readonly isCount: boolean;
  readonly isOldestFirst: boolean;
  /** Whether the number is said though it costs counting. */
  readonly isCounted: boolean;
  readonly subset: Pick<SearchRequest, 'summary' | 'elements'> | undefined;
  /** Id of the List that names what is told. */
  readonly list: string | undefined;
}

const OWN: ReadonlySet<string> = new Set(['_since', '_at', '_list']);
/** Controls that say nothing of versions. */
const SHAPING = ['_summary', '_elements', '_total'];
const PASSED = ['_count', '_sort', '_cursor', '_format', '_pretty'];
const ONCE: readonly string[] = ['_since', '_at', '_count', '_sort', '_list', '_summary', '_total', '_cursor'];

/** Throws `fhir.search-invalid`; a parameter that a history does not have is refused when handling is strict and passed over otherwise. */
export function parseHistory(parameters: readonly RawParameter[], isStrict: boolean): HistoryRequest {
  for (const name of ONCE) if (parameters.filter((each) => each.name === name).length > 1) throw searchProblem(name, `${name} 只能给出一次。`, `${name} is given once.`);
  const misfit = parameters.find(({ name }) => !OWN.has(name) && !SHAPING.includes(name) && !PASSED.includes(name) && (isStrict || isControl(name)));
  if (misfit) throw searchProblem(misfit.name, `历史记录没有参数 ${misfit.name}。`, `A history has no parameter ${misfit.name}.`);
  const value = (name: string): string | undefined => parameters.find((parameter) => parameter.name === name)?.value;
  const asked = value('_count');
  if (asked !== undefined && !/^\d{1,9}$/.test(asked)) throw valueProblem('_count', 'integer');
  const { summary, elements, total } = parseSearch('Basic', parameters.filter(({ name }) => SHAPING.includes(name)));
  const isWhole = elements.length === 0 && (summary === 'false' || summary === 'count');
  return {
    count: asked === undefined ? COUNT_DEFAULT : Math.min(Number(asked), COUNT_MAX),
    isCount: summary === 'count' || Number(asked ?? 1) === 0,
    isOldestFirst: isOldestFirst(value('_sort')),
    isCounted: total !== 'none',
    subset: isWhole ? undefined : { summary, elements },
    list: listIn(value('_list')),
  };
}

/** By the time of the version, which the standard's order is too. */
function isOldestFirst(sort: string | undefined): boolean {
  if (sort !== undefined && sort !== '_lastUpdated' && sort !== '-_lastUpdated') throw searchProblem('_sort', '历史记录只能按 _lastUpdated 或 -_lastUpdated 排序。', 'A history is sorted by _lastUpdated or -_lastUpdated.');
  return sort === '_lastUpdated';
}

function listIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const id = /^(?:List\/)?([A-Za-z0-9\-.]{1,64})$/.exec(text)?.[1];
  if (id === undefined) throw searchProblem('_list', '_list 应为一个 List 的编号；功能性列表不适用于历史记录。', '_list is the id of one List; functional lists are not for histories.');
  return id;
}

/** What the entries of a List name: of `Patient/1/_history/2` the one version, of `Patient/1` all of them. */
export interface Named {
  readonly type: string;
  readonly id: string;
  readonly version: number | null;
}

export function namedIn(list: { readonly entry?: readonly { readonly deleted?: boolean; readonly item?: { readonly reference?: string } }[] }): Named[] {
  return (list.entry ?? []).flatMap(({ deleted, item }) => {
    const [, type, id, version] = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/(\d{1,9}))?$/.exec(item?.reference ?? '') ?? [];
    return type === undefined || deleted === true ? [] : [{ type, id: id!, version: version === undefined ? null : Number(version) }];
  });
}
