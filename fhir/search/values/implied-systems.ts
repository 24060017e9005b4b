import { valueSetAt } from '#fhir/types/structure-table.ts';

/** R4 calls it by the second name in its page on search, and it is published under the first. */
const OF_BOOLEANS: readonly string[] = ['http://terminology.hl7.org/CodeSystem/special-values', 'http://hl7.org/fhir/special-values'];

/** Code system → its codes in lower case. */
export type ImpliedSystems = ReadonlyMap<string, ReadonlySet<string>>;

const BOOLEANS: ImpliedSystems = new Map(OF_BOOLEANS.map((system) => [system, new Set(['true', 'false'])]));

const found = new Map<number, ImpliedSystems>();

/**
 * An element of type `code` or `boolean` has no system of its own: it is that of the value set it is bound to (R4 §3.1.1.4.10). Undefined for an element
 * that has its own system, or whose value set cannot be listed (languages, media types): any system is then taken for the implied one.
 */
export function impliedSystems(type: string, binding: number | undefined): ImpliedSystems | undefined {
  if (type === 'boolean') return BOOLEANS;
  if (type !== 'code' || binding === undefined || binding < 0) return undefined;
  let systems = found.get(binding);
  if (!systems) {
    const { codes } = valueSetAt(binding);
    found.set(binding, (systems = new Map(Object.entries(codes).map(([system, list]) => [system, new Set(list.map((code) => code.toLowerCase()))]))));
  }
  return systems;
}

/** Elements that have codes alone. */
export interface CodesAlone {
  readonly systems: ImpliedSystems | undefined;
}

export const areCodes = (types: ReadonlySet<string>): boolean => types.size > 0 && [...types].every((type) => type === 'code' || type === 'boolean');

/** Of several elements together; undefined as soon as one takes any system. */
export function unitedSystems(all: readonly (ImpliedSystems | undefined)[]): ImpliedSystems | undefined {
  if (all.length === 1) return all[0];
  const united = new Map<string, Set<string>>();
  for (const systems of all) {
    if (!systems) return undefined;
    for (const [system, codes] of systems) united.set(system, new Set([...(united.get(system) ?? []), ...codes]));
  }
  return united;
}
