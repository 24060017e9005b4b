/** How many parameters the functions of FHIRPath 2.0 and of R4 take: the fewest and the most. */
const PARAMETERS: Readonly<Record<string, readonly [number, number]>> = {
  where: [1, 1], select: [1, 1], all: [1, 1], exists: [0, 1], repeat: [1, 1], ofType: [1, 1], is: [1, 1], as: [1, 1], aggregate: [1, 2], iif: [2, 3], trace: [1, 2],
  subsetOf: [1, 1], supersetOf: [1, 1], skip: [1, 1], take: [1, 1], intersect: [1, 1], exclude: [1, 1], union: [1, 1], combine: [1, 1],
  indexOf: [1, 1], substring: [1, 2], startsWith: [1, 1], endsWith: [1, 1], contains: [1, 1], replace: [2, 2], matches: [1, 2], matchesFull: [1, 2], replaceMatches: [2, 3],
  split: [1, 1], join: [0, 1], encode: [1, 1], decode: [1, 1], escape: [1, 1], unescape: [1, 1], log: [1, 1], power: [1, 1], round: [0, 1], toQuantity: [0, 1], convertsToQuantity: [0, 1],
  extension: [1, 1], memberOf: [1, 1], subsumes: [1, 1], subsumedBy: [1, 1], conformsTo: [1, 1], comparable: [1, 1], lowBoundary: [0, 1], highBoundary: [0, 1], defineVariable: [1, 2], coalesce: [1, 100],
};

/** Functions without parameters. */
const PLAIN: ReadonlySet<string> = new Set(('empty not allTrue anyTrue allFalse anyFalse count distinct isDistinct single first last tail children descendants now today timeOfDay type hasValue getValue ' +
  'resolve htmlChecks checkModifiers elementDefinition slice length upper lower toChars trim abs ceiling exp floor ln sqrt truncate precision sum min max avg toBoolean convertsToBoolean toInteger ' +
  'convertsToInteger toDate convertsToDate toDateTime convertsToDateTime toDecimal convertsToDecimal toString convertsToString toTime convertsToTime toLong convertsToLong').split(' '));
const NONE = [0, 0] as const;
/** Taken by the library, whose parameters it counts itself. */
const OTHERS: ReadonlySet<string> = new Set(['sort', 'repeatAll', 'lastIndexOf', 'weight', 'hasTemplateIdOf']);

/** The first function called that is none of FHIRPath or R4. */
export function unknownFunction(node: SyntaxNode): string | undefined {
  const name = node.type === 'Functn' ? node.children?.[0]?.text : undefined;
  if (name !== undefined && !Object.hasOwn(PARAMETERS, name) && !PLAIN.has(name) && !OTHERS.has(name)) return name;
  for (const child of node.children ?? []) {
    const found = unknownFunction(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A node of the library's syntax tree, as far as it is read here. */
export interface SyntaxNode {
  readonly type?: string;
  readonly text?: string;
  /** A variable's name in quotes or backticks. */
  readonly delimitedText?: string;
  /** Of a quantity as it is written. */
  readonly value?: string;
  readonly unit?: string;
  /** Of a key of `sort()`. */
  readonly direction?: string;
  readonly children?: readonly SyntaxNode[];
}

function parametersOf(name: string): readonly [number, number] | undefined {
  if (PLAIN.has(name)) return NONE;
  return Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
}

/** Whether a function can be called with so many parameters; true of one that is not known. */
export function takesParameters(name: string, count: number): boolean {
  const [fewest, most] = parametersOf(name) ?? [0, count];
  return count >= fewest && count <= most;
}

/** Throws where a function is called with too few or too many parameters; the library passes that over. */
export function checkParameters(node: SyntaxNode): void {
  if (node.type === 'Functn') {
    const [name, list] = node.children ?? [];
    const count = list?.children?.length ?? 0;
    if (name?.text !== undefined && !takesParameters(name.text, count)) throw new Error(`${name.text}() does not take ${count} parameters`);
  }
  for (const child of node.children ?? []) checkParameters(child);
}
