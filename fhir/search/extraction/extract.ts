import { hashText } from '../hash.ts';
import { isNumberParameter } from '../values/person-numbers.ts';
import * as runtime from './index-values.ts';
import { mainCodeOf, mainDateOf, UNIONS } from './main-parameters.ts';
import { parametersOf, standardParametersOf, whenParametersChange, type FoundElement, type ParameterType, type SearchParameterRow } from '../parameter-table.ts';
import { isIndexedComposite, partKinds } from './composite.ts';
import { compilePath, Names, type Leaf, type Place } from './path-compiler.ts';
import { parsePath } from './path-parser.ts';
import { SearchValues, type Target } from './search-values.ts';
import { writerOf } from './writers.ts';

/** Everything that a resource of the type can be found by. */
export type Extractor = (resource: object) => SearchValues;

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

whenParametersChange(() => extractors.clear());

/** Parameters defined at run time are compiled with the type's own; what cannot be compiled is read by the interpreting engine afterwards. */
function compileExtractor(type: string, parameters: readonly SearchParameterRow[]): Extractor {
  const own = standardParametersOf(type);
  const mainDate = mainDateOf((code) => own.get(code)?.type === 'date');
  const mainCode = mainCodeOf((code) => own.get(code)?.type === 'token');
  const targets: Target[] = parameters.map(({ code }) => targetOf(type, code, { mainDate, mainCode }));
  const names = new Names();
  const place: Place = { names, variable: 'resource', type, resource: { variable: 'resource', type } };
  const body = parameters.map((parameter, index) => compileParameter(parameter, `P[${index}]`, place)).join('\n');
  const source =
    `const {${Object.keys(runtime).join(',')}}=R;return function extract_${type}(resource){const out=new SearchValues();\n${body}\nreturn out;}`;
  const compiled = new Function('R', 'P', 'SearchValues', source)(runtime, targets, SearchValues) as Extractor;
  const read = parameters.flatMap((parameter, index) => (parameter.custom?.read ? [{ parameter, target: targets[index]! }] : []));
  if (read.length === 0) return compiled;
  return (resource) => {
    const out = compiled(resource);
    for (const each of read) addRead(out, each, resource);
    return out;
  };
}

type Writer = (out: SearchValues, target: Target, value: unknown) => void;

/** What the engine found, through the same functions that the compiled extractors call. */
function addRead(out: SearchValues, { parameter, target }: { parameter: SearchParameterRow; target: Target }, resource: object): void {
  const write = (into: SearchValues, at: Target, { kind, found }: { kind: ParameterType; found: readonly FoundElement[] }): void => {
    for (const { type, value } of found) {
      const name = writerOf(kind, type);
      if (name !== undefined && value !== null && value !== undefined) (runtime as unknown as Record<string, Writer>)[name]!(into, at, value);
    }
  };
  for (const parts of parameter.custom!.read!(resource)) {
    if (parameter.type !== 'composite') for (const found of parts) write(out, target, { kind: parameter.type, found });
    else {
      const made = parts.map((found, index) => {
        const part = { values: new SearchValues(), kind: parameter.components[index]!.type };
        write(part.values, runtime.ZERO, { kind: part.kind, found });
        return part;
      });
      runtime.compose(out, target, made);
    }
  }
}

export function targetOf(type: string, code: string, main: { mainDate?: string; mainCode?: string } = {}): Target {
  return {
    code,
    hash: hashText(`${type}.${code}`),
    identifierHash: hashText(`${type}.${code}:identifier`),
    presence: hashText(code).low | 0,
    isNumber: isNumberParameter(type, code),
    isMainDate: code === main.mainDate,
    isMainCode: code === main.mainCode,
  };
}

function compileParameter(parameter: SearchParameterRow, target: string, place: Place): string {
  if (parameter.type === 'special' || parameter.expression === '' || parameter.custom?.read || UNIONS[`${place.type}.${parameter.code}`]) return '';
  if (parameter.type === 'composite') return compileComposite(parameter, target, place);
  return compilePath(parsePath(parameter.expression), place, leafFor(parameter.type, 'out', target));
}

const leafFor =
  (kind: ParameterType, out: string, target: string): Leaf =>
  (variable, type) => {
    const writer = writerOf(kind, type);
    return writer === undefined ? '' : `${writer}(${out},${target},${variable});`;
  };

function compileComposite(parameter: SearchParameterRow, target: string, place: Place): string {
  if (!isIndexedComposite(parameter)) return '';
  const kinds = partKinds(place.type, parameter);
  return compilePath(parsePath(parameter.expression), place, (variable, type) => {
    const inside: Place = { ...place, variable, type };
    const names = kinds.map(() => place.names.next());
    const made = names.map((name) => `${name}=new SearchValues()`).join(',');
    const filled = parameter.components.map(({ expression }, index) => compilePath(parsePath(expression), inside, leafFor(kinds[index]!, names[index]!, 'ZERO'))).join('');
    const parts = names.map((name, index) => `{values:${name},kind:${JSON.stringify(kinds[index])}}`).join(',');
    return `{const ${made};${filled}compose(out,${target},[${parts}]);}`;
  });
}
