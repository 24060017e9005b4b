import type { Element, Model, Structure } from './structures.ts';

const NUMBERS = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);
/** Longer code lists (currencies, all resource types) are plain strings in TypeScript; the validator still checks them. */
const LITERALS_MAX = 60;

/** TypeScript of every R4 resource and datatype. */
export function writeTypes(model: Model, header: string): string {
  const primitives = new Set(model.primitives);
  const literals = literalNames(model);
  const used = new Set<string>();
  const context = { primitives, literals, used };
  const bodies = model.structures.map((structure) => writeStructure(structure, context));
  const aliases = [...model.valueSets]
    .filter(([url]) => used.has(url))
    .map(([url, systems]) => `export type ${literals.get(url)!} = ${[...codesOf(systems)].map((code) => JSON.stringify(code)).join(' | ')};`);
  const resources = model.structures.filter((structure) => structure.kind === 'resource').map((structure) => structure.name);
  return [
    header,
    ...aliases,
    '',
    ...bodies,
    `export interface ResourceByType {\n${resources.map((name) => `  ${name}: ${name};`).join('\n')}\n}`,
    '',
    'export type ResourceType = keyof ResourceByType;',
    'export type Resource = ResourceByType[ResourceType];',
    `export const resourceTypes: readonly ResourceType[] = ${JSON.stringify(resources)};`,
    '',
  ].join('\n');
}

interface Context {
  primitives: Set<string>;
  literals: Map<string, string>;
  used: Set<string>;
}

const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const typeName = (name: string): string => name.split('.').map(pascal).join('');

function codesOf(systems: Map<string, Set<string>>): Set<string> {
  return new Set([...systems.values()].flatMap((set) => [...set]));
}

function literalNames(model: Model): Map<string, string> {
  const names = new Map<string, string>();
  for (const [url, systems] of model.valueSets) {
    if (codesOf(systems).size <= LITERALS_MAX) names.set(url, `${pascal(url.slice(url.lastIndexOf('/') + 1))}Code`);
  }
  return names;
}

function writeStructure(structure: Structure, context: Context): string {
  const lines = structure.elements.flatMap((element) => writeElement(element, context));
  const first = structure.kind === 'resource' ? [`  resourceType: '${structure.name}';`] : [];
  return `export interface ${typeName(structure.name)} {\n${[...first, ...lines].join('\n')}\n}\n`;
}

function writeElement(element: Element, context: Context): string[] {
  if (element.max === 0) return [];
  const isChoice = element.name.endsWith('[x]');
  const stem = isChoice ? element.name.slice(0, -3) : element.name;
  const many = element.max !== 1;
  return element.types.flatMap((type) => {
    const name = isChoice ? stem + type.charAt(0).toUpperCase() + type.slice(1) : stem;
    const optional = element.min === 0 || isChoice ? '?' : '';
    const lines = [`  ${name}${optional}: ${wrap(tsType(type, element, context), many)};`];
    if (context.primitives.has(type) && type !== 'xhtml') lines.push(`  _${name}?: ${many ? '(Element | null)[]' : 'Element'};`);
    return lines;
  });
}

const wrap = (type: string, many: boolean): string => (many ? `${type}[]` : type);

function tsType(type: string, element: Element, context: Context): string {
  if (type === 'boolean') return 'boolean';
  if (NUMBERS.has(type)) return 'number';
  if (type === 'code' && context.literals.has(element.binding)) {
    context.used.add(element.binding);
    return context.literals.get(element.binding)!;
  }
  if (context.primitives.has(type)) return 'string';
  return typeName(type);
}
