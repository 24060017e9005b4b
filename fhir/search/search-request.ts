import { ownEntry } from '#platform/kernel/own-entry.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { fhirProblem } from '../problems.ts';
import type { Compartment } from './special/compartment.ts';
import { splitEscaped, type RawParameter } from './query-string.ts';
import { modifierProblem, reverseChainProblem, searchProblem } from './search-problem.ts';

export interface SortKey {
  readonly code: string;
  readonly descending: boolean;
}

export interface IncludeRequest {
  readonly reverse: boolean;
  /** A type, or `*` for every type. */
  readonly source: string;
  /** Parameter code, or `*`. */
  readonly parameter: string;
  readonly target: string | undefined;
  readonly iterate: boolean;
}

export type SummaryMode = 'true' | 'text' | 'data' | 'count' | 'false';

/** A search as asked: conditions apart from what shapes the answer. */
export interface SearchRequest {
  readonly type: string;
  readonly filters: readonly RawParameter[];
  readonly sort: readonly SortKey[];
  readonly count: number;
  readonly cursor: readonly string[] | undefined;
  readonly includes: readonly IncludeRequest[];
  readonly total: 'none' | 'estimate' | 'accurate';
  readonly summary: SummaryMode;
  readonly elements: readonly string[];
  /** Only members of this compartment. */
  readonly compartment?: Compartment;
}

const COUNT_DEFAULT = 20;
const COUNT_MAX = 1000;

type Draft = { -readonly [Key in keyof SearchRequest]: SearchRequest[Key] } & {
  filters: RawParameter[];
  sort: SortKey[];
  includes: IncludeRequest[];
};

/** Throws `fhir.unknown-type` and `fhir.search-invalid`. */
export function parseSearch(type: string, parameters: readonly RawParameter[]): SearchRequest {
  if (!isResourceType(type)) throw fhirProblem('fhir.unknown-type');
  const draft: Draft = {
    type, filters: [], sort: [], count: COUNT_DEFAULT, cursor: undefined, includes: [], total: 'none', summary: 'false', elements: [],
  };
  for (const parameter of parameters) {
    const { name, value } = parameter;
    const colon = name.indexOf(':');
    const control = ownEntry(CONTROLS, colon < 0 ? name : name.slice(0, colon));
    if (control && colon >= 0 && !name.startsWith('_include:') && !name.startsWith('_revinclude:')) throw modifierProblem(name.slice(0, colon), name.slice(colon + 1));
    if (name.includes(':$')) throw modifierProblem(name.slice(0, name.indexOf(':$')), name.slice(name.indexOf(':$') + 1));
    if (control) control(draft, parameter);
    else {
      if (name === '_has' || name.lastIndexOf(':') !== colon) requireSound(name);
      if (value !== '') draft.filters.push(parameter);
    }
  }
  return draft;
}

/** Each step of a chain has one modifier at most: of two, one would be passed over. */
function requireSound(name: string): void {
  if (name === '_has') throw reverseChainProblem(name);
  for (const step of name.split('.')) {
    const last = step.replace(/^(_has:[^:]*:[^:]*:)+/, '');
    const [, , ...more] = last.split(':');
    if (more.length > 0 && !last.startsWith('_has:')) throw modifierProblem(name, more.join(':'));
  }
}

/** Whether the parameter shapes the answer and finds nothing. */
export const isControl = (name: string): boolean => ownEntry(CONTROLS, name.split(':')[0]!) !== undefined;

const CONTROLS: Readonly<Record<string, (draft: Draft, parameter: RawParameter) => void>> = {
  _sort: (draft, { value }) => {
    draft.sort = value.split(',').filter(Boolean).map((key) => ({ code: key.replace(/^-/, ''), descending: key.startsWith('-') }));
  },
  _count: (draft, { value }) => {
    if (!/^\d{1,9}$/.test(value)) throw searchProblem('_count', '_count 必须是非负整数。', '_count is a non-negative integer.');
    draft.count = Math.min(Number(value), COUNT_MAX);
    if (draft.count === 0) draft.summary = 'count';
  },
  _cursor: (draft, { value }) => {
    draft.cursor = parseCursor(value);
  },
  _total: (draft, { value }) => {
    if (!['none', 'estimate', 'accurate'].includes(value)) throw searchProblem('_total', '_total 取值为 none、estimate 或 accurate。', '_total is none, estimate or accurate.');
    draft.total = value as SearchRequest['total'];
  },
  _summary: (draft, { value }) => {
    if (!['true', 'text', 'data', 'count', 'false'].includes(value)) throw searchProblem('_summary', '_summary 取值有误。', '_summary is true, text, data, count or false.');
    draft.summary = value as SummaryMode;
  },
  _elements: (draft, { value }) => {
    draft.elements = value.split(',').filter(Boolean);
  },
  _include: (draft, parameter) => draft.includes.push(parseInclude(parameter)),
  _revinclude: (draft, parameter) => draft.includes.push(parseInclude(parameter)),
  _format: () => undefined,
  _pretty: () => undefined,
  _contained: (_draft, { value }) => {
    if (value !== 'false') throw searchProblem('_contained', '不能检索包含在其他资源内的资源，_contained 只能是 false。', 'Resources inside others cannot be searched: _contained is false here.');
  },
  _containedType: (_draft, { value }) => {
    if (value !== 'container') throw searchProblem('_containedType', '_containedType 只能是 container。', '_containedType is container here.');
  },
  _query: refused,
};

/** To pass over these would answer with far more than was asked for. */
function refused(_draft: Draft, { name }: RawParameter): never {
  throw searchProblem(name, `不支持 ${name}。`, `${name} is not supported.`);
}

function parseInclude({ name, value }: RawParameter): IncludeRequest {
  const [, modifier, ...more] = name.split(':');
  if (more.length > 0 || (modifier !== undefined && modifier !== 'iterate' && modifier !== 'recurse')) throw modifierProblem(name, modifier ?? '');
  const [source = '', parameter = source === '*' ? '*' : '', target, ...rest] = value.split(':');
  const isKnown = isResourceType(source) || (source === '*' && parameter === '*');
  if (!isKnown || parameter === '' || rest.length > 0 || (target !== undefined && !isResourceType(target))) {
    throw searchProblem(name, '格式为 类型:参数[:目标类型]，或 *。', 'Written Type:parameter[:TargetType], or *.');
  }
  return { reverse: name.startsWith('_revinclude'), source, parameter, target, iterate: modifier !== undefined };
}

/** A cursor holds the sort values of the last row of a page and its key. */
export const cursorText = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

function parseCursor(text: string): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values as string[];
  } catch {
    // Falls through to the same answer.
  }
  throw searchProblem('_cursor', '翻页标记无效，请从第一页重新检索。', 'The page link is not valid; search again from the first page.');
}

/** Single values of a filter, for recognising the hot query. */
export const onlyValue = (filter: RawParameter): string | undefined => {
  const values = splitEscaped(filter.value, ',');
  return values.length === 1 ? values[0] : undefined;
};
