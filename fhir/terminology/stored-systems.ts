import type { Sql } from '#platform/database/transaction.ts';
import { pairsOf } from '#fhir/search/pair-terms.ts';
import type { CodeSystemSource, Concept, ConceptPage, ListAsked } from './concept.ts';

interface SystemRow {
  readonly key: string;
  readonly url: string;
  readonly version: string | null;
  readonly name: string | null;
  readonly isCaseSensitive: boolean;
}

interface ConceptRow {
  readonly code: string;
  readonly display: string | null;
  readonly definition: string | null;
  readonly parent: string | null;
  readonly properties: Record<string, string[]> | null;
}

const COLUMNS = 'c.code, c.display, c.definition, c.parent_code as parent, c.properties';

/** The newest stored code system of an address (and version). */
export async function findStoredSystem(sql: Sql, url: string, version?: string): Promise<CodeSystemSource | undefined> {
  if (url.startsWith(SUPPLEMENT)) return undefined;
  const [row] = await sql.query<SystemRow>(
    `select key::text as key, url, version, name, case_sensitive as "isCaseSensitive" from fhir.code_system
     where url = $1 and ($2::text is null or version = $2) order by last_updated desc limit 1`,
    [url, version ?? null],
  );
  return row ? storedSystem(sql, row) : undefined;
}

/** The newest stored code system that names this address as the value set of all its codes; its version is the value set's (R4, CodeSystem.valueSet). */
export async function findSystemOfValueSet(sql: Sql, valueSet: string, version?: string): Promise<{ readonly url: string; readonly version: string | null } | undefined> {
  const [row] = await sql.query<{ url: string; version: string | null }>(
    'select url, version from fhir.code_system where value_set = $1 and ($2::text is null or version = $2) order by last_updated desc limit 1', [valueSet, version ?? null],
  );
  return row;
}

/** Address under which the concepts of a supplement are kept, by what they add to. */
export const supplementTo = (url: string): string => SUPPLEMENT + url;

const SUPPLEMENT = 'supplement:';

/** What is stored to add to a code system (in this version, where the supplement names one). */
export async function findSupplements(sql: Sql, url: string, version?: string): Promise<CodeSystemSource[]> {
  const rows = await sql.query<SystemRow>(
    `select key::text as key, url, version, name, case_sensitive as "isCaseSensitive" from fhir.code_system
     where url = $1 and (version is null or $2::text is null or version = $2) order by last_updated`,
    [supplementTo(url), version ?? null],
  );
  return rows.map((row) => storedSystem(sql, row));
}

function storedSystem(sql: Sql, system: SystemRow): CodeSystemSource {
  return {
    url: system.url,
    ...(system.version === null ? {} : { version: system.version }),
    ...(system.name === null ? {} : { name: system.name }),
    find: (code) => findConcept(sql, system, code),
    list: (asked) => listConcepts(sql, system, asked),
    listChildren: (code) => listChildren(sql, system, code),
    listBelow: (code) => listBelow(sql, system, code),
    listAbove: (code) => listAbove(sql, system, code),
    isBelow: async (code, above) => (await listAbove(sql, system, code)).includes(above),
  };
}

const conceptOf = ({ code, display, definition, parent, properties }: ConceptRow): Concept => ({
  code,
  ...(display === null ? {} : { display }),
  ...(definition === null ? {} : { definition }),
  ...(parent === null ? {} : { parent }),
  ...(properties === null ? {} : { properties }),
});

async function findConcept(sql: Sql, { key, isCaseSensitive }: SystemRow, code: string): Promise<Concept | undefined> {
  const rows = await sql.query<ConceptRow>(`select ${COLUMNS} from fhir.concept c where c.system_key = $1 and lower(c.code) = lower($2) order by c.code = $2 desc limit 1`, [key, code]);
  const found = rows[0];
  return found && (!isCaseSensitive || found.code === code) ? conceptOf(found) : undefined;
}

/** Codes that may be chosen. */
const SELECTABLE = `not coalesce(c.properties -> 'notSelectable' ->> 0 = 'true' or c.properties -> 'abstract' ->> 0 = 'true', false)`;
/** Codes that are out of use. */
const ACTIVE = `not coalesce(c.properties -> 'inactive' ? 'true' or c.properties -> 'status' ?| array['retired', 'inactive', 'entered-in-error'], false)`;

/** A filter is answered by the index of pairs; what is counted is what is found. */
async function listConcepts(sql: Sql, { key }: SystemRow, { text, isActiveOnly = false, isSelectableOnly = false, offset, limit }: ListAsked): Promise<ConceptPage> {
  const wanted = text?.toLowerCase();
  const terms = wanted === undefined ? [] : pairsOf(wanted);
  const conditions = [
    'c.system_key = $1',
    ...(wanted === undefined ? [] : ['position($2 in c.search) > 0']),
    ...(terms.length === 0 ? [] : ['fhir.pair_terms(c.system_key, c.search) @> array(select hashtextextended(term, $1) from unnest($3::text[]) as term)']),
    ...(isActiveOnly ? [ACTIVE] : []),
    ...(isSelectableOnly ? [SELECTABLE] : []),
  ].join(' and ');
  const values = [key, ...(wanted === undefined ? [] : [wanted]), ...(terms.length === 0 ? [] : [terms])];
  const rows = await sql.query<ConceptRow & { total: number }>(
    `with found as materialized (select c.ordinal from fhir.concept c where ${conditions}), counted as (select count(*)::int as total from found)
     select ${COLUMNS}, counted.total from counted left join lateral (
       select c.* from (select ordinal from found order by ordinal offset $${values.length + 1} limit $${values.length + 2}) page
       join fhir.concept c on c.system_key = $1 and c.ordinal = page.ordinal) c on true order by c.ordinal`,
    [...values, offset, limit],
  );
  return { total: rows[0]?.total ?? 0, concepts: rows.filter((row) => row.code !== null).map(conceptOf) };
}

/** Codes right below one: by the first parent, and by the others of a concept that has several (an index of its own). */
const below = (code: string): string =>
  `select code from fhir.concept where system_key = $1 and parent_code = ${code}
   union all select code from fhir.concept where system_key = $1 and properties -> 'parent' ? ${code} and jsonb_array_length(properties -> 'parent') > 1`;

const listChildren = async (sql: Sql, { key }: SystemRow, code: string): Promise<Concept[]> =>
  (await sql.query<ConceptRow>(`select ${COLUMNS} from fhir.concept c where c.system_key = $1 and lower(c.code) in (select lower(code) from (${below('$2')}) child) order by c.ordinal`, [key, code])).map(conceptOf);

/** Deep enough for every published hierarchy; stops circles. */
const DEPTH_MAX = 50;

async function listBelow(sql: Sql, { key }: SystemRow, code: string): Promise<Concept[]> {
  const rows = await sql.query<ConceptRow>(
    `with recursive below (code, depth) as (
       select $2::text, 0 union
       select c.code, b.depth + 1 from below b cross join lateral (${below('b.code')}) c where b.depth < ${DEPTH_MAX})
     select ${COLUMNS} from fhir.concept c where c.system_key = $1 and lower(c.code) in (select lower(code) from below) order by c.ordinal`,
    [key, code],
  );
  return rows.map(conceptOf);
}

/** Parents of a concept called `c`. */
const PARENTS = `(select c.parent_code as code where c.parent_code is not null union select jsonb_array_elements_text(c.properties -> 'parent'))`;

async function listAbove(sql: Sql, { key }: SystemRow, code: string): Promise<string[]> {
  const rows = await sql.query<{ code: string }>(
    `with recursive above (code, depth) as (
       select p.code, 1 from fhir.concept c cross join lateral ${PARENTS} p where c.system_key = $1 and lower(c.code) = lower($2) union
       select p.code, a.depth + 1 from above a join fhir.concept c on c.system_key = $1 and lower(c.code) = lower(a.code) cross join lateral ${PARENTS} p
       where a.depth < ${DEPTH_MAX})
     select distinct code from above`,
    [key, code],
  );
  return rows.map((row) => row.code);
}
