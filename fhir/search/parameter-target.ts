import { structureOf } from '#fhir/types/structure-table.ts';
import { targetOf } from './extraction/extract.ts';
import { mainCodeOf, mainDateOf } from './extraction/main-parameters.ts';
import { decimalOf, xor } from './hash.ts';
import { parametersOf, standardParametersOf, whenParametersChange, type SearchParameterRow } from './parameter-table.ts';
import { compilePath, Names } from './extraction/path-compiler.ts';
import { parsePath, type Expression } from './extraction/path-parser.ts';
import type { Target } from './extraction/search-values.ts';
import { impliedSystems, unitedSystems, type ImpliedSystems } from './values/implied-systems.ts';

const targets = new Map<string, Target>();
whenParametersChange(() => targets.clear());

/** The hashes of a parameter as the extractor used them. */
export function parameterTarget(type: string, code: string): Target {
  const name = `${type}.${code}`;
  let target = targets.get(name);
  if (!target) {
    target = targetOf(type, code, { mainDate: mainDateParameter(type), mainCode: mainCodeParameter(type) });
    targets.set(name, target);
  }
  return target;
}

/** Never one that was defined at run time. */
export function mainCodeParameter(type: string): string | undefined {
  const own = standardParametersOf(type);
  return mainCodeOf((code) => own.get(code)?.type === 'token');
}

export function mainDateParameter(type: string): string | undefined {
  const own = standardParametersOf(type);
  return mainDateOf((code) => own.get(code)?.type === 'date');
}

interface Leaves {
  readonly types: ReadonlySet<string>;
  /** The code systems that codes without one of their own are of; undefined where any is taken for theirs. */
  readonly systems: ImpliedSystems | undefined;
}

const leaves = new Map<string, Leaves>();
whenParametersChange(() => leaves.clear());

function leavesOf(type: string, parameter: SearchParameterRow): Leaves {
  const name = `${type}.${parameter.code}`;
  let known = leaves.get(name);
  if (!known) {
    const types = new Set<string>();
    const systems: (ImpliedSystems | undefined)[] = [];
    const place = { names: new Names(), variable: 'r', type, resource: { variable: 'r', type } };
    compilePath(parsePath(parameter.expression), place, (_variable, leafType, binding) => {
      types.add(leafType);
      systems.push(impliedSystems(leafType, binding));
      return '';
    });
    leaves.set(name, (known = { types, systems: unitedSystems(systems) }));
  }
  return known;
}

/** FHIR types of the elements that a parameter reaches; none known for what the engine reads. */
export const elementTypesOf = (type: string, parameter: SearchParameterRow): ReadonlySet<string> => (parameter.custom?.read ? NO_TYPES : leavesOf(type, parameter).types);

const NO_TYPES: ReadonlySet<string> = new Set();

export const systemsOf = (type: string, parameter: SearchParameterRow): ImpliedSystems | undefined => leavesOf(type, parameter).systems;

/**
 * What turns the key of a canonical address in a resource of `type` into the `url` key of a resource of `target` that has this
 * address, and back, so that of two definitions of one type it does not tell which names the other; undefined when the parameter
 * holds no canonical address, or the target has none.
 */
export function canonicalLink(type: string, parameter: SearchParameterRow, target: string): string | undefined {
  if (parameter.custom?.read || parametersOf(target).get('url')?.type !== 'uri') return undefined;
  const types = elementTypesOf(type, parameter);
  if (!types.has('canonical') && !types.has('uri')) return undefined;
  const { high, low } = xor(parameterTarget(type, parameter.code).hash, parameterTarget(target, 'url').hash);
  return decimalOf(high, low);
}

/** Elements in the order of `personOf`; only those that occur once say exactly whose record it is. */
const PERSON_ELEMENTS = ['patient', 'subject', 'for', 'beneficiary', 'individual'];
/** Every element that `personOf` asks. */
const PERSON_SOURCES = new Set([...PERSON_ELEMENTS, 'candidate', 'sourcePatientInfo', 'actor', 'target', 'focus', 'source', 'participant']);

/** True when `parameter=Patient/x` can only match rows whose person is x. */
export function namesThePerson(type: string, parameter: SearchParameterRow): boolean {
  if (parameter.type !== 'reference' || parameter.custom) return false;
  const element = PERSON_ELEMENTS.find((name) => structureOf(type).elements.some((each) => each.name === name));
  const row = structureOf(type).elements.find((each) => each.name === element);
  return row?.max === 1 && pathsOf(parsePath(parameter.expression)).every((path) => isElementOf(path, type, row.name));
}

/** True when, besides, every row that has a person has it from this parameter: nothing after it in the order of `personOf` could name one. */
export function alwaysNamesThePerson(type: string, parameter: SearchParameterRow): boolean {
  const { elements } = structureOf(type);
  const named = elements.filter(({ name }) => PERSON_SOURCES.has(name));
  return named.length === 1 && namesThePerson(type, parameter);
}

const pathsOf = (expression: Expression): Expression[] => (expression.kind === 'union' ? expression.parts.flatMap(pathsOf) : [expression]);

/** `Observation.subject`, `Observation.subject.where(resolve() is Patient)`; paths of other types do not count. */
function isElementOf(path: Expression, type: string, element: string): boolean {
  if (path.kind !== 'path') return false;
  const [root, child, ...rest] = path.steps;
  if (root?.kind !== 'child') return false;
  if (root.name !== type) return true;
  return child?.kind === 'child' && child.name === element && rest.every((step) => step.kind === 'where-resolves');
}
