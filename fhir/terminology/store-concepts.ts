import type { Sql } from '#platform/database/transaction.ts';
import type { CodeSystem, CodeSystemConcept } from '#fhir/types/resources.gen.ts';
import type { Concept } from './concept.ts';
import { DESIGNATIONS, PROPERTIES } from './designations.ts';
import { supplementTo } from './stored-systems.ts';

/** A CodeSystem as it was just stored; `content` is empty after a deletion. */
export interface StoredCodeSystem {
  readonly key: string;
  readonly type: string;
  readonly content: string;
  readonly lastUpdated: string;
}

interface Row {
  readonly code: string;
  readonly display: string | null;
  readonly definition: string | null;
  readonly parent: string | null;
  readonly search: string;
  readonly properties: string | null;
}

/** Keeps the concept rows of the code systems among the stored resources; does nothing for others. */
export async function storeConcepts(sql: Sql, rows: readonly StoredCodeSystem[]): Promise<void> {
  for (const row of rows) if (row.type === 'CodeSystem') await storeOne(sql, row);
}

async function storeOne(sql: Sql, { key, content, lastUpdated }: StoredCodeSystem): Promise<void> {
  await sql.query('delete from fhir.concept where system_key = $1', [key]);
  await sql.query('delete from fhir.code_system where key = $1', [key]);
  if (content === '') return;
  const system = JSON.parse(content) as CodeSystem;
  if (system.url === undefined || !hasConcepts(system)) return;
  const [base, baseVersion] = system.content === 'supplement' ? (system.supplements ?? '').split('|') as [string, string?] : [];
  const [url, version] = base === undefined ? [system.url, system.version] : [supplementTo(base), baseVersion];
  await sql.query('insert into fhir.code_system (key, url, version, name, case_sensitive, last_updated, value_set) values ($1, $2, $3, $4, $5, $6, $7)', [
    key, url, version ?? null, system.name ?? system.title ?? null, system.caseSensitive ?? false, lastUpdated, base === undefined ? (system.valueSet?.split('|')[0] ?? null) : null,
  ]);
  const concepts = rowsOf(system.concept ?? [], null);
  const column = (name: keyof Row): (string | null)[] => concepts.map((concept) => concept[name]);
  await sql.query(
    `insert into fhir.concept (system_key, ordinal, code, display, definition, parent_code, search, properties)
     select $1, v.ordinal, v.code, v.display, v.definition, v.parent, v.search, v.properties::jsonb
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality
       as v (code, display, definition, parent, search, properties, ordinal)`,
    [key, column('code'), column('display'), column('definition'), column('parent'), column('search'), column('properties')],
  );
}

/** What says that its concepts are elsewhere is no code system to look codes up in; what only adds to another is kept for that one. */
const hasConcepts = ({ content, supplements }: CodeSystem): boolean => content !== 'not-present' && (content !== 'supplement' || supplements !== undefined);

function rowsOf(concepts: readonly CodeSystemConcept[], parent: string | null): Row[] {
  return concepts.flatMap((concept) => [rowOf(concept, parent), ...rowsOf(concept.concept ?? [], concept.code)]);
}

/** The concept of a row, for code systems that are given with a request. */
export const conceptsIn = (system: CodeSystem): Concept[] =>
  rowsOf(system.concept ?? [], null).map(({ code, display, definition, parent, properties }) => ({
    code, ...(display === null ? {} : { display }), ...(definition === null ? {} : { definition }), ...(parent === null ? {} : { parent }),
    ...(properties === null ? {} : { properties: JSON.parse(properties) as Record<string, string[]> }),
  }));

function rowOf(concept: CodeSystemConcept, parent: string | null): Row {
  const properties: Record<string, string[]> = {};
  for (const property of concept.property ?? []) {
    const value = Object.entries(property).find(([name]) => name.startsWith('value'))?.[1] as unknown;
    (properties[property.code] ??= []).push(typeof value === 'object' ? ((value as { code?: string }).code ?? '') : String(value));
  }
  const designations = (concept.designation ?? []).map((designation) => designation.value);
  if (designations.length > 0) {
    properties.designation = designations;
    properties[DESIGNATIONS] = concept.designation!.map((each) => JSON.stringify(each));
  }
  if (concept.property) properties[PROPERTIES] = concept.property.map((each) => JSON.stringify(each));
  return {
    code: concept.code,
    display: concept.display ?? null,
    definition: concept.definition ?? null,
    parent: parent ?? properties.parent?.[0] ?? properties.subsumedBy?.[0] ?? null,
    search: [concept.code, concept.display ?? '', ...designations].join(' ').toLowerCase(),
    properties: Object.keys(properties).length === 0 ? null : JSON.stringify(properties),
  };
}
