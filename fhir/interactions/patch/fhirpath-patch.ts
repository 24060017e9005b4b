import type { Parameters, ParametersParameter } from '#fhir/types/resources.gen.ts';
import { patchProblem } from './patch-problem.ts';
import { elementOf, locate, parentOf, type Content, type Location } from './patch-location.ts';
import { setValue, valueOf, type PatchValue } from './patch-value.ts';

const OPERATIONS_MAX = 1000;

interface Step {
  readonly at: string;
  readonly type: string;
  readonly path: string;
  readonly parts: ReadonlyMap<string, ParametersParameter>;
}

/**
 * Applies a FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html) to a resource that the caller owns (it is changed).
 * Throws `fhir.patch-invalid` naming the operation.
 */
export function applyFhirPathPatch(resource: Content, patch: Parameters): Content {
  const operations = patch.parameter ?? [];
  if (operations.length > OPERATIONS_MAX) throw patchProblem('Parameters', `补丁最多 ${OPERATIONS_MAX} 个操作。`, `A patch has at most ${OPERATIONS_MAX} operations.`);
  const steps = operations.map((operation, index) => stepOf(operation, `Parameters.parameter[${index}]`));
  for (const step of steps) applyStep(resource, step);
  if (steps.some(({ type }) => type === 'delete')) dropEmpty(resource);
  return resource;
}

function stepOf(operation: ParametersParameter, at: string): Step {
  if (operation.name !== 'operation') throw patchProblem(at, '参数名必须是 operation。', 'The parameter is called operation.');
  const parts = new Map((operation.part ?? []).map((part) => [part.name, part]));
  const type = parts.get('type')?.valueCode ?? parts.get('type')?.valueString;
  const path = parts.get('path')?.valueString;
  if (type === undefined || path === undefined) throw patchProblem(at, '操作缺少 type 或 path。', 'The operation lacks type or path.');
  return { at, type, path, parts };
}

const STEPS: Readonly<Record<string, (resource: Content, step: Step) => void>> = { add, insert, delete: remove, replace, move };

function applyStep(resource: Content, step: Step): void {
  const apply = Object.hasOwn(STEPS, step.type) ? STEPS[step.type] : undefined;
  if (!apply) throw patchProblem(step.at, 'type 只能是 add、insert、delete、replace、move。', 'type is add, insert, delete, replace or move.');
  apply(resource, step);
}

function single(resource: Content, { path, at }: Step): Location {
  const found = locate(resource, path, at);
  if (found.length === 1) return found[0]!;
  throw patchProblem(at, `路径 ${path} 应恰好指向一个元素，现为 ${found.length} 个。`, `${path} should name exactly one element; it names ${found.length}.`);
}

function add(resource: Content, step: Step): void {
  const { at, parts } = step;
  const place = single(resource, step);
  const name = parts.get('name')?.valueString;
  if (name === undefined) throw patchProblem(at, '操作缺少 name。', 'The operation lacks name.');
  const structure = place.memberStructure;
  if (structure === undefined) throw patchProblem(at, '该元素不能有下级元素。', 'This element has no members.');
  const value = valueOf(parts.get('value'), { at, structure, name });
  const element = elementOf(structure, name, value.type);
  if (!element) throw patchProblem(at, `没有元素 ${name}。`, `There is no element ${name}.`);
  const holder = place.members ?? placeBeside(place);
  if (element.row.max !== 1) return append(holder, element.property, value);
  const present = element.row.choice ? element.row.types.some((type) => holder[elementOf(structure, element.row.name, type)!.property] !== undefined) : holder[element.property] !== undefined;
  if (present) throw patchProblem(at, `元素 ${name} 已存在，请用 replace。`, `${name} is there already; use replace.`);
  setValue(holder, element.property, value);
}

/** Makes what stands beside a primitive and holds its extensions. */
function placeBeside({ holder, property, index }: Location): Content {
  const made: Content = {};
  if (index === undefined) holder![`_${property}`] = made;
  else {
    const { siblings } = listsIn(holder!, property);
    siblings[index] = made;
    holder![`_${property}`] = siblings;
  }
  return made;
}

function append(holder: Content, property: string, value: PatchValue): void {
  insertAt({ holder, property, index: listsIn(holder, property).values.length }, value);
}

interface Lists {
  readonly values: unknown[];
  readonly siblings: unknown[];
}

/** The values and what stands beside them, both of one length; either may be absent in the holder. */
function listsIn(holder: Content, property: string): Lists {
  const [values, siblings] = [property, `_${property}`].map((name) => [...((holder[name] ?? []) as unknown[])]) as [unknown[], unknown[]];
  const length = Math.max(values.length, siblings.length);
  for (const list of [values, siblings]) while (list.length < length) list.push(null);
  return { values, siblings };
}

/** A list of nothing but nulls is left out. */
function putLists(holder: Content, property: string, { values, siblings }: Lists): void {
  for (const [name, list] of [[property, values], [`_${property}`, siblings]] as const) {
    if (list.some((each) => each !== null && each !== undefined)) holder[name] = list;
    else delete holder[name];
  }
}

interface ListPlace {
  readonly holder: Content;
  readonly property: string;
  readonly index: number;
}

function insertAt({ holder, property, index }: ListPlace, { value, sibling }: PatchValue): void {
  const lists = listsIn(holder, property);
  lists.values.splice(index, 0, value ?? null);
  lists.siblings.splice(index, 0, sibling ?? null);
  putLists(holder, property, lists);
}

function integerPart({ parts, at }: Step, name: string): number {
  const value = parts.get(name)?.valueInteger;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw patchProblem(at, `操作缺少 ${name}。`, `The operation lacks ${name}, an integer.`);
}

/** The list that a path without an index names. */
function listOf(resource: Content, step: Step): { holder: Content; property: string; lists: Lists } {
  const found = locate(resource, step.path, step.at);
  const first = found[0];
  const isOne = first?.index !== undefined && found.every((each) => each.holder === first.holder && each.property === first.property);
  if (!isOne) throw patchProblem(step.at, `路径 ${step.path} 应指向一个列表。`, `${step.path} should name one list.`);
  return { holder: first.holder!, property: first.property, lists: listsIn(first.holder!, first.property) };
}

function insert(resource: Content, step: Step): void {
  const index = integerPart(step, 'index');
  const empty = index === 0 && locate(resource, step.path, step.at).length === 0 ? parentOf(step.path) : undefined;
  if (empty) return beginList(resource, { ...step, path: empty.parent }, empty.name);
  const { holder, property, lists } = listOf(resource, step);
  if (index > lists.values.length) throw outside(step, index, lists.values.length);
  const place = locate(resource, step.path, step.at)[0]!;
  insertAt({ holder, property, index }, valueOf(step.parts.get('value'), { at: step.at, within: place.structure }));
}

/** The first of a list that is not there yet. */
function beginList(resource: Content, step: Step, name: string): void {
  const { members, memberStructure } = single(resource, step);
  const element = memberStructure === undefined ? undefined : elementOf(memberStructure, name);
  if (!element || element.row.max === 1 || !members) throw patchProblem(step.at, `${name} 不是列表。`, `${name} is no list.`);
  append(members, element.property, valueOf(step.parts.get('value'), { at: step.at, structure: memberStructure!, name }));
}

const outside = ({ at }: Step, index: number, length: number) =>
  patchProblem(at, `位置 ${index} 超出列表（共 ${length} 项）。`, `Position ${index} is outside the list of ${length}.`);

/** Deleting what is not there is no error. */
function remove(resource: Content, step: Step): void {
  const found = locate(resource, step.path, step.at);
  if (found.length === 0) return;
  const place = single(resource, step);
  if (!place.holder) throw patchProblem(step.at, '不能删除资源本身。', 'The resource itself cannot be deleted by a patch.');
  removeAt(place);
}

function removeAt({ holder, property, index }: Location): void {
  if (index === undefined) {
    delete holder![property];
    delete holder![`_${property}`];
    return;
  }
  const lists = listsIn(holder!, property);
  for (const list of [lists.values, lists.siblings]) list.splice(index, 1);
  putLists(holder!, property, lists);
}

function replace(resource: Content, step: Step): void {
  const place = single(resource, step);
  if (!place.holder) throw patchProblem(step.at, '不能替换资源本身。', 'The resource itself cannot be replaced by a patch.');
  const value = valueOf(step.parts.get('value'), { at: step.at, within: place.structure });
  if (place.index === undefined) {
    const property = choiceOf(place, value.type);
    removeAt(place);
    return setValue(place.holder, property, value);
  }
  const lists = listsIn(place.holder, place.property);
  lists.values[place.index] = value.value ?? null;
  lists.siblings[place.index] = value.sibling ?? null;
  putLists(place.holder, place.property, lists);
}

/** A choice may be replaced by a value of another of its types: `deceasedBoolean` becomes `deceasedDateTime`. */
function choiceOf({ holderStructure, property }: Location, type: string | undefined): string {
  if (holderStructure === undefined) return property;
  const element = elementOf(holderStructure, property);
  return element?.row.choice ? (elementOf(holderStructure, element.row.name, type)?.property ?? property) : property;
}

function move(resource: Content, step: Step): void {
  const [source, destination] = [integerPart(step, 'source'), integerPart(step, 'destination')];
  const { holder, property, lists } = listOf(resource, step);
  for (const index of [source, destination]) if (index >= lists.values.length) throw outside(step, index, lists.values.length);
  for (const each of [lists.values, lists.siblings]) each.splice(destination, 0, ...each.splice(source, 1));
  putLists(holder, property, lists);
}

/** What lost its last member is no element any more (ele-1): it goes too, at the end, so that the places of later operations stay. */
function dropEmpty(holder: Content): void {
  for (const [name, member] of Object.entries(holder)) {
    if (!Array.isArray(member)) {
      if (isEmptied(member)) delete holder[name];
      continue;
    }
    const kept = member.map((each: unknown) => (isEmptied(each) ? null : each));
    const isBeside = name.startsWith('_') || member.every((each) => typeof each !== 'object');
    const left = isBeside ? kept : kept.filter((each, index) => each !== null || member[index] === null);
    if (left.length === member.length && left.every((each, index) => each === member[index])) continue;
    if (left.some((each) => each !== null)) holder[name] = left;
    else delete holder[name];
  }
}

function isEmptied(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  dropEmpty(value as Content);
  return Object.keys(value).length === 0;
}
