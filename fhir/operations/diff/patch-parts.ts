import { copyLiteral } from '#fhir/types/decimal-json.ts';
import type { ParametersParameter } from '#fhir/types/resources.gen.ts';
import { choiceProperty, isResourceElement, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';

export type Content = Record<string, unknown>;

/** A value with what may stand beside it (`_birthDate`), where it stands and of which type it is. */
export interface Given {
  readonly holder: Content;
  readonly property: string;
  readonly value: unknown;
  readonly sibling: unknown;
  /** FHIR type: a datatype, a backbone (`Patient.contact`), or `Resource`. */
  readonly type: string;
}

/** Types that `value[x]` of Parameters can hold; others are given member by member. */
const OPEN_TYPES = new Set(structureOf('Parameters.parameter').elements.find(({ name }) => name === 'value')!.types);

/** The value as a part of a FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html). */
export function valuePart(name: string, given: Given): ParametersParameter {
  const { holder, property, value, sibling, type } = given;
  if (isResourceElement(type)) return { name, resource: value } as ParametersParameter;
  const open = type === 'xhtml' ? 'string' : type;
  if (!OPEN_TYPES.has(open)) return { name, part: memberParts(value as Content, type) } as ParametersParameter;
  const part: Content = { name };
  const target = choiceProperty('value', open);
  if (value !== undefined && value !== null) part[target] = value;
  if (sibling !== undefined && sibling !== null) part[`_${target}`] = sibling;
  copyLiteral({ holder, property }, { holder: part, property: target });
  return part as unknown as ParametersParameter;
}

function memberParts(content: Content, type: string): ParametersParameter[] {
  return membersOf(content, type).flatMap(({ row, given }) => given.map((each) => valuePart(row.name, each)));
}

export interface Member {
  readonly row: ElementRow;
  /** JSON property, with the type of a choice. */
  readonly property: string;
  readonly type: string;
  /** One, or the items of a list. */
  readonly given: readonly Given[];
}

/** The members of an object in the order of its structure. */
export function membersOf(content: Content, structure: string): Member[] {
  return structureOf(structure).elements.flatMap((row) =>
    row.types.flatMap((type) => {
      const property = row.choice ? choiceProperty(row.name, type) : row.name;
      const given = givenIn(content, property, type);
      return given.length === 0 ? [] : [{ row, property, type, given }];
    }),
  );
}

function givenIn(holder: Content, property: string, type: string): Given[] {
  const [value, sibling] = [holder[property], holder[`_${property}`]];
  if (value === undefined && sibling === undefined) return [];
  const isList = Array.isArray(value) || Array.isArray(sibling);
  if (!isList) return [{ holder, property, value, sibling, type }];
  const [values, siblings] = [(value ?? []) as unknown[], (sibling ?? []) as unknown[]];
  return Array.from({ length: Math.max(values.length, siblings.length) }, (_, at) => ({ holder, property, value: values[at] ?? undefined, sibling: siblings[at] ?? undefined, type }));
}
