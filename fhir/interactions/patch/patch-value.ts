import type { ParametersParameter } from '#fhir/types/resources.gen.ts';
import { copyLiteral } from '#fhir/types/decimal-json.ts';
import { choiceProperty, structureOf } from '#fhir/types/structure-table.ts';
import { elementOf, type Content } from './patch-location.ts';
import { patchProblem } from './patch-problem.ts';

/** A value to put in: of a primitive also the id and extensions beside it. */
export interface PatchValue {
  readonly value: unknown;
  readonly sibling: unknown;
  /** FHIR type of a `value[x]`; undefined for a backbone element given in parts. */
  readonly type: string | undefined;
  /** The part that holds it and the member there: of a decimal also its written form is put in. */
  readonly source?: { readonly holder: Content; readonly property: string };
}

/** Puts a value into a member that is no list. */
export function setValue(holder: Content, property: string, { value, sibling, source }: PatchValue): void {
  if (value !== undefined) holder[property] = value;
  if (sibling !== undefined) holder[`_${property}`] = sibling;
  if (source !== undefined && typeof value === 'number') copyLiteral(source, { holder, property });
}

export interface Wanted {
  readonly at: string;
  /** Of an addition: the structure that gets the member, and its name. */
  readonly structure?: string;
  readonly name?: string;
  /** Of an insertion or replacement: the structure of the element itself. */
  readonly within?: string | undefined;
}

/** The value of a part: `value[x]`, a resource, or parts that are the members of a backbone element. */
export function valueOf(part: ParametersParameter | undefined, wanted: Wanted): PatchValue {
  if (!part) throw patchProblem(wanted.at, '操作缺少 value。', 'The operation lacks value.');
  const content = part as unknown as Content;
  if (content.resource !== undefined) return { value: content.resource, sibling: undefined, type: 'Resource' };
  const types = structureOf('Parameters.parameter').elements.find((row) => row.name === 'value')!.types;
  for (const type of types) {
    const property = choiceProperty('value', type);
    const [value, sibling] = [content[property], content[`_${property}`]];
    if (value !== undefined || sibling !== undefined) return { value, sibling, type, source: { holder: content, property } };
  }
  if (part.part) return { value: backbone(part.part, wanted), sibling: undefined, type: undefined };
  throw patchProblem(wanted.at, 'value 没有内容。', 'The value is empty.');
}

function backbone(parts: readonly ParametersParameter[], { at, structure, name, within }: Wanted): Content {
  const own = within ?? (structure === undefined || name === undefined ? undefined : elementOf(structure, name)?.type);
  if (own === undefined) throw patchProblem(at, '无法确定 value 的结构。', 'The structure of the value cannot be told.');
  const result: Content = {};
  for (const part of parts) {
    const value = valueOf(part, { at, structure: own, name: part.name });
    const element = elementOf(own, part.name, value.type);
    if (!element) throw patchProblem(at, `没有元素 ${part.name}。`, `There is no element ${part.name}.`);
    put(result, element.property, { ...value, many: element.row.max !== 1 });
  }
  return result;
}

function put(result: Content, property: string, { many, ...given }: PatchValue & { many: boolean }): void {
  const { value, sibling } = given;
  if (!many) return setValue(result, property, given);
  const list = (result[property] ??= []) as unknown[];
  list.push(value ?? null);
  if (sibling === undefined) return;
  const siblings = (result[`_${property}`] ??= []) as unknown[];
  while (siblings.length < list.length - 1) siblings.push(null);
  siblings.push(sibling);
}
