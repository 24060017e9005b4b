import type { Sql } from '#platform/database/transaction.ts';
import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { findByCanonical } from '../repository/search.ts';
import { ownProfiles } from './catalogue.ts';
import { findCoreProfile } from './core-profiles.ts';
import { ownExtensions } from './own-extensions.ts';
import { withoutVersion } from './profile-check.ts';

const own = new Map([...ownProfiles, ...ownExtensions].map((profile) => [profile.url, profile]));

/** Profiles that one validation may need; more are taken as unknown. */
const PROFILES_MAX = 200;

/** The profiles named and those they build on or refer to, by the addresses as they are written (two versions of one are two): ours, those stored in the repository, and those of R4. */
export async function loadProfiles(sql: Sql | undefined, canonicals: Iterable<string>): Promise<Map<string, StructureDefinition>> {
  const found = new Map<string, StructureDefinition>();
  const queue = [...canonicals];
  const asked = new Set<string>();
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
    if (asked.has(url) || asked.size >= PROFILES_MAX) continue;
    asked.add(url);
    const profile = await findProfile(sql, url);
    if (!profile) continue;
    found.set(url, profile);
    queue.push(...referencesOf(profile));
  }
  return found;
}

async function findProfile(sql: Sql | undefined, canonical: string): Promise<StructureDefinition | undefined> {
  const url = withoutVersion(canonical);
  const known = own.get(url);
  if (known || isBaseType(url)) return known;
  if (!sql) return findCoreProfile(url);
  return (await findByCanonical(sql, 'StructureDefinition', canonical)) ?? findCoreProfile(url);
}

/** The base types of R4 are compiled into the validator. */
const isBaseType = (url: string): boolean => /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[A-Z][A-Za-z]+$/.test(url);

function referencesOf({ baseDefinition, snapshot, differential }: StructureDefinition): string[] {
  const elements: readonly ElementDefinition[] = snapshot?.element ?? differential?.element ?? [];
  const types = elements.flatMap((element) => element.type ?? []);
  return [...(baseDefinition === undefined ? [] : [baseDefinition]), ...types.flatMap((type) => [...(type.profile ?? []), ...(type.targetProfile ?? [])])].map((each) => (each.includes('|') ? each : withoutVersion(each)));
}
