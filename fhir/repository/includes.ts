import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { addressIn, elementsOf, type Element } from '#fhir/search/extraction/elements.ts';
import { resourceTypes, type Resource } from '#fhir/types/resources.gen.ts';
import { canonicalLink, parameterTarget } from '#fhir/search/parameter-target.ts';
import { combinedKey, decimalOf, hashText, resourceKey } from '#fhir/search/hash.ts';
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
  const isFull = (more: number): boolean => added.length + more >= INCLUDED_MAX;
  for (let round = 0; round < ROUNDS_MAX && sources.length > 0; round += 1) {
    const active = includes.filter((include) => round === 0 || include.iterate);
    const fresh: FoundRow[] = [];
    for (const include of active) {
      if (isFull(fresh.length)) break;
      for (const row of await loadInclude(sql, { subject, include, sources, known: [...found.keys()] })) {
        if (found.has(row.key) || isFull(fresh.length)) continue;
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
  /** Keys of what the answer holds already: it takes no place of others. */
  readonly known: readonly string[];
}

const SELECT = `select distinct on (r.key) r.resource_type as type, r.resource_id as id, ${CONTENT} as content, r.key::text as key`;

/** What the sources name stands in their texts; what names them is found by the keys it holds: a parameter's hash XOR the key of what it points to. */
async function loadInclude(sql: Sql, { subject, include, sources, known }: IncludeQuery): Promise<FoundRow[]> {
  const starts = sources.filter(({ type }) => (include.reverse ? include.target === undefined || type === include.target : include.source === '*' || type === include.source));
  const parameters = includedParameters(include, new Set(starts.map(({ type }) => type)));
  if (starts.length === 0 || parameters.length === 0) return [];
  const wanted = !include.reverse ? include.target : include.source === '*' ? undefined : include.source;
  const scope = rowScope(subject, undefined, 4);
  const condition = `not r.deleted and ($2::text is null or (r.resource_type || '') = $2) and r.key <> all($3::bigint[]) and ${scope.text} limit ${INCLUDED_MAX}`;
  const ask = async (keys: readonly string[], text: string): Promise<FoundRow[]> =>
    keys.length === 0 ? [] : sql.query<FoundRow>(`${text} and ${condition}`, [arrayLiteral(keys), wanted ?? null, arrayLiteral(known), ...scope.values]);
  const holding = (keys: readonly string[]): Promise<FoundRow[]> => ask(keys, heldBy(sql.isDistributed ? 0 : keys.length));
  if (include.reverse) return holding([...referenceKeys(starts, { parameters, isAny: include.source === '*' }), ...keysOfNaming(starts, parameters)]);
  const named = namedIn(starts, { parameters, target: include.target });
  return [...(await ask(named.keys, `${SELECT} from fhir.resource r where r.key = any($1::bigint[])`)), ...(await holding(named.byAddress))];
}

/** Past so many keys GIN compares every row found with every key asked for; one after the other they are quicker. */
const KEYS_AT_ONCE_MAX = 50;

const heldBy = (keys: number): string =>
  keys <= KEYS_AT_ONCE_MAX
    ? `${SELECT} from fhir.resource r where r.keys && $1::bigint[]`
    : `${SELECT} from unnest($1::bigint[]) as asked (key) cross join lateral (select * from fhir.resource each where each.keys && array[asked.key] offset 0) as r where true`;

/** Computed here (and the type compared outside any index), so that the planner sees the values and not a guess of how many rows they find. */
function referenceKeys(starts: readonly FoundRow[], { parameters, isAny }: { parameters: readonly IncludedParameter[]; isAny: boolean }): string[] {
  const hashes = new Map<string, readonly bigint[]>();
  // With `*` a row is looked for only under the parameters that may point to its type: a few of the thousand that all types have.
  const hashesFor = (type: string): readonly bigint[] =>
    parameters.filter(({ row }) => !isAny || row.targets.includes(type)).map(({ owner, row }) => parameterTarget(owner, row.code).hash).map(({ high, low }) => BigInt(decimalOf(high, low)));
  for (const { type } of starts) if (!hashes.has(type)) hashes.set(type, hashesFor(type));
  return starts.flatMap(({ key, type }) => hashes.get(type)!.map((hash) => BigInt.asIntN(64, BigInt(key) ^ hash).toString()));
}

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

/** Keys that the definitions hold which name one of the rows by its canonical address. */
function keysOfNaming(starts: readonly FoundRow[], parameters: readonly IncludedParameter[]): string[] {
  return starts.flatMap((start) => {
    const linked = parameters.filter(({ owner, row }) => canonicalLink(owner, row, start.type) !== undefined);
    const { url } = linked.length === 0 ? {} : (resourceOf(start) as { url?: string });
    return url === undefined ? [] : linked.map(({ owner, row }) => combinedKey(parameterTarget(owner, row.code).hash, hashText(url)));
  });
}

const parsed = new WeakMap<FoundRow, Resource>();

/** Each row is asked by every include. */
function resourceOf(row: FoundRow): Resource {
  let resource = parsed.get(row);
  if (resource === undefined) parsed.set(row, (resource = JSON.parse(row.content) as Resource));
  return resource;
}

const ADDRESS = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/;

/** Keys of what the rows refer to, and keys that a definition holds whose canonical address they name, whichever its version. */
function namedIn(starts: readonly FoundRow[], { parameters, target }: { parameters: readonly IncludedParameter[]; target: string | undefined }): { keys: string[]; byAddress: string[] } {
  const [keys, byAddress] = [new Set<string>(), new Set<string>()];
  for (const start of starts) {
    const own = parameters.filter(({ owner }) => owner === start.type);
    if (own.length === 0) continue;
    const resource = resourceOf(start);
    for (const { row } of own) {
      const ends = (target === undefined ? row.targets : [target]).filter((end) => canonicalLink(start.type, row, end) !== undefined);
      for (const element of referencesIn(resource, row)) {
        const address = addressIn(element) ?? '';
        const [, type, id] = ADDRESS.exec(address) ?? [];
        if (type !== undefined && (target === undefined || type === target)) keys.add(resourceKey(type, id!));
        if (typeof element.value === 'string') for (const end of ends) byAddress.add(combinedKey(parameterTarget(end, 'url').hash, hashText(address.split('|')[0]!)));
      }
    }
  }
  return { keys: [...keys], byAddress: [...byAddress] };
}

const referencesIn = (resource: Resource, row: SearchParameterRow): readonly Element[] => (row.custom?.read ? row.custom.read(resource).flat(2) : elementsOf(resource, row));
