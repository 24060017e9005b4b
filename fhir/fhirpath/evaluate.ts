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
}

/** A function called in an expression: takes the collection it is called on and its arguments. */
export type PathFunction = (collection: readonly unknown[], ...parameters: unknown[]) => unknown[];

/** The interpreting FHIRPath engine, R4 model: for $validate, FHIRPath patches and profiles; never on the write path. */
export interface PathEngine {
  /** Throws the engine's error when the expression is wrong or fails. */
  readonly evaluate: (expression: string, input: PathInput) => PathItem[];
  /** As a condition: undefined when the result is empty. */
  readonly holds: (expression: string, input: PathInput) => boolean | undefined;
  /** Whether a text is a UCUM code; the engine carries the units for its quantities. */
  readonly isUnit: (code: string) => boolean;
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
  keepZones(fhirpath);
  return buildEngine(fhirpath, model.default);
}

interface DateTime {
  readonly asStr: string;
  readonly ctx: unknown;
  readonly constructor: new (context: unknown, text: string) => DateTime;
}

const ZONE = /([+-])(\d\d):(\d\d)$/;

/** The library adds to a time in UTC and forgets its zone; the same instant is put back into the zone it came from. */
function keepZones(fhirpath: Fhirpath): void {
  const [sample] = fhirpath.evaluate({}, '@2026-01-01T00:00:00Z', {}, undefined, { resolveInternalTypes: false } as never) as unknown as [DateTime];
  const prototype = Object.getPrototypeOf(sample) as { plus: (this: DateTime, quantity: unknown) => DateTime };
  const plus = prototype.plus;
  prototype.plus = function (quantity) {
    const sum = plus.call(this, quantity);
    const zone = ZONE.exec(this.asStr);
    const time = zone ? Date.parse(sum.asStr) : Number.NaN;
    if (!zone || Number.isNaN(time)) return sum;
    const minutes = (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === '-' ? -1 : 1);
    const local = new Date(time + minutes * 60_000).toISOString().slice(0, this.asStr.includes('.') ? 23 : 19);
    return new this.constructor(this.ctx, local + zone[0]);
  };
}

/** Expressions that stay compiled; past this they are compiled each time. */
const COMPILED_MAX = 2000;

function buildEngine(fhirpath: Fhirpath, model: Model): PathEngine {
  const compiled = new Map<string, Evaluator>();
  const compile = (expression: string, { base, functions }: PathInput): Evaluator => {
    const key = `${base ?? ''}\n${expression}`;
    const known = functions === undefined ? compiled.get(key) : undefined;
    if (known) return known;
    const path = base === undefined ? expression : { base, expression };
    const made = fhirpath.compile(path, model, {
      resolveInternalTypes: false,
      preciseMath: true,
      traceFn: () => {},
      userInvocationTable: { ...EXTRA_FUNCTIONS, ...invocations(functions ?? {}) },
    } as never) as unknown as Evaluator;
    if (functions === undefined && compiled.size < COMPILED_MAX) compiled.set(key, made);
    return made;
  };
  const run = (expression: string, input: PathInput): unknown[] =>
    compile(expression, input)(input.context, { ...standardVariables(expression), ...input.variables }) as unknown[];
  const units = fhirpath.ucumUtils as { validateUnitString: (code: string) => { status: string } };
  return {
    isUnit: (code) => units.validateUnitString(code).status === 'valid',
    evaluate: (expression, input) => {
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
  const decimal = /^-?\d+\.(\d+)$/.exec(text);
  if (decimal) return decimal[1]!.length;
  return /^(T?\d\d:|\d{4})/.test(text) ? text.replace(/(Z|[+-]\d\d:\d\d)$/, '').replace(/\D/g, '').length : undefined;
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

/** Functions of the standard that the library lacks or takes too lightly. */
const EXTRA_FUNCTIONS = {
  iif: { fn: iif, arity: { 2: ['Expr', 'Expr'], 3: ['Expr', 'Expr', 'Expr'] } },
  precision: { fn: (items: readonly unknown[]) => (items.length === 1 ? (precisionOf(items[0]) ?? []) : []), arity: { 0: [] } },
};

const invocations = (functions: Readonly<Record<string, PathFunction>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => [name, { fn, arity: { 0: [], 1: ['String'] }, nullable: true }]),
  );
