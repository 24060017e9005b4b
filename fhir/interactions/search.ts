import type { AuditEntry } from '#platform/audit/audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { bytesOf } from '#platform/database/content-rows.ts';
import { parseSearch, type SearchRequest } from '#fhir/search/search-request.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { compartmentKeys, requireCompartment, type Compartment } from '#fhir/search/special/compartment.ts';
import { fhirProblem } from '../problems.ts';
import { isDirectoryType } from '../repository/access.ts';
import type { FoundRow } from '../repository/includes.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { searchSeveral, type SearchPage } from '../repository/search.ts';
import { answerOfBytes, type Answer } from './answer.ts';
import type { Interaction } from './dependencies.ts';
import { groundOf } from './ground.ts';
import { mayUse, requireInteraction, requireSignedIn } from './permission.ts';
import { personsFound } from '../operations/trail/persons-found.ts';
import { subsetText } from './subset.ts';

export interface SearchAsked {
  readonly parameters: readonly RawParameter[];
  /** `Prefer: handling=strict` refuses parameters that the type does not have; otherwise they are named in the answer. */
  readonly isStrict: boolean;
  /** `Prefer: handling=lenient`, said expressly: parameters that are still being indexed answer with a warning. */
  readonly isLenient?: boolean;
  /** `Patient/1/Observation`: members of a compartment only. */
  readonly compartment?: Compartment;
}

/** search-type: a searchset put together from stored texts. */
export async function searchType(interaction: Interaction, { type, ...asked }: SearchAsked & { readonly type: string }): Promise<Answer> {
  const { compartment } = asked;
  requireCompartment(compartment, type);
  requireInteraction(interaction.subject, type, 's');
  return searchTypes(interaction, asked, { types: [type], path: compartment ? `${compartment.type}/${compartment.id}/${type}` : type });
}

/** search-system: over the types of `_type`, or over every type that the subject may search; `Patient/1/*` over its members. */
export async function searchSystem(interaction: Interaction, { parameters, ...asked }: SearchAsked): Promise<Answer> {
  const { subject } = interaction;
  requireSignedIn(subject);
  const named = parameters.filter(({ name }) => name === '_type').flatMap(({ value }) => value.split(',').filter(Boolean));
  for (const type of named) requireInteraction(subject, type, 's');
  const { compartment } = asked;
  requireCompartment(compartment, '*');
  const possible = named.length > 0 ? [...new Set(named)] : resourceTypes.filter((type) => mayUse(subject, type, 's'));
  const types = compartment ? possible.filter((type) => compartmentKeys(compartment, type).length > 0) : possible;
  if (possible.length === 0) throw fhirProblem('fhir.scope-missing');
  if (types.length === 0) throw searchProblem('_type', '这些类型不属于该范围。', 'These types do not belong to the compartment.');
  return searchTypes(interaction, { ...asked, parameters }, { types, path: compartment ? `${compartment.type}/${compartment.id}/*` : '' });
}

async function searchTypes(interaction: Interaction, asked: SearchAsked, { types, path }: { types: readonly string[]; path: string }): Promise<Answer> {
  const { subject, sql, clock, base, audit } = interaction;
  const { parameters, isStrict, isLenient = false, compartment } = asked;
  const isSystem = path === '' || path.endsWith('/*');
  const filters = isSystem ? parameters.filter(({ name }) => name !== '_type') : parameters;
  const requests = types.map((type) => ({ ...parseSearch(type, filters), ...(compartment ? { compartment } : {}) }));
  const page = await searchSeveral(sql, requests, { subject, now: clock.now(), bases: [base], mayRead: (each) => mayUse(subject, each, 'r'), takesUnready: isLenient && !isStrict });
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined && isStrict) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  if (!types.every(isDirectoryType) || page.included.length > 0) {
    const personId = compartment?.type === 'Patient' ? compartment.id : types.length === 1 ? personOf(types[0]!, parameters) : null;
    const basis = await groundOf(interaction, personId);
    const resource = types.length === 1 ? types[0]! : null;
    const entry: AuditEntry = { action: 'fhir.search', outcome: 'success', resource, personId, basis, detail: { parameters: names(parameters), matches: page.matches.length } };
    const found = personId === null ? personsFound([...page.matches, ...page.included]) : [];
    await Promise.all(entriesOfList(entry, found).map((each) => audit(subject, each)));
  }
  return answerOfBytes(bundleBytes({ page, request: requests[0]!, path, parameters, base }));
}

/** Names only: values may hold names and numbers of people. */
const names = (parameters: readonly RawParameter[]): string[] => [...new Set(parameters.map(({ name }) => name))].slice(0, 20);

/** The person whose record a search is about, when it names one. */
function personOf(type: string, parameters: readonly RawParameter[]): string | null {
  const wanted = type === 'Patient' ? ['_id'] : ['patient', 'subject'];
  const value = parameters.find(({ name }) => wanted.includes(name))?.value;
  const match = value === undefined ? null : /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value);
  return match?.[1] ?? null;
}

interface BundleParts {
  readonly page: SearchPage;
  readonly request: SearchRequest;
  /** Below the base: `Patient/1/Observation`, empty for the whole system. */
  readonly path: string;
  readonly parameters: readonly RawParameter[];
  readonly base: string;
}

/** Put together from bytes: resources that came as bytes never become texts. */
function bundleBytes({ page, request, path, parameters, base }: BundleParts): Buffer {
  const isWhole = request.summary === 'false' && request.elements.length === 0;
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (page.nextCursor !== undefined) {
    const rest = parameters.filter(({ name }) => name !== '_cursor');
    links.push({ relation: 'next', url: addressOf(base, path, [...rest, { name: '_cursor', value: page.nextCursor }]) });
  }
  const total = page.total === undefined ? '' : `"total":${page.total},`;
  const parts = new Parts(`{"resourceType":"Bundle","type":"searchset",${total}"link":${JSON.stringify(links)}`);
  for (const row of page.matches) parts.add(entryHead(base, row), isWhole ? (bytesOf(row) ?? row.content) : subsetText(row.content, request), entryTail('match'));
  for (const row of page.included) parts.add(entryHead(base, row), bytesOf(row) ?? row.content, entryTail('include'));
  for (const name of page.unknownParameters) parts.add(outcomeText('not-supported', `参数 ${name} 不被支持，已忽略。The parameter ${name} is not supported and was ignored.`));
  for (const name of page.unreadyParameters ?? []) parts.add(outcomeText('incomplete', `参数 ${name} 正在建立索引，结果可能不完整。The parameter ${name} is still being indexed; matches may be missing.`));
  return parts.whole();
}

/** Entries of a bundle that has none, or a list of them. */
class Parts {
  private text: string;
  private readonly pieces: (string | Buffer)[] = [];
  private hasEntry = false;

  constructor(head: string) {
    this.text = head;
  }

  add(...pieces: readonly (string | Buffer)[]): void {
    this.text += this.hasEntry ? ',' : ',"entry":[';
    this.hasEntry = true;
    for (const piece of pieces) {
      if (typeof piece === 'string') this.text += piece;
      else {
        this.pieces.push(this.text, piece);
        this.text = '';
      }
    }
  }

  /** Written into one buffer: one for each piece would take longer than all the writing. */
  whole(): Buffer {
    this.pieces.push(`${this.text}${this.hasEntry ? ']' : ''}}`);
    const whole = Buffer.allocUnsafe(this.pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length * UTF8_BYTES_MAX : piece.length), 0));
    let at = 0;
    for (const piece of this.pieces) at += typeof piece === 'string' ? whole.write(piece, at) : piece.copy(whole, at);
    return whole.subarray(0, at);
  }
}

/** Of one unit of a JavaScript text. */
const UTF8_BYTES_MAX = 3;

let lastBase = { base: '', quoted: '' };
/** The base as it begins a text of JSON; type and id need no escape. */
function quotedBase(base: string): string {
  if (lastBase.base !== base) lastBase = { base, quoted: JSON.stringify(base).slice(0, -1) };
  return lastBase.quoted;
}
const entryHead = (base: string, row: FoundRow): string => `{"fullUrl":${quotedBase(base)}/${row.type}/${row.id}","resource":`;
const entryTail = (mode: string): string => `,"search":{"mode":"${mode}"}}`;

export const entryText = (base: string, row: FoundRow, { content, mode }: { content: string; mode: string }): string =>
  `${entryHead(base, row)}${content}${entryTail(mode)}`;

function outcomeText(code: string, diagnostics: string): string {
  const issue = { severity: 'warning', code, diagnostics };
  return JSON.stringify({ resource: { resourceType: 'OperationOutcome', issue: [issue] }, search: { mode: 'outcome' } });
}

export function addressOf(base: string, path: string, parameters: readonly RawParameter[]): string {
  const query = new URLSearchParams(parameters.map(({ name, value }) => [name, value])).toString();
  const address = path === '' ? base : `${base}/${path}`;
  return query === '' ? address : `${address}?${query}`;
}
