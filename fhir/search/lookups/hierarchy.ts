import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { rowScope } from '../../repository/access.ts';
import { combinedKey, hashText } from '../hash.ts';
import { parametersOf, type SearchParameterRow } from '../parameter-table.ts';
import { parameterTarget } from '../parameter-target.ts';
import { unescapeValue } from '../query-string.ts';
import { searchProblem } from '../search-problem.ts';
import { CONTENT } from '../../repository/content.ts';

const DEPTH_MAX = 30;
const MEMBERS_MAX = 10_000;

interface Hierarchy {
  readonly type: string;
  /** The parameter by which a member names the one above it. */
  readonly code: string;
}

/** The strict hierarchies that a reference may point into (https://hl7.org/fhir/R4/search.html#recursive): `partof` of Location, Organization … */
const hierarchiesOf = ({ targets }: SearchParameterRow): Hierarchy[] =>
  targets.flatMap((type) => ['partof', 'part-of'].filter((code) => parametersOf(type).get(code)?.targets.includes(type)).map((code) => ({ type, code })));

export interface MembersAsked {
  readonly parameter: SearchParameterRow;
  readonly modifier: 'above' | 'below';
  readonly value: string;
  readonly subject: Subject;
}

/** The resource named and everything below (or above) it, as references, as far as the subject may see. */
export async function membersOf(sql: Sql, { parameter, modifier, value, subject }: MembersAsked): Promise<string[]> {
  const [, typed, id = ''] = /^(?:(?:.*\/)?([A-Z][A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/.exec(unescapeValue(value)) ?? [];
  const hierarchies = hierarchiesOf(parameter).filter(({ type }) => typed === undefined || typed === type);
  if (id === '' || hierarchies.length === 0) throw searchProblem(`${parameter.code}:${modifier}`, '该引用没有层级。', 'What the reference names has no hierarchy.');
  const lists = await Promise.all(hierarchies.map((hierarchy) => follow(sql, { hierarchy, modifier, id, subject })));
  return lists.flat();
}

async function follow(sql: Sql, asked: { hierarchy: Hierarchy; modifier: 'above' | 'below'; id: string; subject: Subject }): Promise<string[]> {
  const { hierarchy, modifier, id } = asked;
  const found = new Set([id]);
  let level = [id];
  for (let depth = 0; depth < DEPTH_MAX && level.length > 0; depth += 1) {
    const next = modifier === 'below' ? await listChildren(sql, asked, level) : await listParents(sql, asked, level);
    level = next.filter((each) => !found.has(each));
    for (const each of level) found.add(each);
    if (found.size > MEMBERS_MAX) throw searchProblem(`${hierarchy.code}:below`, `层级成员超过 ${MEMBERS_MAX} 个。`, `The hierarchy has more than ${MEMBERS_MAX} members.`);
  }
  return [...found].map((each) => `${hierarchy.type}/${each}`);
}

type Asked = { readonly hierarchy: Hierarchy; readonly subject: Subject };

async function listChildren(sql: Sql, { hierarchy: { type, code }, subject }: Asked, ids: readonly string[]): Promise<string[]> {
  const keys = ids.map((id) => combinedKey(parameterTarget(type, code).hash, hashText(`${type}/${id}`)));
  const scope = rowScope(subject, type, 3);
  const rows = await sql.query<{ id: string }>(
    `select r.resource_id as id from fhir.resource r where r.keys && $1::bigint[] and (r.resource_type || '') = $2 and not r.deleted and ${scope.text} limit ${MEMBERS_MAX + 1}`,
    [`{${keys.join(',')}}`, type, ...scope.values],
  );
  return rows.map(({ id }) => id);
}

async function listParents(sql: Sql, { hierarchy: { type }, subject }: Asked, ids: readonly string[]): Promise<string[]> {
  const scope = rowScope(subject, type, 3);
  const rows = await sql.query<{ part: { reference?: string } | { reference?: string }[] | null }>(
    `select ${CONTENT}::jsonb -> 'partOf' as part from fhir.resource r where r.key = any($1::bigint[]) and r.resource_type = $2 and not r.deleted and ${scope.text}`,
    [`{${ids.map((id) => combinedKey({ high: 0, low: 0 }, hashText(`${type}/${id}`))).join(',')}}`, type, ...scope.values],
  );
  const references = rows.flatMap(({ part }) => (part === null ? [] : [part].flat())).map(({ reference = '' }) => reference.split('/_history/')[0]!);
  return references.filter((reference) => reference.startsWith(`${type}/`)).map((reference) => reference.slice(type.length + 1));
}
