import { structureLines, valueSetLines } from './structures.gen.ts';

/** One element of a structure; `max` -1 is unbounded; a choice element keeps its `[x]` in `choice` types only. */
export interface ElementRow {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly types: readonly string[];
  /** Index of the required value set, -1 without one. */
  readonly binding: number;
  /** Resource types that a Reference may point to; empty means any. */
  readonly targets: readonly string[];
  readonly choice: boolean;
  /** Part of `_summary=true`. */
  readonly summary: boolean;
}

export interface StructureRow {
  readonly name: string;
  readonly kind: 'resource' | 'datatype' | 'backbone';
  readonly elements: readonly ElementRow[];
}

type Row = [string, StructureRow['kind'], [string, number, number, string, number?, string?][]];

const lineOf = new Map(structureLines.map((line) => [line.slice(2, line.indexOf('"', 2)), line]));
const parsed = new Map<string, StructureRow>();

export const isStructure = (name: string): boolean => lineOf.has(name);
export const isResourceType = (name: string): boolean => lineOf.get(name)?.startsWith(`["${name}","resource"`) ?? false;

/** An element that holds a whole resource: contained, an entry of a bundle, an outcome. */
export const isResourceElement = (type: string): boolean => type === 'Resource' || isResourceType(type);

/** The structure of a resource, datatype or backbone (`Patient.contact`); parsed on first use. */
export function structureOf(name: string): StructureRow {
  const known = parsed.get(name);
  if (known) return known;
  const line = lineOf.get(name);
  if (line === undefined) throw new Error(`No FHIR structure is called ${name}`);
  const row = JSON.parse(line) as Row;
  const structure: StructureRow = {
    name: row[0],
    kind: row[1],
    elements: row[2].map(([path, min, max, types, binding = -1, targets = '']) => ({
      name: path.replace(/^\+|\[x\]$/g, ''),
      summary: path.startsWith('+'),
      min,
      max,
      types: types.split('|'),
      binding,
      targets: targets === '' ? [] : targets.split('|'),
      choice: path.endsWith('[x]'),
    })),
  };
  parsed.set(name, structure);
  return structure;
}

/** JSON property of a choice element for one type: `value` + `Quantity` → `valueQuantity`. */
export const choiceProperty = (name: string, type: string): string => name + type.charAt(0).toUpperCase() + type.slice(1);

export interface ValueSetRow {
  readonly url: string;
  /** Code system → codes. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
}

const valueSets = new Map<number, ValueSetRow>();

/** Parsed on first use. */
export function valueSetAt(index: number): ValueSetRow {
  let row = valueSets.get(index);
  if (!row) {
    const [url, codes] = JSON.parse(valueSetLines[index]!) as [string, Record<string, string[]>];
    valueSets.set(index, (row = { url, codes }));
  }
  return row;
}
