import { countNumbersTried } from '#platform/access/number-trials.ts';
import { judgeOf } from '#platform/access/shown-ground.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { Database, type Sql } from '#platform/database/transaction.ts';
import { parseQuery } from '#fhir/search/query-string.ts';
import { lookUp } from '#fhir/search/lookups/look-up.ts';
import { cursorText, parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { compilePage } from '#fhir/search/pages/page-templates.ts';
import type { SearchStatement } from '#fhir/search/search-statement.ts';
import { isFilled } from '#fhir/search/pages/string-walk.ts';
import { numbersAsked } from '#fhir/search/values/person-numbers.ts';
import { compileSeveral } from '#fhir/search/several-types.ts';
import type { SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Resource, ResourceByType, ResourceType } from '#fhir/types/resources.gen.ts';
import { findTaskProgress } from '#platform/jobs/task-state.ts';
import type { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';
import { loadIncludes, type FoundRow } from './includes.ts';
import { maskedRows } from './access.ts';
import { keyScope } from './reading/batched-read.ts';
import { keptPage } from './reading/kept-page.ts';
import { runPrepared } from './prepared.ts';
import { openPersons } from './sealed/sealed-person.ts';

/** One page of stored texts; nothing is parsed. */
export interface SearchPage {
  readonly matches: readonly FoundRow[];
  readonly included: readonly FoundRow[];
  /** Known when asked for, or when everything fits on the first page. */
  readonly total: number | undefined;
  readonly nextCursor: string | undefined;
  readonly unknownParameters: readonly string[];
  /** Not yet fully indexed, and asked for all the same: matches may be missing. */
  readonly unreadyParameters?: readonly string[];
}

export interface SearchContext {
  readonly subject: Subject;
  readonly now: Date;
  /** Addresses of this server, so that absolute references to it are understood. */
  readonly bases?: readonly string[];
  /** Which types the subject may read at all, for chains and includes; default every type. */
  readonly mayRead?: (type: string) => boolean;
  /** Answers by parameters that are still being indexed too; otherwise they are refused with `fhir.search-indexing`. */
  readonly takesUnready?: boolean;
}

type PageRow = FoundRow & Record<string, string>;

/** Runs a parsed search through the gate. */
export function searchTexts(sql: Sql, request: SearchRequest, context: SearchContext): Promise<SearchPage> {
  return searchSeveral(sql, [request], context);
}

/** One search over several types: the same request for each of them. */
export async function searchSeveral(sql: Sql, requests: readonly SearchRequest[], { subject, now, bases = [], mayRead, takesUnready = false }: SearchContext): Promise<SearchPage> {
  const [request] = requests as [SearchRequest];
  const noteFound = await countNumbersTried(subject, numbersAsked(request));
  const asked = { subject, now, bases, mayRead, isDistributed: sql.isDistributed, lookups: await lookUp(sql, { requests, subject }) };
  const statement = requests.length === 1 ? compilePage(request, asked) : compileSeveral(requests, asked);
  const { unknownParameters } = statement;
  const unreadyParameters = statement.unready.map(({ code }) => code);
  if (unreadyParameters.length > 0 && !takesUnready) throw await indexingProblem(sql, statement.unready);
  if (request.summary === 'count') {
    return { matches: [], included: [], total: await countAs(request, sql, statement), nextCursor: undefined, unknownParameters, unreadyParameters };
  }
  const walked = statement.walk ? await sql.query<PageRow>(statement.walk.text, statement.walk.values) : [];
  const rows = isFilled(walked, request.count) ? walked : await pageOf(sql, statement, { request, subject });
  const matches = rows.slice(0, request.count);
  if (matches.length > 0) noteFound();
  const hasMore = rows.length > request.count;
  const isWhole = !hasMore && request.cursor === undefined;
  const total = isWhole ? matches.length : request.total === 'none' ? undefined : await countAs(request, sql, statement);
  const reachable = request.includes.length === 0 ? [] : await loadIncludes(sql, subject, { page: matches, includes: request.includes });
  const included = mayRead ? reachable.filter((row) => mayRead(row.type)) : reachable;
  return { matches: maskedRows(subject, await openPersons(sql, matches)), included: maskedRows(subject, await openPersons(sql, included)), total, nextCursor: hasMore ? cursorOf(matches, statement) : undefined, unknownParameters, unreadyParameters };
}

/** Pages up to this go together with those of other requests. */
const QUICK_PAGE_MAX = 100;

function pageOf(sql: Sql, { page: { text, values, shown }, stamped, isTimeline, personId }: SearchStatement, { request: { type, count }, subject }: { request: SearchRequest; subject: Subject }): Promise<PageRow[]> {
  const isOpen = judgeOf(subject, personId ?? '');
  if (stamped && count <= QUICK_PAGE_MAX && sql instanceof Database) {
    return keptPage<PageRow & { readonly stamp: string }>(sql, { texts: stamped, values, personId, isOpen, count }, keyScope(subject, type));
  }
  if (isTimeline) return runPrepared<PageRow>(sql, { text, values, personId, isQuick: count <= QUICK_PAGE_MAX, shown: shown === undefined ? undefined : { text: shown, isOpen } });
  return sql.run ? sql.run<PageRow>({ text, values, personId }) : sql.query<PageRow>(text, values);
}

/** Says how far the work has come. */
async function indexingProblem(sql: Sql, parameters: readonly SearchParameterRow[]): Promise<Problem> {
  const details = await Promise.all(parameters.map(async ({ code, custom }) => {
    const { done, total } = (await findTaskProgress(sql, custom?.taskId ?? '')) ?? { done: 0, total: null };
    return { path: code, message: { zh: `已索引 ${done} / ${total ?? '?'} 个资源。`, en: `${done} of ${total ?? '?'} resources are indexed.` } };
  }));
  return fhirProblem('fhir.search-indexing', details);
}

/** Totals up to this are exact even when an estimate is enough. */
const ESTIMATED_ABOVE = 10_000;

/** `_total=estimate` costs no more than counting the first rows: past them the planner's statistics answer. */
async function countAs({ total }: SearchRequest, sql: Sql, statement: SearchStatement): Promise<number> {
  if (total !== 'estimate') return count(sql, statement);
  const { text, values } = statement.counted;
  const first = await sql.query<{ total: number }>(`select count(*)::integer as total from (${text} limit ${ESTIMATED_ABOVE + 1}) as first_rows`, values);
  if (first[0]!.total <= ESTIMATED_ABOVE) return first[0]!.total;
  const plans = await sql.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(`explain (format json) ${text}`, values);
  return Math.max(ESTIMATED_ABOVE + 1, Math.round(plans[0]!['QUERY PLAN'][0].Plan['Plan Rows']));
}

async function count(sql: Sql, { total }: SearchStatement): Promise<number> {
  const rows = await sql.query<{ total: number }>(total.text, total.values);
  return rows[0]?.total ?? 0;
}

function cursorOf(matches: readonly PageRow[], { sort }: SearchStatement): string | undefined {
  const last = matches.at(-1);
  if (!last) return undefined;
  return cursorText([...sort.map((_, index) => last[`s${index}`]!), last.key]);
}

export interface SearchResult {
  readonly resources: Resource[];
  readonly total?: number;
  /** The query of the next page, absent on the last. */
  readonly next?: string;
}

/**
 * For rooms: `Observation?subject=Patient/1&_sort=-date&_count=20`, parsed resources through the subject's gate.
 * Included resources follow the matches. Unknown parameters are refused with `fhir.search-invalid`.
 */
export async function searchResources(sql: Sql, subject: Subject, query: string): Promise<SearchResult> {
  const { type, parameters } = parseQuery(query);
  const page = await searchTexts(sql, parseSearch(type, parameters), { subject, now: new Date() });
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  const resources = [...page.matches, ...page.included].map((row) => parseFhirJson(row.content) as Resource);
  return {
    resources,
    ...(page.total === undefined ? {} : { total: page.total }),
    ...(page.nextCursor === undefined ? {} : { next: withCursor(query, page.nextCursor) }),
  };
}

/** The definition that a canonical address names, `url|version` or `url` for the latest stored; whoever asks, definitions are nobody's. */
export async function findByCanonical<T extends ResourceType>(sql: Sql, type: T, canonical: string): Promise<ResourceByType[T] | undefined> {
  const [url = '', version] = canonical.split('|');
  const ofVersion = version === undefined ? '' : `&version=${encodeURIComponent(version)}`;
  const { resources } = await searchResources(sql, systemSubject, `${type}?url=${encodeURIComponent(url)}${ofVersion}&_sort=-_lastUpdated&_count=1`);
  return resources[0] as ResourceByType[T] | undefined;
}

function withCursor(query: string, cursor: string): string {
  const rest = query.replace(/([?&])_cursor=[^&]*&?/, '$1').replace(/[?&]$/, '');
  return `${rest}${rest.includes('?') ? '&' : '?'}_cursor=${cursor}`;
}
