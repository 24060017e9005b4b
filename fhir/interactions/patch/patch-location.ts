import { compile, type Model } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { Problem } from '#platform/kernel/problem.ts';
import { criterionFunctions } from '#fhir/fhirpath/singletons.ts';
import { choiceProperty, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import { patchProblem } from './patch-problem.ts';

export type Content = Record<string, unknown>;

/** An element that a path names: the object that holds it, its JSON property and its position in a list. */
export interface Location {
  readonly holder: Content | undefined;
  readonly property: string;
  readonly index: number | undefined;
  readonly holderStructure: string | undefined;
  /** Structure of the element itself when it has members (`Patient.contact`), else undefined. */
  readonly structure: string | undefined;
  readonly value: unknown;
  /** What the element's own members stand in: itself, or what stands beside a primitive (`_birthDate`), which may not be there yet. */
  readonly members: Content | undefined;
  /** Structure of the members: that of the element, `Element` for a primitive. */
  readonly memberStructure: string | undefined;
}

/** What fhirpath.js knows of a node. */
interface Node {
  readonly parentResNode: Node | null;
  readonly propName: string | null;
  readonly index: number | null;
  readonly data: unknown;
}

const PATH_MAX = 2000;

/** Elements of the resource that a FHIRPath names, in its order. Throws `fhir.patch-invalid` for what is no path. */
export function locate(resource: Content, path: string, at: string): Location[] {
  if (path.length > PATH_MAX) throw patchProblem(at, '路径过长。', 'The path is too long.');
  requireKnownFunctions(path, at);
  let nodes: readonly Node[] = [];
  const capture = { fn: (found: Node[]) => ((nodes = found), []), arity: { 0: [] }, internalStructures: true };
  try {
    compile(`(${withQuotedNames(path)}).patchTarget()`, r4 as Model, { userInvocationTable: { ...(criterionFunctions as Record<string, typeof capture>), patchTarget: capture } })(resource as never, { resource, rootResource: resource, context: resource });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw patchProblem(at, `路径 ${path} 不是有效的 FHIRPath。`, `${path} is not a valid FHIRPath.`);
  }
  return nodes.map((node) => locationOf(resource, node, at));
}

/** Functions that find an element. Not among them: regular expressions of the caller, which can run for hours, and `trace`, which writes to the log. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'where', 'first', 'last', 'tail', 'skip', 'take', 'single', 'ofType', 'as', 'is', 'extension', 'exists', 'empty', 'not', 'all', 'count', 'hasValue', 'startsWith', 'endsWith', 'contains',
  'indexOf', 'substring', 'lower', 'upper', 'length', 'toString', 'toInteger', 'iif', 'union', 'combine', 'intersect', 'exclude', 'distinct', 'in', 'and', 'or', 'xor', 'implies', 'mod', 'div',
]);

function requireKnownFunctions(path: string, at: string): void {
  const bare = path.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  // A name may be quoted, and a comment may stand before the bracket.
  const refused = /`[^`]*`\s*\(|\/[*/]/.test(bare) ? '`' : [...bare.matchAll(/([A-Za-z_]\w*)\s*\(/g)].map((found) => found[1]!).find((name) => !FUNCTIONS.has(name));
  if (refused !== undefined) throw patchProblem(at, `补丁的路径中不能使用 ${refused}。`, `A patch path cannot use ${refused}.`);
}

/** Element names that FHIRPath reserves as operators (`Patient.text.div`) are written plainly in patches; the grammar wants quotes. */
const withQuotedNames = (path: string): string =>
  path.replace(/'(?:[^'\\]|\\.)*'|`[^`]*`|\.(div|mod|and|or|xor|implies|is|as|in|contains)\b(?!\s*\()/g, (found, name?: string) => (name === undefined ? found : `.\`${name}\``));

function locationOf(resource: Content, node: Node, at: string): Location {
  if (typeof node !== 'object' || node === null || !('parentResNode' in node)) throw patchProblem(at, '路径没有指向元素。', 'The path does not name an element.');
  const steps: { property: string; index: number | undefined }[] = [];
  for (let each = node; each.parentResNode; each = each.parentResNode) steps.unshift({ property: each.propName ?? '', index: each.index ?? undefined });
  let location: Location = { holder: undefined, holderStructure: undefined, property: '', index: undefined, structure: String(resource.resourceType), value: resource, members: resource, memberStructure: String(resource.resourceType) };
  for (const { property, index } of steps) location = stepInto(location, property, index);
  return location;
}

function stepInto(from: Location, name: string, index: number | undefined): Location {
  const holder = from.members ?? {};
  const property = presentProperty(holder, from.memberStructure, name);
  const found = from.memberStructure === undefined ? undefined : elementOf(from.memberStructure, property);
  const list = holder[property];
  // Values that have only extensions may be given by those alone.
  const isList = Array.isArray(list ?? holder[`_${property}`]);
  const value = isList ? (list as unknown[] | undefined)?.[index ?? 0] : list;
  const type = found?.type === 'Resource' ? String((value as Content | undefined)?.resourceType) : found?.type;
  const isComplex = typeof value === 'object' && value !== null;
  const structure = type !== undefined && isStructure(type) ? type : undefined;
  const beside = isList ? (holder[`_${property}`] as unknown[] | undefined)?.[index ?? 0] : holder[`_${property}`];
  return {
    holder,
    holderStructure: from.memberStructure,
    property,
    index: isList ? (index ?? 0) : undefined,
    structure,
    value,
    members: (isComplex ? value : (beside ?? undefined)) as Content | undefined,
    memberStructure: structure ?? (found && !isComplex ? 'Element' : undefined),
  };
}

/** `deceased` as a path says it is `deceasedBoolean` in the object. */
function presentProperty(holder: Content, structure: string | undefined, name: string): string {
  if (structure === undefined || holder[name] !== undefined || holder[`_${name}`] !== undefined) return name;
  const row = structureOf(structure).elements.find((each) => each.choice && each.name === name);
  const properties = row?.types.map((type) => choiceProperty(name, type)) ?? [];
  return properties.find((each) => holder[each] !== undefined || holder[`_${each}`] !== undefined) ?? name;
}

/** The path of what an element stands in and its name: `Patient.name[0].given` is `given` of `Patient.name[0]`; nothing for other paths. */
export function parentOf(path: string): { readonly parent: string; readonly name: string } | undefined {
  const [, parent, name] = /^(.+)\.([A-Za-z]\w*)$/.exec(path.trim()) ?? [];
  return parent === undefined || name === undefined ? undefined : { parent, name };
}

/** The element behind a JSON property, or behind the name of a choice (`deceased`) with the type of the value. */
export function elementOf(structure: string, name: string, valueType?: string): { row: ElementRow; type: string; property: string } | undefined {
  for (const row of structureOf(structure).elements) {
    if (!row.choice && row.name === name) return { row, type: row.types[0]!, property: name };
    if (!row.choice) continue;
    const type = row.types.find((each) => choiceProperty(row.name, each) === name || (name.replace('[x]', '') === row.name && each === valueType));
    if (type !== undefined) return { row, type, property: choiceProperty(row.name, type) };
  }
  return undefined;
}
