import { pointsTo } from '#fhir/search/extraction/index-values.ts';
import { parametersOf, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { compilePath, Names } from '#fhir/search/extraction/path-compiler.ts';
import { parsePath } from '#fhir/search/extraction/path-parser.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';

/** A value that a search parameter reaches, with its FHIR type, as it stands in the resource. */
export interface Element {
  readonly type: string;
  readonly value: unknown;
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
  const body = compilePath(parsePath(expression), place, (variable, leafType) => `out.push({type:${JSON.stringify(leafType)},value:${variable}});`);
  return new Function('pointsTo', `return function(start,resource){const out=[];${body}return out;}`)(pointsTo) as Reader;
}

export const elementsOf = (resource: Resource, parameter: SearchParameterRow): Element[] =>
  parameter.expression === '' ? [] : elementsAt(parameter.expression, { type: resource.resourceType, value: resource }, resource);

export const parameterOf = (type: string, code: string): SearchParameterRow | undefined => parametersOf(type).get(code);
