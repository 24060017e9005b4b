import { Names, compilePath, isRootExpression, type Place } from './path-compiler.ts';
import { parsePath } from './path-parser.ts';
import type { ParameterType, SearchParameterRow } from '../parameter-table.ts';
import { areCodes, impliedSystems, unitedSystems, type CodesAlone, type ImpliedSystems } from '../values/implied-systems.ts';

/** Kinds whose values have an order and lie in a narrow table; the others are keys. */
const ORDERED = { number: 'numbers', quantity: 'numbers', date: 'dates', string: 'strings' } as const;

export type OrderedKind = keyof typeof ORDERED;

export const isOrderedKind = (kind: ParameterType): kind is OrderedKind => Object.hasOwn(ORDERED, kind);

/** Which rows of the extracted values an ordered part stands in. */
export const rowsOfKind = (kind: OrderedKind): 'numbers' | 'dates' | 'strings' => ORDERED[kind];

/**
 * Composites that the extractor indexes, all parts of one element together. One of R4 over the resource itself is answered as the
 * conjunction of its parts, and one that unites the resource with a repeating element by the composite of that element.
 */
export function isIndexedComposite(parameter: SearchParameterRow): boolean {
  if (parameter.custom) return true;
  const focus = parsePath(parameter.expression);
  const parts = focus.kind === 'union' ? focus.parts : [focus];
  return !parts.some(isRootExpression);
}

interface PartElements {
  readonly types: Set<string>;
  readonly systems: (ImpliedSystems | undefined)[];
}

interface Parts {
  readonly kinds: readonly ParameterType[];
  /** Of those that have codes alone. */
  readonly codes: readonly (CodesAlone | undefined)[];
}

const known = new WeakMap<SearchParameterRow, Parts>();

function partsOf(type: string, parameter: SearchParameterRow): Parts {
  let found = known.get(parameter);
  if (!found) {
    const reached = parameter.custom?.read ? undefined : partElements(type, parameter);
    found = {
      kinds: parameter.components.map((component, index) => kindOf(component.type, reached?.[index]?.types)),
      codes: parameter.components.map((_, index) => (reached && areCodes(reached[index]!.types) ? { systems: unitedSystems(reached[index]!.systems) } : undefined)),
    };
    known.set(parameter, found);
  }
  return found;
}

/**
 * What each part is searched as: its declared type, except where that does not fit the element.
 * DocumentReference.relationship declares a code as reference and a Reference as token (R4 erratum).
 */
export const partKinds = (type: string, parameter: SearchParameterRow): readonly ParameterType[] => partsOf(type, parameter).kinds;

/** The systems of each part that has codes alone. */
export const partCodeSystems = (type: string, parameter: SearchParameterRow): readonly (CodesAlone | undefined)[] => partsOf(type, parameter).codes;

function kindOf(declared: ParameterType, types: ReadonlySet<string> | undefined): ParameterType {
  if (types === undefined || types.size === 0) return declared;
  const isReference = [...types].every((each) => each === 'Reference');
  if (declared === 'token' && isReference) return 'reference';
  return declared === 'reference' && !types.has('Reference') && !types.has('canonical') && !types.has('uri') ? 'token' : declared;
}

function partElements(type: string, parameter: SearchParameterRow): PartElements[] {
  const found = parameter.components.map((): PartElements => ({ types: new Set(), systems: [] }));
  const place: Place = { names: new Names(), variable: 'r', type, resource: { variable: 'r', type } };
  compilePath(parsePath(parameter.expression), place, (variable, focus) => {
    parameter.components.forEach((component, index) => {
      compilePath(parsePath(component.expression), { ...place, variable, type: focus }, (_variable, leaf, binding) => {
        found[index]!.types.add(leaf);
        found[index]!.systems.push(impliedSystems(leaf, binding));
        return '';
      });
    });
    return '';
  });
  return found;
}
