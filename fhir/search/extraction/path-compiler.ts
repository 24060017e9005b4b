import { choiceProperty, isResourceType, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import type { Expression, Step } from './path-parser.ts';

/** Called once per element that the path can reach: `variable` is the JavaScript name holding a value of FHIR `type`, `binding` the index of its required value set (-1 or undefined without one). */
export type Leaf = (variable: string, type: string, binding?: number) => string;

/** `Resource` and `DomainResource` paths apply to every type. */
const ROOTS = new Set(['Resource', 'DomainResource']);

/** Names of generated variables, unique within one compiled function. */
export class Names {
  private count = 0;

  next(): string {
    this.count += 1;
    return `v${this.count}`;
  }
}

export interface Place {
  readonly names: Names;
  /** JavaScript variable of the element that the path starts from, and its FHIR type. */
  readonly variable: string;
  readonly type: string;
  /** Index of the required value set of that element. */
  readonly binding?: number;
  /** Variable and type of the whole resource, for `%resource`. */
  readonly resource: { readonly variable: string; readonly type: string };
}

/** Straight-line JavaScript that runs `leaf` code for each value of the expression. */
export function compilePath(expression: Expression, place: Place, leaf: Leaf): string {
  switch (expression.kind) {
    case 'union':
      return expression.parts.map((part) => compilePath(part, place, leaf)).join('');
    case 'exists-and-not-false': {
      const flag = place.names.next();
      const inner = compilePath(expression.path, place, (variable) => `if(${variable}!==false)${flag}=true;`);
      return `let ${flag}=false;${inner}${leaf(flag, 'boolean')}`;
    }
    case 'path': {
      const start = expression.fromResource ? { ...place, ...place.resource } : place;
      return compileSteps(rooted(expression.steps, start.type), start, leaf);
    }
  }
}

/** Drops a leading type name; an expression of another type yields nothing. */
function rooted(steps: readonly Step[], type: string): readonly Step[] | undefined {
  const first = steps[0];
  if (first?.kind !== 'child' || !/^[A-Z]/.test(first.name)) return steps;
  return first.name === type || ROOTS.has(first.name) ? steps.slice(1) : undefined;
}

function compileSteps(steps: readonly Step[] | undefined, place: Place, leaf: Leaf): string {
  if (steps === undefined) return '';
  const [step, ...rest] = steps;
  if (step === undefined) return leaf(place.variable, place.type, place.binding);
  switch (step.kind) {
    case 'child':
      return compileChild(step.name, { rest, place, leaf });
    case 'as':
      return sameType(place.type, step.type) ? compileSteps(rest, place, leaf) : '';
    case 'where-equals':
      return `if(${place.variable}.${step.name}===${JSON.stringify(step.value)}){${compileSteps(rest, place, leaf)}}`;
    case 'where-resolves':
      return `if(pointsTo(${place.variable},${JSON.stringify(`${step.type}/`)})){${compileSteps(rest, place, leaf)}}`;
    case 'extension':
      return compileExtension(step.url, { rest, place, leaf });
    case 'index':
      throw new Error('An index follows a child step');
  }
}

/** FHIR R4 writes `as(DateTime)` in one place; type names are compared without their first letter's case. */
const sameType = (type: string, asked: string): boolean =>
  type === asked || choiceProperty('', type) === choiceProperty('', asked);

function compileChild(name: string, { rest, place, leaf }: Following): string {
  if (place.type === 'Resource' || !isStructure(place.type)) return '';
  const element = structureOf(place.type).elements.find((each) => each.name === name);
  if (!element) return '';
  const asked = element.choice && rest[0]?.kind === 'as' ? rest[0].type : undefined;
  const types = element.types.filter((type) => asked === undefined || sameType(type, asked));
  return types
    .map((type) => {
      const property = element.choice ? choiceProperty(name, type) : name;
      return compileAccess(`${place.variable}.${property}`, element, { rest, place: { ...place, type, binding: element.binding }, leaf });
    })
    .join('');
}

interface Following {
  readonly rest: readonly Step[];
  readonly place: Place;
  readonly leaf: Leaf;
}

function compileAccess(access: string, element: ElementRow, following: Following): string {
  const [next, ...afterIndex] = following.rest;
  const variable = following.place.names.next();
  if (element.max === 1) {
    return `{const ${variable}=${access};if(${variable}!=null){${continueAt(variable, following.rest, following)}}}`;
  }
  if (next?.kind === 'index') {
    const body = continueAt(variable, afterIndex, following);
    return `{const ${variable}=${access}?.[${next.index}];if(${variable}!=null){${body}}}`;
  }
  const body = continueAt(variable, following.rest, following);
  return `if(${access})for(const ${variable} of ${access})if(${variable}!=null){${body}}`;
}

function continueAt(variable: string, rest: readonly Step[], { place, leaf }: Following): string {
  const next = { ...place, variable };
  if (place.type === 'Resource' && rest.length === 0) return leaf(variable, 'Resource');
  return compileSteps(rest, next, leaf);
}

function compileExtension(url: string, { rest, place, leaf }: Following): string {
  const variable = place.names.next();
  const body = compileSteps(rest, { ...place, variable, type: 'Extension' }, leaf);
  const access = `${place.variable}.extension`;
  return `if(${access})for(const ${variable} of ${access})if(${variable}?.url===${JSON.stringify(url)}){${body}}`;
}

export const isRootExpression = (expression: Expression): boolean =>
  expression.kind === 'path' &&
  expression.steps.length === 1 &&
  expression.steps[0]!.kind === 'child' &&
  isResourceType(expression.steps[0]!.name);
