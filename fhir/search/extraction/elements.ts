import { pointsTo } from '#fhir/search/extraction/index-values.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { compilePath, Names } from '#fhir/search/extraction/path-compiler.ts';
import { parsePath } from '#fhir/search/extraction/path-parser.ts';
import type { Reference, Resource } from '#fhir/types/resources.gen.ts';

/** A value that a search parameter reaches, with its FHIR type, as it stands in the resource. */
export interface Element {
  readonly type: string;
  readonly value: unknown;
  /** Index of its required value set. */
  readonly binding?: number | undefined;
}

type Reader = (start: object, resource: object) => Element[];

const readers = new Map<string, Reader>();

/** What `expression` reaches from an element of a type. The values themselves: nothing is indexed, hashed or folded. */
export function elementsAt(expression: string, from: Element, resource: Resource): Element[] {
  const name = `${resource.resourceType} ${from.type} ${expression}`;
  let reader = readers.get(name);
  if (!reader) readers.set(name, (reader = compileReader(expression, from.type, resource.resourceType)));
  return reader(from.value as object, resource);
}

function compileReader(expression: string, type: string, resourceType: string): Reader {
  const place = { names: new Names(), variable: 'start', type, resource: { variable: 'resource', type: resourceType } };
  const body = compilePath(parsePath(expression), place, (variable, leafType, binding) => `out.push({type:${JSON.stringify(leafType)},value:${variable},binding:${binding}});`);
  return new Function('pointsTo', `return function(start,resource){const out=[];${body}return out;}`)(pointsTo) as Reader;
}

export const elementsOf = (resource: Resource, parameter: SearchParameterRow): Element[] =>
  parameter.expression === '' ? [] : elementsAt(parameter.expression, { type: resource.resourceType, value: resource }, resource);

export const parameterOf = (type: string, code: string): SearchParameterRow | undefined => parametersOf(type).get(code);

export const withoutVersion = (address: string): string => address.split('/_history/')[0]!;

/** What an element refers to: an address here, an absolute one, or a canonical with its version. Not what it contains. */
export function addressIn({ type, value }: Element): string | undefined {
  if (typeof value === 'string') return value;
  if (type === 'Resource') return `${(value as { resourceType: string }).resourceType}/${(value as { id?: string }).id ?? ''}`;
  const { reference } = value as Reference;
  return reference === undefined || reference.startsWith('#') ? undefined : withoutVersion(reference);
}
