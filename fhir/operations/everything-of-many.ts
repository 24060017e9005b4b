import { entriesOfList } from '#platform/audit/listed-persons.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { valueProblem } from '#fhir/search/search-problem.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Group } from '#fhir/types/resources.gen.ts';
import { bundleText, type Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { mayUse, requireInteraction } from '../interactions/permission.ts';
import { readResource } from '../interactions/read.ts';
import { addressOf, entryText } from '../interactions/search.ts';
import { listCompartment, listPersons, listReferenced, type CompartmentCursor, type CompartmentRow, type PersonPlace } from '../repository/compartment.ts';
import { existingPersons } from '../repository/export-rows.ts';
import { compartmentPlace, cursorParts, cursorText, everythingAsked, isExtra, placeOf, type Asked } from './everything.ts';

/** Persons looked at for one page: one that finds little ends with fewer resources and a link. */
const PERSONS_MAX = 100;
const PERSONS_AT_ONCE = 25;

/** Persons in an order that stays, from a place in it. */
interface Persons {
  readonly next: (after: PersonPlace | undefined, limit: number) => Promise<PersonPlace[]>;
  /** Those of these whose own pages will come, or came: what belongs to them is listed there and not where it mentions another. */
  readonly among: (ids: readonly string[]) => Promise<readonly string[]>;
}

interface Cursor {
  readonly person: PersonPlace;
  /** Within the person's record; absent when all of it went out. */
  readonly after: CompartmentCursor | undefined;
}

/**
 * Patient/$everything: the records of all Patients that the caller may see (https://hl7.org/fhir/R4/operation-patient-everything.html), person by person.
 * A page costs what it holds, however many persons there are.
 */
export async function everythingOfAll(interaction: Interaction, parameters: readonly RawParameter[]): Promise<Answer> {
  const { subject, sql } = interaction;
  requireInteraction(subject, 'Patient', 's');
  const persons: Persons = {
    next: (after, limit) => listPersons(sql, { subject, after, limit }),
    among: (ids) => existingPersons(sql, subject, ids),
  };
  return pageOfMany(interaction, { parameters, asked: everythingAsked(parameters), persons, path: 'Patient/$everything', resource: 'Patient' });
}

/** Group/1/$everything: the group and the records of its active members. */
export async function everythingOfGroup(interaction: Interaction, id: string, parameters: readonly RawParameter[]): Promise<Answer> {
  requireInteraction(interaction.subject, 'Patient', 'r');
  const { body = '', lastModified } = await readResource(interaction, { type: 'Group', id });
  const members = membersOf(parseFhirJson(body) as Group);
  const persons: Persons = {
    next: async (after, limit) => {
      const from = after === undefined ? 0 : members.findIndex((member) => member > after[2]);
      return from < 0 ? [] : members.slice(from, from + limit).map((member) => [...NO_MOMENT, member]);
    },
    among: async (ids) => ids.filter((each) => members.includes(each)),
  };
  const asked = everythingAsked(parameters);
  const isWanted = (asked.types?.includes('Group') ?? true) && (asked.since === undefined || (lastModified ?? asked.since) >= asked.since);
  const head = isWanted ? entryText(interaction.base, { type: 'Group', id, content: body, key: '' }, { content: body, mode: 'match' }) : undefined;
  return pageOfMany(interaction, { parameters, asked, persons, path: `Group/${id}/$everything`, resource: `Group/${id}`, head, headKey: `Group/${id}` });
}

/** Members stand in the order of their ids. */
const NO_MOMENT = ['-infinity', '0'] as const;

function membersOf({ member = [] }: Group): string[] {
  const ids = member.filter(({ inactive }) => inactive !== true).map(({ entity }) => /^(?:.*\/)?Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(entity.reference ?? '')?.[1]);
  return [...new Set(ids.filter((id) => id !== undefined))].sort((a, b) => (a < b ? -1 : 1));
}

interface Many {
  readonly parameters: readonly RawParameter[];
  readonly asked: Asked;
  readonly persons: Persons;
  readonly path: string;
  readonly resource: string;
  /** An entry before all others, and what it is. */
  readonly head?: string | undefined;
  readonly headKey?: string;
}

async function pageOfMany(interaction: Interaction, { parameters, asked, persons, path, resource, head, headKey }: Many): Promise<Answer> {
  const { subject, sql, audit, base } = interaction;
  const from = cursorOf(parameters);
  const { found, shown, next } = await fill(interaction, { asked, persons, from });
  const visible = (await withoutOthers(found, persons)).filter((row) => mayUse(subject, row.type, 'r') && `${row.type}/${row.id}` !== headKey);
  const known = new Set(found.map(({ row }) => row.key));
  const referenced = asked.types ? [] : (await listReferenced(sql, subject, visible)).filter((row) => !known.has(row.key) && isExtra(row.type, 'Patient') && mayUse(subject, row.type, 'r') && `${row.type}/${row.id}` !== headKey);
  const entry = { action: 'fhir.everything', outcome: 'success' as const, resource, detail: { matches: visible.length } };
  await Promise.all(entriesOfList(entry, shown).map((each) => audit(subject, each)));
  const entries = [
    ...(head !== undefined && from === undefined ? [head] : []),
    ...visible.map((row) => entryText(base, row, { content: row.content, mode: 'match' })),
    ...referenced.map((row) => entryText(base, row, { content: row.content, mode: 'include' })),
  ];
  const links = [{ relation: 'self', url: addressOf(base, path, parameters) }];
  if (next) {
    const rest = parameters.filter(({ name }) => name !== '_cursor');
    links.push({ relation: 'next', url: addressOf(base, path, [...rest, { name: '_cursor', value: cursorText([...next.person, ...(next.after ?? [])]) }]) });
  }
  const total = next === undefined && from === undefined ? entries.length - referenced.length : undefined;
  return { status: 200, body: bundleText({ type: 'searchset', total, links, entries }) };
}

interface Found {
  readonly row: CompartmentRow;
  /** In whose record it was found. */
  readonly of: string;
}

interface Filled {
  readonly found: readonly Found[];
  /** Persons of whom something is on the page. */
  readonly shown: ReadonlySet<string>;
  readonly next: Cursor | undefined;
}

/** Record after record until the page is full. */
async function fill({ sql, subject }: Interaction, { asked, persons, from }: { asked: Asked; persons: Persons; from: Cursor | undefined }): Promise<Filled> {
  const found = new Map<string, Found>();
  const shown = new Set<string>();
  let [person, after] = [from?.person, from?.after];
  let waiting: PersonPlace[] = from?.after && person ? [person] : [];
  for (let looked = 0; ; looked += 1) {
    if (waiting.length === 0) waiting = await persons.next(person, PERSONS_AT_ONCE);
    if (waiting.length === 0) return { found: [...found.values()], shown, next: undefined };
    // Only now is it known that there is more.
    if (found.size === asked.count || looked === PERSONS_MAX) return { found: [...found.values()], shown, next: { person: person!, after: undefined } };
    person = waiting.shift()!;
    const focus = { type: 'Patient', id: person[2] };
    const room = asked.count - found.size;
    const rows = await listCompartment(sql, { subject, compartment: focus, ...asked, after, limit: room + 1 });
    after = undefined;
    for (const row of rows.slice(0, room)) if (row.person === focus.id || !found.has(row.key)) found.set(row.key, { row, of: focus.id });
    if (rows.length > 0) shown.add(focus.id);
    if (rows.length > room) return { found: [...found.values()], shown, next: { person, after: placeOf(rows[room - 1]!, focus) } };
  }
}

/** What mentions one person and belongs to another who has pages of their own would come twice. */
async function withoutOthers(found: readonly Found[], { among }: Persons): Promise<CompartmentRow[]> {
  const others = [...new Set(found.flatMap(({ row: { person }, of }) => (person === null || person === of ? [] : [person])))];
  const listed = new Set(others.length === 0 ? [] : await among(others));
  return found.filter(({ row: { person }, of }) => person === null || person === of || !listed.has(person)).map(({ row }) => row);
}

function cursorOf(parameters: readonly RawParameter[]): Cursor | undefined {
  const parts = cursorParts(parameters);
  if (parts === undefined) return undefined;
  const [at, key, id, ...rest] = parts;
  if (typeof id !== 'string' || (rest.length !== 0 && rest.length !== 3)) throw valueProblem('_cursor', 'page link');
  const [, moment, number] = compartmentPlace(['', at, key]);
  return { person: [moment, number, id], after: rest.length === 0 ? undefined : compartmentPlace(rest) };
}
