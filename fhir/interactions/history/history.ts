import { parseDateRange } from '#fhir/search/values/date-range.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { valueProblem } from '#fhir/search/search-problem.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { resourceTypes, type List } from '#fhir/types/resources.gen.ts';
import type { AuditEntry } from '#platform/audit/audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { fhirProblem } from '../../problems.ts';
import { countHistory, readHistory, type HistoryCursor, type HistoryQuery, type HistoryRow } from '../../repository/history.ts';
import { readText } from '../../repository/read.ts';
import { bundleText, etagOf, type Answer } from '../answer.ts';
import type { Interaction } from '../dependencies.ts';
import { mayUse, requireInteraction, requireSignedIn } from '../permission.ts';
import { addressOf } from '../search.ts';
import { subsetText } from '../subset.ts';
import { namedIn, parseHistory, type HistoryRequest, type Named } from './history-request.ts';

export interface HistoryAsked {
  /** Absent for the whole system. */
  readonly type?: string;
  readonly id?: string;
  readonly parameters: readonly RawParameter[];
  /** `Prefer: handling=strict` refuses parameters that a history does not have. */
  readonly isStrict?: boolean;
}

/** history of one resource, a type or everything that the subject may see; newest first unless asked otherwise, by pages. */
export async function readHistoryBundle(interaction: Interaction, { type, id, parameters, isStrict = false }: HistoryAsked): Promise<Answer> {
  const { subject, sql, audit, base } = interaction;
  const types = typesAsked(interaction, type);
  const request = parseHistory(parameters, isStrict);
  const value = (name: string): string | undefined => parameters.find((parameter) => parameter.name === name)?.value;
  const [cursor, at] = [cursorOf(value('_cursor')), value('_at')];
  const query: HistoryQuery = {
    subject, types, ...(id === undefined ? {} : { id }), since: instantOf('_since', value('_since')), at: at === undefined ? undefined : rangeOf(at),
    before: cursor, isOldestFirst: request.isOldestFirst, limit: request.count, named: await namedBy(interaction, request),
  };
  const { rows, last } = request.isCount ? NO_PAGE : await readHistory(sql, query);
  if (id !== undefined && rows.length === 0) await requireAny(interaction, { types, id });
  const entry: AuditEntry = { action: 'fhir.history', outcome: 'success', resource: id === undefined ? (type ?? null) : `${type}/${id}`, personId: rows[0] && id !== undefined ? rows[0].personId : null };
  await Promise.all(entriesOfList(entry, id === undefined ? rows.map(({ personId }) => personId) : []).map((each) => audit(subject, each)));
  const path = [type, id, '_history'].filter((part) => part !== undefined).join('/');
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (last) links.push({ relation: 'next', url: addressOf(base, path, [...parameters.filter(({ name }) => name !== '_cursor'), { name: '_cursor', value: cursorText(last) }]) });
  const isKnown = last === undefined && cursor === undefined && !request.isCount;
  const total = isKnown ? rows.length : request.isCount || request.isCounted ? await countHistory(sql, query) : undefined;
  return { status: 200, body: bundleText({ type: 'history', total, links, entries: rows.map((row) => entryText(base, row, request)) }) };
}

const NO_PAGE: Awaited<ReturnType<typeof readHistory>> = { rows: [], last: undefined };

/** What a List names that the subject may read; of one that is not to be seen, nothing, as in searches. */
async function namedBy({ subject, sql }: Interaction, { list }: HistoryRequest): Promise<readonly Named[] | undefined> {
  if (list === undefined) return undefined;
  requireInteraction(subject, 'List', 'r');
  const found = await readText(sql, { subject, type: 'List', id: list });
  return found === undefined || found.deleted ? [] : namedIn(parseFhirJson(found.content) as List);
}

/** Nothing in the time asked for is an empty answer; what never was, or is hidden, is not found. */
async function requireAny({ sql, subject }: Interaction, { types, id }: { types: readonly string[]; id: string }): Promise<void> {
  const { rows } = await readHistory(sql, { subject, types, id, since: undefined, at: undefined, before: undefined, limit: 1 });
  if (rows.length === 0) throw fhirProblem('fhir.not-found');
}

function typesAsked({ subject }: Interaction, type: string | undefined): readonly string[] {
  if (type !== undefined) {
    requireInteraction(subject, type, 'r');
    return [type];
  }
  requireSignedIn(subject);
  if (subject.kind === 'client' || subject.scopes.length > 0) return resourceTypes.filter((each) => mayUse(subject, each, 'r'));
  requireInteraction(subject, 'Patient', 'r');
  return resourceTypes.filter((each) => isResourceType(each));
}

function entryText(base: string, row: HistoryRow, { subset }: HistoryRequest): string {
  const method = row.deleted ? 'DELETE' : row.version === 1 ? 'POST' : 'PUT';
  const address = `${row.type}/${row.id}`;
  const request = JSON.stringify({ method, url: method === 'POST' ? row.type : address });
  const status = row.deleted ? '204' : row.version === 1 ? '201' : '200';
  const response = JSON.stringify({ status, etag: etagOf(row.version), lastModified: row.lastUpdated.toISOString() });
  const resource = row.deleted ? '' : `"resource":${subset ? subsetText(row.content, subset) : row.content},`;
  return `{"fullUrl":${JSON.stringify(`${base}/${address}`)},${resource}"request":${request},"response":${response}}`;
}

function rangeOf(text: string): { low: Date; high: Date } {
  const range = parseDateRange(text);
  if (!range) throw valueProblem('_at', 'dateTime');
  // A moment is as long as what is kept of one: versions are told apart by milliseconds.
  return { low: new Date(range.low), high: new Date(Math.max(range.high, range.low + 1)) };
}

function instantOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const range = parseDateRange(text);
  if (!range) throw valueProblem(name, 'instant');
  return new Date(range.low);
}

const cursorText = (row: HistoryRow): string => Buffer.from(JSON.stringify([row.lastUpdated.toISOString(), row.key, row.version])).toString('base64url');

function cursorOf(text: string | undefined): HistoryCursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [at, key, version] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    const lastUpdated = new Date(String(at));
    const number = BigInt(String(key));
    if (!Number.isNaN(lastUpdated.getTime()) && BigInt.asIntN(64, number) === number && Number.isInteger(version) && Math.abs(Number(version)) < 2 ** 31) {
      return { lastUpdated, key: String(number), version: Number(version) };
    }
  } catch {
    // No cursor of ours: refused below.
  }
  throw valueProblem('_cursor', 'page link');
}
