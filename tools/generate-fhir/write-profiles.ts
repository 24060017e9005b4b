import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Json = Record<string, unknown>;

/** What a check of an instance reads; texts, mappings and examples are left out. */
const KEPT = ['id', 'path', 'sliceName', 'slicing', 'min', 'max', 'maxLength'];
const PREFIXES = /^(fixed|pattern|minValue|maxValue)[A-Z]/;

const FILES = ['extension-definitions.json', 'profiles-others.json'];

/** Extensions and profiles of the standard as their differentials, one line each, beginning with the url. */
export async function writeProfiles(root: string, header: string): Promise<string> {
  const folder = join(root, 'node_modules', '@medplum', 'definitions', 'dist', 'fhir', 'r4');
  const lines: string[] = [];
  for (const name of FILES) {
    const { entry } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { entry: { resource: Json }[] };
    for (const { resource } of entry) {
      if (!String(resource['url']).startsWith('http://hl7.org/fhir/StructureDefinition/')) continue;
      lines.push(JSON.stringify([resource['url'], compactProfile(resource)]));
    }
  }
  return `${header}export const profileLines: readonly string[] = [\n${lines.sort().map((line) => `  ${quote(line)},`).join('\n')}\n];\n`;
}

const quote = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

function compactProfile(profile: Json): Json {
  const { resourceType, url, name, status, kind, abstract, type, baseDefinition, derivation, context } = profile;
  const elements = (profile['differential'] as { element: Json[] }).element;
  return { resourceType, url, name, status, kind, abstract, type, baseDefinition, derivation, context, differential: { element: elements.map(compactElement) } };
}

function compactElement(element: Json): Json {
  const kept = Object.entries(element).filter(([key]) => KEPT.includes(key) || PREFIXES.test(key));
  const types = element['type'] as { code: string; profile?: string[]; targetProfile?: string[] }[] | undefined;
  const binding = element['binding'] as { strength: string; valueSet?: string } | undefined;
  const constraints = (element['constraint'] as { key: string; severity: string; human: string; expression?: string }[] | undefined)?.filter(({ key }) => !/^(ele|ext|dom)-\d+$/.test(key));
  return {
    ...Object.fromEntries(kept),
    ...(types === undefined ? {} : { type: types.map(({ code, profile, targetProfile }) => ({ code, profile, targetProfile })) }),
    ...(binding === undefined || binding.strength === 'example' ? {} : { binding: { strength: binding.strength, valueSet: binding.valueSet } }),
    ...(constraints?.length ? { constraint: constraints.map(({ key, severity, human, expression }) => ({ key, severity, human, expression })) } : {}),
  };
}
