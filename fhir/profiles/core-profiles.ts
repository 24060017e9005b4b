import type { StructureDefinition } from '#fhir/types/resources.gen.ts';

let lines: Promise<ReadonlyMap<string, string>> | undefined;
const opened = new Map<string, StructureDefinition>();

/** Profiles and extensions that R4 itself defines (vital signs, `patient-nationality` …), parsed when first asked for. */
export async function findCoreProfile(url: string): Promise<StructureDefinition | undefined> {
  const known = opened.get(url);
  if (known) return known;
  lines ??= import('#fhir/types/profiles.gen.ts').then(({ profileLines }) => new Map(profileLines.map((line) => [line.slice(2, line.indexOf('"', 2)), line])));
  const line = (await lines).get(url);
  if (line === undefined) return undefined;
  const [, profile] = JSON.parse(line) as [string, StructureDefinition];
  opened.set(url, profile);
  return profile;
}
