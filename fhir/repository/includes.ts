import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { canonicalLink, parameterTarget } from '#fhir/search/parameter-target.ts';
import { decimalOf } from '#fhir/search/hash.ts';
import type { IncludeRequest } from '#fhir/search/search-request.ts';
import { rowScope } from './access.ts';
import { arrayLiteral } from './rows.ts';
import { CONTENT } from './content.ts';

export interface FoundRow {
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly key: string;
}

/** Included resources of one page; more are left out and asked for by narrower searches. */
const INCLUDED_MAX = 1000;
/** Rounds of `:iterate`. */
const ROUNDS_MAX = 5;

/** Resources that the page refers to (`_include`) or that refer to it (`_revinclude`), through the gate, each once. */
export async function loadIncludes(sql: Sql, subject: Subject, { page, includes }: { page: readonly FoundRow[]; includes: readonly IncludeRequest[] }): Promise<FoundRow[]> {
  const found = new Map<string, FoundRow>(page.map((row) => [row.key, row]));
  const added: FoundRow[] = [];
  let sources = [...page];
  for (let round = 0; round < ROUNDS_MAX && sources.length > 0; round += 1) {
    const active = includes.filter((include) => round === 0 || include.iterate);
    const fresh: FoundRow[] = [];
    for (const include of active) {
      for (const row of await loadInclude(sql, { subject, include, sources })) {
        if (found.has(row.key) || added.length + fresh.length >= INCLUDED_MAX) continue;
        found.set(row.key, row);
        fresh.push(row);
      }
    }
    added.push(...fresh);
    sources = fresh;
  }
  return added;
}

interface IncludeQuery {
  readonly subject: Subject;
  readonly include: IncludeRequest;
  readonly sources: readonly FoundRow[];
}

const SELECT = `select distinct on (r.key) r.resource_type as type, r.resource_id as id, ${CONTENT} as content, r.key::text as key`;

/** A reference's key is the parameter's hash XOR the key of the resource it points to, so SQL can follow it. */
async function loadInclude(sql: Sql, { subject, include, sources }: IncludeQuery): Promise<FoundRow[]> {
  const starts = sources.filter(({ type }) => (include.reverse ? include.target === undefined || type === include.target : include.source === '*' || type === include.source));
  const from = starts.map((row) => row.key);
  const types = new Set(starts.map(({ type }) => type));
  const parameters = includedParameters(include, types);
  if (from.length === 0 || parameters.length === 0) return [];
  const wanted = !include.reverse ? include.target : include.source === '*' ? undefined : include.source;
  const scope = rowScope(subject, undefined, 4);
  const condition = `not r.deleted and ($3::text is null or (r.resource_type || '') = $3) and ${scope.text} limit ${INCLUDED_MAX}`;
  const hashes = parameters.map(({ owner, row }) => parameterTarget(owner, row.code).hash).map(({ high, low }) => decimalOf(high, low));
  const keys = include.reverse ? referenceKeys(from, hashes) : from;
  const isOwned = !include.reverse && !sql.isDistributed;
  const text = include.reverse ? heldBy(sql.isDistributed ? 0 : keys.length, condition) : isOwned ? pointedTo(4 + scope.values.length) + condition : POINTED_TO_APART + condition;
  const owners = isOwned ? [parameters.map(({ owner }) => owner)] : [];
  const found = await sql.query<FoundRow>(text, [arrayLiteral(keys), arrayLiteral(hashes), wanted ?? null, ...scope.values, ...owners]);
  const links = linksOf(include, parameters, types);
  if (links.length === 0) return found;
  const addressed = sql.isDistributed ? { text: heldBy(0, condition), keys: await linkedKeys(sql, from, links) } : { text: BY_ADDRESS + condition, keys: from };
  const byAddress = await sql.query<FoundRow>(addressed.text, [arrayLiteral(addressed.keys), arrayLiteral(links), wanted ?? null, ...scope.values]);
  return [...found, ...byAddress];
}

/** Each source is tried with the parameters of its own type only: with those of all types, a thousand sources took minutes. */
const pointedTo = (owners: number): string => `${SELECT} from fhir.resource source, unnest(source.keys) as held (key), unnest($2::bigint[], $${owners}::text[]) as parameter (hash, owner), fhir.resource r
  where source.key = any($1::bigint[]) and parameter.owner = (source.resource_type || '') and r.key = held.key # parameter.hash and `;

/** What is pointed to may lie on another machine: the keys are found first, and then asked for. */
const POINTED_TO_APART = `${SELECT} from fhir.resource r where r.key in (select held.key # parameter.hash from fhir.resource source, unnest(source.keys) as held (key),
  unnest($2::bigint[]) as parameter (hash) where source.key = any($1::bigint[])) and `;

async function linkedKeys(sql: Sql, from: readonly string[], links: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    'select (held.key # link.hash)::text as key from fhir.resource source, unnest(source.keys) as held (key), unnest($2::bigint[]) as link (hash) where source.key = any($1::bigint[])',
    [arrayLiteral(from), arrayLiteral(links)],
  );
  return rows.map(({ key }) => key);
}

/** Canonical addresses: whichever key of one is the `url` key of the other. */
const BY_ADDRESS = `${SELECT} from fhir.resource source cross join lateral unnest(source.keys) as held (key) cross join unnest($2::bigint[]) as link (hash)
  cross join lateral (select * from fhir.resource each where each.keys && array[held.key # link.hash] offset 0) as r where source.key = any($1::bigint[]) and `;

/** Past so many keys GIN compares every row found with every key asked for; one after the other they are quicker. */
const KEYS_AT_ONCE_MAX = 50;

const heldBy = (keys: number, condition: string): string =>
  keys <= KEYS_AT_ONCE_MAX
    ? `${SELECT} from fhir.resource r where r.keys && $1::bigint[] and $2::bigint[] is not null and ${condition}`
    : `${SELECT} from unnest($1::bigint[]) as asked (key) cross join lateral (select * from fhir.resource each where each.keys && array[asked.key] offset 0) as r
       where $2::bigint[] is not null and ${condition}`;

/** Computed here (and the type compared outside any index), so that the planner sees the values and not a guess of how many rows they find. */
const referenceKeys = (keys: readonly string[], hashes: readonly string[]): string[] =>
  keys.flatMap((key) => hashes.map((hash) => BigInt.asIntN(64, BigInt(key) ^ BigInt(hash)).toString()));

interface IncludedParameter {
  readonly owner: string;
  readonly row: SearchParameterRow;
}

/** The reference parameters asked for; with `*` those of every type that can matter to the types at hand. */
function includedParameters({ reverse, source, parameter }: IncludeRequest, types: ReadonlySet<string>): IncludedParameter[] {
  const owners = source !== '*' ? [source] : reverse ? resourceTypes : [...types];
  const reaches = ({ targets }: SearchParameterRow): boolean => !reverse || source !== '*' || targets.some((target) => types.has(target));
  return owners.flatMap((owner) =>
    [...parametersOf(owner).values()].filter((row) => row.type === 'reference' && (parameter === '*' || row.code === parameter) && reaches(row)).map((row) => ({ owner, row })));
}

function linksOf({ reverse, target }: IncludeRequest, parameters: readonly IncludedParameter[], types: ReadonlySet<string>): string[] {
  const ends = ({ targets }: SearchParameterRow): readonly string[] => (reverse ? [...types] : target === undefined ? targets : [target]);
  const links = parameters.flatMap(({ owner, row }) => ends(row).map((end) => canonicalLink(owner, row, end)));
  return [...new Set(links.filter((link) => link !== undefined))];
}
