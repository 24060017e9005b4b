import type { AuditEntry } from '#platform/audit/audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import { parseDateRange } from '#fhir/search/values/date-range.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem, valueProblem } from '#fhir/search/search-problem.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { bundleText, type Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { groundOf } from '../interactions/ground.ts';
import { mayUse, requireInteraction } from '../interactions/permission.ts';
import { personsFound } from './trail/persons-found.ts';
import { readResource } from '../interactions/read.ts';
import { addressOf, entryText } from '../interactions/search.ts';
import { fhirProblem } from '../problems.ts';
import { listCompartment, listReferenced, type CompartmentCursor, type CompartmentRow } from '../repository/compartment.ts';

export interface EverythingAsked {
  readonly type: string;
  readonly id: string;
  readonly parameters: readonly RawParameter[];
}

const COUNT_MAX = 1000;

/**
 * $everything of a Patient or an Encounter (https://hl7.org/fhir/R4/operation-patient-everything.html): the compartment by
 * pages, each with the directory resources that it refers to. `_since`, `_type`, `_count`, `start`, `end`.
 */
export async function everythingOperation(interaction: Interaction, { type, id, parameters }: EverythingAsked): Promise<Answer> {
  const { subject, sql, audit, base } = interaction;
  if (type !== 'Patient' && type !== 'Encounter') throw fhirProblem('fhir.unsupported');
  requireInteraction(subject, type, 'r');
  const asked = everythingAsked(parameters);
  const after = cursorOf(parameters);
  const rows = await listCompartment(sql, { subject, compartment: { type, id }, ...asked, after, limit: asked.count + 1 });
  // Nothing at all: absent, deleted or hidden; the read says which and records a refusal.
  if (rows.length === 0 && after === undefined) await readResource(interaction, { type, id });
  const page = rows.slice(0, asked.count);
  const visible = page.filter((row) => mayUse(subject, row.type, 'r'));
  const known = new Set(page.map((row) => row.key));
  const referenced = (await listReferenced(sql, subject, visible)).filter((row) => !known.has(row.key) && isExtra(row.type, type) && mayUse(subject, row.type, 'r'));
  const personId = type === 'Patient' ? id : null;
  const audited: AuditEntry = { action: 'fhir.everything', outcome: 'success', resource: `${type}/${id}`, personId, basis: await groundOf(interaction, personId), detail: { matches: visible.length } };
  const persons = personId === null ? personsFound(visible) : [];
  await Promise.all(entriesOfList(audited, persons).map((each) => audit(subject, each)));
  const entries = [
    ...visible.map((row) => entryText(base, row, { content: row.content, mode: 'match' })),
    ...(asked.types ? [] : referenced.map((row) => entryText(base, row, { content: row.content, mode: 'include' }))),
  ];
  const path = `${type}/${id}/$everything`;
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (rows.length > asked.count) {
    const rest = parameters.filter(({ name }) => name !== '_cursor');
    links.push({ relation: 'next', url: addressOf(base, path, [...rest, { name: '_cursor', value: cursorText(placeOf(page.at(-1)!, { type, id })) }]) });
  }
  const total = rows.length <= asked.count && after === undefined ? visible.length : undefined;
  return { status: 200, body: bundleText({ type: 'searchset', total, links, entries }) };
}

/** Of a person's record, other people's resources are no part even when something refers to them. */
export const isExtra = (type: string, focus: string): boolean => focus !== 'Patient' || type !== 'Patient';

export interface Asked {
  readonly types: string[] | undefined;
  readonly since: Date | undefined;
  readonly start: Date | undefined;
  readonly end: Date | undefined;
  readonly count: number;
}

/** `_type`, `_since`, `start`, `end` and `_count`, checked. */
export function everythingAsked(parameters: readonly RawParameter[]): Asked {
  const value = (name: string): string | undefined => parameters.find((each) => each.name === name)?.value;
  const types = parameters.filter(({ name }) => name === '_type').flatMap((each) => each.value.split(',')).filter(Boolean);
  const wrong = types.find((type) => !isResourceType(type));
  if (wrong !== undefined) throw searchProblem('_type', `没有资源类型 ${wrong}。`, `There is no resource type ${wrong}.`);
  const count = value('_count');
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count)) throw searchProblem('_count', '_count 必须是正整数。', '_count is a positive integer.');
  return {
    types: types.length === 0 ? undefined : types,
    since: instant('_since', value('_since'), 'low'),
    start: instant('start', value('start'), 'low'),
    end: instant('end', value('end'), 'high'),
    count: Math.min(Number(count ?? COUNT_MAX), COUNT_MAX),
  };
}

function instant(name: string, text: string | undefined, side: 'low' | 'high'): Date | undefined {
  if (text === undefined) return undefined;
  const range = parseDateRange(text);
  if (!range) throw valueProblem(name, 'date');
  return new Date(range[side]);
}

/** Where a page goes on. What comes after the focus itself is everything: its own type says nothing of the types of its members. */
export const placeOf = (row: CompartmentRow, focus: { readonly type: string; readonly id: string }): CompartmentCursor =>
  row.type === focus.type && row.id === focus.id ? ['', '-infinity', '0'] : [row.type, row.at, row.key];

export const cursorText = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const isMoment = (text: unknown): text is string => /^(?:-?infinity|\d{4}[\d :.+-]+(?: BC)?)$/.test(String(text));
const isKey = (text: unknown): text is string => /^-?\d{1,19}$/.test(String(text));

/** The texts of `_cursor`, as `cursorText` wrote them. */
export function cursorParts(parameters: readonly RawParameter[]): unknown[] | undefined {
  const text = parameters.find(({ name }) => name === '_cursor')?.value;
  if (text === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // Falls through to the same answer.
  }
  throw valueProblem('_cursor', 'page link');
}

/** A place among the members of a focus. */
export function compartmentPlace([type, at, key]: readonly unknown[]): CompartmentCursor {
  if (typeof type === 'string' && isMoment(at) && isKey(key)) return [type, at, key];
  throw valueProblem('_cursor', 'page link');
}

function cursorOf(parameters: readonly RawParameter[]): CompartmentCursor | undefined {
  const parts = cursorParts(parameters);
  return parts === undefined ? undefined : compartmentPlace(parts);
}
