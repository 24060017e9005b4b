import type { Sql } from '#platform/database/transaction.ts';
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
  const [row] = await sql.query<SystemRow>(
    `select key::text as key, url, version, name, case_sensitive as "isCaseSensitive" from fhir.code_system
     where url = $1 and ($2::text is null or version = $2) order by last_updated desc limit 1`,
    [url, version ?? null],
  );
  return row ? storedSystem(sql, row) : undefined;
}

function storedSystem(sql: Sql, system: SystemRow): CodeSystemSource {
  return {
    url: system.url,
    ...(system.version === null ? {} : { version: system.version }),
    ...(system.name === null ? {} : { name: system.name }),
    find: (code) => findConcept(sql, system, code),
    list: (asked) => listConcepts(sql, system, asked),
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

async function listConcepts(sql: Sql, { key }: SystemRow, { text, offset, limit }: ListAsked): Promise<ConceptPage> {
  const pattern = text === undefined ? null : `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const where = 'c.system_key = $1 and ($2::text is null or c.search like $2)';
  const [rows, counts] = await Promise.all([
    sql.query<ConceptRow>(`select ${COLUMNS} from fhir.concept c where ${where} order by c.ordinal offset $3 limit $4`, [key, pattern, offset, limit]),
    sql.query<{ total: number }>(`select count(*)::int as total from fhir.concept c where ${where}`, [key, pattern]),
  ]);
  return { total: counts[0]!.total, concepts: rows.map(conceptOf) };
}

/** Deep enough for every published hierarchy; stops circles. */
const DEPTH_MAX = 50;

async function listBelow(sql: Sql, { key }: SystemRow, code: string): Promise<Concept[]> {
  const rows = await sql.query<ConceptRow>(
    `with recursive below (code, depth) as (
       select $2::text, 0 union
       select c.code, b.depth + 1 from fhir.concept c join below b on c.system_key = $1 and c.parent_code = b.code where b.depth < ${DEPTH_MAX})
     select ${COLUMNS} from fhir.concept c where c.system_key = $1 and lower(c.code) in (select lower(code) from below) order by c.ordinal`,
    [key, code],
  );
  return rows.map(conceptOf);
}

async function listAbove(sql: Sql, { key }: SystemRow, code: string): Promise<string[]> {
  const rows = await sql.query<{ code: string }>(
    `with recursive above (code, depth) as (
       select parent_code, 1 from fhir.concept where system_key = $1 and lower(code) = lower($2) and parent_code is not null union
       select c.parent_code, a.depth + 1 from fhir.concept c join above a on c.system_key = $1 and lower(c.code) = lower(a.code)
       where c.parent_code is not null and a.depth < ${DEPTH_MAX})
     select code from above`,
    [key, code],
  );
  return rows.map((row) => row.code);
}
