import type { SearchParameterSource, Source } from './source.ts';
import type { Element, Model } from './structures.ts';

const quote = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

/** A table as an array of JSON lines: parsed lazily, one line at a time, and readable in a diff. */
const lines = (name: string, rows: readonly unknown[]): string =>
  `export const ${name}: readonly string[] = [\n${rows.map((row) => `  ${quote(JSON.stringify(row))},`).join('\n')}\n];\n`;

/** Rows `[name, kind, [[element, min, max, types, binding, targets], …]]`, trailing empty cells dropped; `+` marks summary elements. */
export function writeStructures(model: Model, header: string): string {
  const urls = [...model.valueSets.keys()];
  const rows = model.structures.map((structure) => [
    structure.name,
    structure.kind,
    structure.elements.map((element) => elementRow(element, urls)),
  ]);
  const sets = [...model.valueSets].map(([url, systems]) => [url, Object.fromEntries([...systems].map(([system, codes]) => [system, [...codes]]))]);
  return [header, lines('structureLines', rows), lines('valueSetLines', sets)].join('\n');
}

function elementRow(element: Element, urls: readonly string[]): unknown[] {
  const row: unknown[] = [
    element.summary ? `+${element.name}` : element.name,
    element.min,
    element.max,
    element.types.join('|'),
    element.binding === '' ? -1 : urls.indexOf(element.binding),
    element.targets.join('|'),
  ];
  if (row[5] === '') row.pop();
  if (row.length === 5 && row[4] === -1) row.pop();
  return row;
}

/** Rows `[id, code, type, bases, expression, targets, [[component type, expression], …]]`. */
export function writeSearchParameters(source: Source, header: string): string {
  const types = new Map(source.searchParameters.map((parameter) => [parameter.url, parameter.type]));
  const rows = [...source.searchParameters]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter((parameter) => parameter.expression !== undefined || parameter.type === 'special')
    .map((parameter) => parameterRow(parameter, types));
  return [header, lines('searchParameterLines', rows)].join('\n');
}

function parameterRow(parameter: SearchParameterSource, types: ReadonlyMap<string, string>): unknown[] {
  const components = (parameter.component ?? []).map((component) => [
    types.get(component.definition) ?? 'unknown',
    component.expression,
    component.definition.slice(component.definition.lastIndexOf('/') + 1),
  ]);
  const row: unknown[] = [
    parameter.id,
    parameter.code,
    parameter.type,
    parameter.base.join('|'),
    parameter.expression ?? '',
    (parameter.target ?? []).join('|'),
  ];
  return components.length === 0 ? row : [...row, components];
}
