import { isResourceType, isStructure } from '#fhir/types/structure-table.ts';
import { checkParameters, unknownFunction, type SyntaxNode } from './arity.ts';
import { mendLibrary, quantityIn } from './library-mends.ts';
import { rewritten, STANDING, withNames } from './rewrite.ts';
import { singletonFunctions } from './singletons.ts';
import { checkStrictly } from './strict.ts';
import { stricterFunctions, type OwnFunction } from './stricter-functions.ts';

/** One item of a FHIRPath result: `type` as `FHIR.code` or `System.String`. */
export interface PathItem {
  readonly type: string;
  readonly value: unknown;
}

/** `context`: the resource, element or collection that `$this` starts from; `base`: its place in a definition (`Patient.contact`). */
export interface PathInput {
  readonly context: unknown;
  readonly base?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Answers `resolve()` and `memberOf()` from what the caller knows; without it references stay unresolved. */
  readonly functions?: Readonly<Record<string, PathFunction>>;
  /** Elements that the type of the context does not have are mistakes, not nothing. */
  readonly isStrict?: boolean;
}

/** A function called in an expression: takes the collection it is called on and its arguments. */
export type PathFunction = (collection: readonly unknown[], ...parameters: unknown[]) => unknown[];

/** The interpreting FHIRPath engine, R4 model: for $validate, FHIRPath patches and profiles; never on the write path. */
export interface PathEngine {
  /** Throws the engine's error when the expression is wrong or fails. */
  readonly evaluate: (expression: string, input: PathInput) => PathItem[];
  /** As a condition: undefined when the result is empty. */
  readonly holds: (expression: string, input: PathInput) => boolean | undefined;
  /** Why an expression cannot be FHIRPath; nothing is run. */
  readonly mistakeIn: (expression: string) => string | undefined;
  /** Whether a text is a UCUM code; the engine carries the units for its quantities. */
  readonly isUnit: (code: string) => boolean;
  /** Whether one unit can be turned into the other. */
  readonly isOfKind: (code: string, other: string) => boolean;
}

type Fhirpath = typeof import('fhirpath');
type Model = (typeof import('fhirpath/fhir-context/r4'))['default'];
type Evaluator = (context: unknown, variables: Record<string, unknown>) => unknown;

let engine: Promise<PathEngine> | undefined;

/** Loads the engine on first use: it costs some 100 ms and 60 MB that most processes never need. */
export function openPathEngine(): Promise<PathEngine> {
  engine ??= loadEngine();
  return engine;
}

async function loadEngine(): Promise<PathEngine> {
  const [library, model] = await Promise.all([import('fhirpath'), import('fhirpath/fhir-context/r4')]);
  const fhirpath = ('default' in library ? library.default : library) as Fhirpath;
  mendLibrary(fhirpath);
  return buildEngine(fhirpath, withIds(model.default));
}

/** The definitions say `System.String` of every id; the standard that a resource's is an `id`, another's a `string` (R4 §2.27.2, §2.24.0.1). */
function withIds(model: Model): Model {
  const { path2Type } = model as unknown as { path2Type: Readonly<Record<string, string>> };
  const ids = Object.keys(path2Type).filter((path) => path.endsWith('.id'));
  const types = ids.map((path) => [path, isResourceType(path.slice(0, -'.id'.length)) || /^(Domain)?Resource\.id$/.test(path) ? 'id' : 'string'] as const);
  return { ...model, path2Type: { ...path2Type, ...Object.fromEntries(types) } } as Model;
}

/** Expressions that stay compiled; past this they are compiled each time. */
const COMPILED_MAX = 2000;

function buildEngine(fhirpath: Fhirpath, model: Model): PathEngine {
  const compiled = new Map<string, Evaluator>();
  const own = ownFunctions(fhirpath, model);
  const moments = new Map<string, unknown[]>();
  const mended = { ...EXTRA_FUNCTIONS, ...momentsOf(own, moments), ...stricterFunctions(own), ...singletonFunctions(own), ...equivalenceOf(fhirpath, model), ...boundariesOf(fhirpath, model) };
  const compile = (expression: string, { base, functions }: PathInput): Evaluator => {
    const key = `${base ?? ''}\n${expression}`;
    const known = functions === undefined ? compiled.get(key) : undefined;
    if (known) return known;
    const tree = fhirpath.parse(withNames(expression)) as SyntaxNode;
    checkParameters(tree);
    const text = rewritten(tree);
    const path = base === undefined ? text : { base, expression: text };
    const made = fhirpath.compile(path, model, {
      resolveInternalTypes: false,
      preciseMath: true,
      traceFn: () => {},
      userInvocationTable: { ...mended, ...invocations(functions ?? {}) },
    } as never) as unknown as Evaluator;
    if (functions === undefined && compiled.size < COMPILED_MAX) compiled.set(key, made);
    return made;
  };
  const run = (expression: string, input: PathInput): unknown[] => {
    const evaluate = compile(expression, input);
    moments.clear();
    return evaluate(input.context, { ...standardVariables(expression), ...input.variables }) as unknown[];
  };
  const units = fhirpath.ucumUtils as { validateUnitString: (code: string) => { status: string }; convertUnitTo: (from: string, value: number, to: string) => { status: string } };
  return {
    mistakeIn: (expression) => {
      try {
        const tree = fhirpath.parse(withNames(expression)) as SyntaxNode;
        checkParameters(tree);
        const name = unknownFunction(tree);
        return name === undefined ? undefined : `${name}()`;
      } catch (error) {
        return error instanceof Error ? error.message.slice(0, 200) : String(error);
      }
    },
    isUnit: (code) => units.validateUnitString(code).status === 'valid',
    isOfKind: (code, other) => units.convertUnitTo(code, 1, other).status === 'succeeded',
    evaluate: (expression, input) => {
      const type = (input.context as { resourceType?: unknown } | null | undefined)?.resourceType;
      if (input.isStrict && typeof type === 'string') checkStrictly(expression, type);
      const found = run(expression, input);
      const types = fhirpath.types(found);
      const values = fhirpath.resolveInternalTypes(found) as unknown[];
      return values.map((value, index) => ({ type: types[index] ?? 'unknown', value }));
    },
    holds: (expression, input) => {
      const values = fhirpath.resolveInternalTypes(run(expression, input)) as unknown[];
      return values.length === 0 ? undefined : values.length > 1 || values[0] !== false;
    },
  };
}

/** The library as it is, each expression compiled once. */
function ownFunctions(fhirpath: Fhirpath, model: Model): OwnFunction {
  const compiled = new Map<string, Evaluator>();
  return (call, variables) => {
    let made = compiled.get(call);
    if (!made) compiled.set(call, (made = fhirpath.compile(call, model, { resolveInternalTypes: false, preciseMath: true } as never) as unknown as Evaluator));
    return made({}, { ...variables }) as unknown[];
  };
}

/** One moment within an expression (FHIRPath 2.0 §5.9.2): the library takes another after each function of ours that asks it. */
function momentsOf(own: OwnFunction, moments: Map<string, unknown[]>): Record<string, unknown> {
  const kept = (name: string) => (): unknown[] => {
    const moment = moments.get(name) ?? own(`${name}()`, {});
    moments.set(name, moment);
    return moment;
  };
  return Object.fromEntries(['now', 'today', 'timeOfDay'].map((name) => [name, { fn: kept(name), arity: { 0: [] }, internalStructures: true }]));
}

/** `~`: as many items on either side, each with its own partner; the order does not count (FHIRPath 2.0 §6.1.3). */
function equivalenceOf(fhirpath: Fhirpath, model: Model): Record<string, unknown> {
  const pair = fhirpath.compile('%one ~ %other', model, { resolveInternalTypes: false, preciseMath: true } as never) as unknown as Evaluator;
  const isPair = (one: unknown, other: unknown): boolean => (pair({}, { one, other }) as unknown[])[0] === true;
  const fn = (_: readonly unknown[], items: readonly unknown[], others: readonly unknown[]): unknown[] => {
    const left = [...others];
    const areAll = items.length === others.length && items.every((item) => {
      const at = left.findIndex((other) => isPair(item, other));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
    return [areAll];
  };
  return { [STANDING.equivalent]: { fn, arity: { 2: ['AnyAtRoot', 'AnyAtRoot'] }, internalStructures: true } };
}

/** The library has boundaries of every type but quantities. */
function boundariesOf(fhirpath: Fhirpath, model: Model): Record<string, unknown> {
  const options = { resolveInternalTypes: false, preciseMath: true } as never;
  const bound = (name: string) => {
    const [own, exact] = ['%item', '%item, %digits'].map((_, at) => fhirpath.compile(`%item.${name}(${at === 0 ? '' : '%digits'})`, model, options) as unknown as Evaluator);
    return (items: readonly unknown[], digits?: unknown): unknown[] => {
      if (items.length === 0) return [];
      const quantity = items.length === 1 ? quantityIn(items[0]) : undefined;
      const value = (quantity ? quantity.value : items) as unknown;
      const found = (digits === undefined ? own! : exact!)({}, { item: value, digits }) as unknown[];
      return quantity && found.length > 0 ? [new quantity.constructor(quantity.ctx, found[0], quantity.unit)] : found;
    };
  };
  return Object.fromEntries(['lowBoundary', 'highBoundary'].map((name) => [name, { fn: bound(name), arity: { 0: [], 1: ['Integer'] }, internalStructures: true }]));
}

const NAMED_DEFINITION = /%[`'"]?(ext|vs)-([A-Za-z0-9\-.]+)/g;
const FOLDERS: Readonly<Record<string, string>> = { ext: 'StructureDefinition', vs: 'ValueSet' };

/** `%sct`, `%loinc`, `%ucum`, `%vs-…`, `%ext-…` (https://hl7.org/fhir/R4/fhirpath.html#variables). */
function standardVariables(expression: string): Record<string, unknown> {
  if (!expression.includes('%')) return {};
  const found: Record<string, unknown> = { ucum: 'http://unitsofmeasure.org', loinc: 'http://loinc.org', sct: 'http://snomed.info/sct' };
  for (const [, kind, name] of expression.matchAll(NAMED_DEFINITION)) found[`${kind}-${name}`] = `http://hl7.org/fhir/${FOLDERS[kind!]}/${name}`;
  return found;
}

/** Digits of a decimal after the point, or of a date or time: `@T10:30` has 4 (FHIRPath 2.0, precision()). */
function precisionOf(item: unknown): number | undefined {
  const value = (item as { data?: unknown } | null)?.data ?? item;
  if (typeof value === 'number') return String(value).split('.')[1]?.length ?? 0;
  const text = String(value);
  const decimal = /^-?\d+(?:\.(\d+))?$/.exec(text);
  if (decimal && 'isInteger' in Object(value)) return decimal[1]?.length ?? 0;
  return /^(T?\d\d(:|$)|\d{4})/.test(text) ? text.replace(/(Z|[+-]\d\d:\d\d)$/, '').replace(/\D/g, '').length : undefined;
}

function precision(items: readonly unknown[]): number[] {
  if (items.length === 0) return [];
  const digits = items.length === 1 ? precisionOf(items[0]) : undefined;
  if (digits === undefined) throw new Error('precision() takes one decimal, date or time');
  return [digits];
}

type Expression = (items: readonly unknown[]) => unknown[];

/** The criterion is a boolean and the input one item at most; the library takes whatever it is given. */
function iif(items: readonly unknown[], ...[criterion, then, otherwise]: readonly Expression[]): unknown[] {
  if (items.length > 1) throw new Error('iif() is called on several items');
  const condition = criterion!(items);
  const value = (condition[0] as { data?: unknown } | undefined)?.data ?? condition[0];
  if (condition.length > 1 || (condition.length === 1 && typeof value !== 'boolean')) throw new Error('The criterion of iif() is no boolean');
  return value === true ? then!(items) : (otherwise?.(items) ?? []);
}

const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';

/** `conformsTo()` the definition of a type of R4; other profiles are `$validate`'s to check, and refused here. */
function conformsTo(items: readonly unknown[], url: string): unknown[] {
  const type = url.startsWith(STRUCTURE) ? url.slice(STRUCTURE.length) : '';
  if (!isStructure(type) && type !== 'Resource' && type !== 'DomainResource') throw new Error(`conformsTo() does not know ${url}`);
  if (items.length === 0) return [];
  const own = (items[0] as { resourceType?: unknown } | null)?.resourceType;
  const isAbstract = typeof own === 'string' && (type === 'Resource' || (type === 'DomainResource' && !['Bundle', 'Binary', 'Parameters'].includes(own)));
  return [items.length === 1 && (own === type || isAbstract)];
}

/** Functions of the standard that the library lacks or takes too lightly. */
const EXTRA_FUNCTIONS = {
  iif: { fn: iif, arity: { 2: ['Expr', 'Expr'], 3: ['Expr', 'Expr', 'Expr'] } },
  conformsTo: { fn: conformsTo, arity: { 1: ['String'] } },
  precision: { fn: precision, arity: { 0: [] } },
};

const invocations = (functions: Readonly<Record<string, PathFunction>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => [name, { fn, arity: { 0: [], 1: ['String'] }, nullable: true }]),
  );
