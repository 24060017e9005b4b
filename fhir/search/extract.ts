import { hashText } from './hash.ts';
import * as runtime from './index-values.ts';
import { mainCodeOf, mainDateOf, UNIONS } from './main-parameters.ts';
import { parametersOf, type ParameterType, type SearchParameterRow } from './parameter-table.ts';
import { compilePath, isRootExpression, Names, type Leaf, type Place } from './path-compiler.ts';
import { parsePath } from './path-parser.ts';
import { SearchValues, type Target } from './search-values.ts';

/** Everything that a resource of the type can be found by. */
export type Extractor = (resource: object) => SearchValues;

/** Which runtime function indexes an element of a FHIR type for a kind of parameter. */
const WRITERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  token: {
    Coding: 'coding', CodeableConcept: 'concept', Identifier: 'identifier', ContactPoint: 'contactPoint', code: 'code', string: 'code',
    boolean: 'code', id: 'code', uri: 'code', canonical: 'code', integer: 'code', positiveInt: 'code', markdown: 'code', uuid: 'code',
  },
  reference: { Reference: 'reference', canonical: 'canonical', uri: 'canonical', Resource: 'inner' },
  date: { date: 'date', dateTime: 'date', instant: 'date', Period: 'period', Timing: 'timing' },
  string: { string: 'text', markdown: 'text', code: 'text', HumanName: 'humanName', Address: 'address' },
  number: { decimal: 'number', integer: 'number', positiveInt: 'number', unsignedInt: 'number' },
  quantity: { Quantity: 'quantity', Age: 'quantity', Duration: 'quantity', Count: 'quantity', Distance: 'quantity', Money: 'money', Range: 'range' },
  uri: { uri: 'uri', canonical: 'uri', url: 'uri', oid: 'uri', uuid: 'uri', string: 'uri' },
};

const extractors = new Map<string, Extractor>();

/** The extractor of a type, compiled on first use into straight-line JavaScript. */
export function extractorOf(type: string): Extractor {
  let extractor = extractors.get(type);
  if (!extractor) {
    extractor = compileExtractor(type, [...parametersOf(type).values()]);
    extractors.set(type, extractor);
  }
  return extractor;
}

/** Rows of custom SearchParameter resources can be added to the type's own at run time. */
function compileExtractor(type: string, parameters: readonly SearchParameterRow[]): Extractor {
  const codes = new Set(parameters.map((parameter) => parameter.code));
  const mainDate = mainDateOf((code) => codes.has(code) && parameters.find((each) => each.code === code)?.type === 'date');
  const mainCode = mainCodeOf((code) => codes.has(code) && parameters.find((each) => each.code === code)?.type === 'token');
  const targets: Target[] = parameters.map(({ code }) => targetOf(type, code, { mainDate, mainCode }));
  const names = new Names();
  const place: Place = { names, variable: 'resource', type, resource: { variable: 'resource', type } };
  const body = parameters.map((parameter, index) => compileParameter(parameter, `P[${index}]`, place)).join('\n');
  const source =
    `const {${Object.keys(runtime).join(',')}}=R;return function extract_${type}(resource){const out=new SearchValues();\n${body}\nreturn out;}`;
  return new Function('R', 'P', 'SearchValues', source)(runtime, targets, SearchValues) as Extractor;
}

export function targetOf(type: string, code: string, main: { mainDate?: string; mainCode?: string } = {}): Target {
  return {
    code,
    hash: hashText(`${type}.${code}`),
    identifierHash: hashText(`${type}.${code}:identifier`),
    presence: hashText(code).low | 0,
    isMainDate: code === main.mainDate,
    isMainCode: code === main.mainCode,
  };
}

function compileParameter(parameter: SearchParameterRow, target: string, place: Place): string {
  if (parameter.type === 'special' || parameter.expression === '' || UNIONS[`${place.type}.${parameter.code}`]) return '';
  if (parameter.type === 'composite') return compileComposite(parameter, target, place);
  return compilePath(parsePath(parameter.expression), place, leafFor(parameter.type, 'out', target));
}

const leafFor =
  (kind: ParameterType, out: string, target: string): Leaf =>
  (variable, type) => {
    const writer = WRITERS[kind]?.[type];
    return writer === undefined ? '' : `${writer}(${out},${target},${variable});`;
  };

/**
 * A composite over the resource itself is answered as the conjunction of its parts, and one that unites the resource
 * with a repeating element by the composite of that element: only repeating elements are indexed in pairs.
 */
function compileComposite(parameter: SearchParameterRow, target: string, place: Place): string {
  const focus = parsePath(parameter.expression);
  if (!isPairComposite(parameter)) return '';
  const [first, second] = parameter.components;
  return compilePath(focus, place, (variable, type) => {
    const inside: Place = { ...place, variable, type };
    const [a, b] = [place.names.next(), place.names.next()];
    const partTarget = 'ZERO';
    const one = compilePath(parsePath(first!.expression), inside, leafFor(first!.type === 'reference' ? 'token' : first!.type, a, partTarget));
    const two = compilePath(parsePath(second!.expression), inside, secondLeaf(second!.type, b));
    return `{const ${a}=new SearchValues(),${b}=new SearchValues();${one}${two}compose(out,${target},[${a},${b}]);}`;
  });
}

/** DocumentReference.relationship declares its parts as reference and token, the wrong way round (R4 erratum). */
const secondLeaf =
  (kind: ParameterType, out: string): Leaf =>
  (variable, type) => leafFor(type === 'Reference' ? 'reference' : kind, out, 'ZERO')(variable, type);

/** Composites that the extractor indexes; the others are rewritten or refused by the query compiler. */
export function isPairComposite(parameter: SearchParameterRow): boolean {
  const focus = parsePath(parameter.expression);
  const parts = focus.kind === 'union' ? focus.parts : [focus];
  return parameter.components.length === 2 && !parts.some(isRootExpression);
}
