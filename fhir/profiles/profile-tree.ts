import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';

/** One element of a profile with what lies below it; `slices` are the named parts of a sliced element. */
export interface ProfileElement {
  readonly definition: ElementDefinition;
  readonly path: string;
  /** Last part of the path, without `[x]`. */
  readonly name: string;
  readonly children: ProfileElement[];
  readonly slices: ProfileElement[];
}

/**
 * The elements of a StructureDefinition as a tree. A differential does as well as a snapshot: what it leaves out is
 * checked by the profile it builds on. Elements between are made up where a differential skips them.
 */
export function profileTree(profile: StructureDefinition): ProfileElement {
  const elements = profile.snapshot?.element ?? profile.differential?.element ?? [];
  const root = newElement({ path: profile.type } as ElementDefinition);
  const byId = new Map<string, ProfileElement>([[profile.type, root]]);
  for (const definition of elements) {
    if (!definition.path.includes('.')) {
      Object.assign(root.definition, definition);
      continue;
    }
    place(definition, byId);
  }
  return root;
}

function newElement(definition: ElementDefinition): ProfileElement {
  const name = definition.path.slice(definition.path.lastIndexOf('.') + 1).replace(/\[x\]$/, '');
  return { definition: { ...definition }, path: definition.path, name, children: [], slices: [] };
}

function place(definition: ElementDefinition, byId: Map<string, ProfileElement>): void {
  const id = idOf(definition, byId);
  const known = byId.get(id);
  if (known) {
    Object.assign(known.definition, definition);
    return;
  }
  const element = newElement(definition);
  byId.set(id, element);
  const last = id.slice(id.lastIndexOf('.') + 1);
  const slice = last.indexOf(':');
  // `phone/home` is a slice of the slice `phone` (R4 §5.1.0.14).
  const within = slice >= 0 ? last.lastIndexOf('/') : -1;
  if (within > slice && byId.has(id.slice(0, id.length - last.length + within))) byId.get(id.slice(0, id.length - last.length + within))!.slices.push(element);
  else if (slice >= 0) elementAt(id.slice(0, id.length - last.length + slice), byId).slices.push(element);
  else elementAt(parentId(id), byId).children.push(element);
}

const parentId = (id: string): string => id.slice(0, id.lastIndexOf('.'));

/** Ids are optional in a differential; without one the path and the slice name say it. */
function idOf(definition: ElementDefinition, byId: ReadonlyMap<string, ProfileElement>): string {
  if (definition.id !== undefined && definition.id.includes('.')) return definition.id;
  const id = [...byId].reverse().find(([, each]) => each.path === definition.path.slice(0, definition.path.lastIndexOf('.')))?.[0];
  const parent = id ?? definition.path.slice(0, definition.path.lastIndexOf('.'));
  const last = definition.path.slice(definition.path.lastIndexOf('.') + 1);
  return `${parent}.${last}${definition.sliceName === undefined ? '' : `:${definition.sliceName}`}`;
}

/** The element of an id, made up with no rule of its own when the profile skips it. */
function elementAt(id: string, byId: Map<string, ProfileElement>): ProfileElement {
  const known = byId.get(id);
  if (known) return known;
  const path = id.replace(/:[^.]+/g, '');
  place({ id, path } as ElementDefinition, byId);
  return byId.get(id)!;
}
