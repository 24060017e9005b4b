type Items = readonly unknown[];
type Call = (name: string, items: Items, ...parameters: unknown[]) => unknown[];
type Entry = (fn: (items: Items, ...parameters: never[]) => unknown, ...types: string[][]) => object;

const SURROGATE = /[\ud800-\udfff]/;
export const dataOf = (item: unknown): unknown => (item as { readonly data?: unknown } | null)?.data ?? item;

/** An item as System's value: dates, times and quantities of FHIR are converted. */
export function systemValue(item: unknown): unknown {
  const node = item as { convertData?: () => unknown } | null;
  return typeof node?.convertData === 'function' ? node.convertData() : item;
}
export const numberOf = (value: unknown): number => (Array.isArray(value) ? Number.NaN : Number(String(value)));

/** The one text of a collection. */
export function textOf(items: Items): string | undefined {
  const text = items.length === 1 ? dataOf(items[0]) : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The one text of a collection that has characters outside the basic plane: the library would count each of them twice and cut it in halves. */
function rareText(items: Items): string | undefined {
  const text = textOf(items);
  return text !== undefined && SURROGATE.test(text) ? text : undefined;
}

/** The library takes the bytes of base64 for Latin-1; texts are UTF-8 (§5.6.9 of the continuous build: the string is encoded, not its code units). */
const ENCODINGS: Readonly<Record<string, BufferEncoding>> = { base64: 'base64', hex: 'hex' };

function encode(text: string, format: string): unknown[] {
  const bytes = Buffer.from(text, 'utf8');
  if (format === 'urlbase64') return [bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')];
  return Object.hasOwn(ENCODINGS, format) ? [bytes.toString(ENCODINGS[format])] : [];
}

function decode(text: string, format: string): unknown[] {
  if (format === 'urlbase64') return [Buffer.from(text, 'base64url').toString('utf8')];
  return Object.hasOwn(ENCODINGS, format) ? [Buffer.from(text, ENCODINGS[format]).toString('utf8')] : [];
}

/** Texts are ordered by the Unicode values of their characters (§6.2), which UTF-16 orders otherwise from U+E000 on. */
export function orderOfTexts(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.codePointAt(at) === other.codePointAt(at)) at += one.codePointAt(at)! > 0xffff ? 2 : 1;
  return (one.codePointAt(at) ?? -1) - (other.codePointAt(at) ?? -1);
}

/** Functions of strings that count: in characters (FHIRPath 2.0 §4.1.2: strings are of Unicode), so that 𠮷 is one. */
export function characterFunctions(call: Call, entry: Entry): Record<string, object> {
  const place = (name: 'indexOf' | 'lastIndexOf') => (items: Items, part: unknown) => {
    const text = rareText(items);
    if (text === undefined || typeof part !== 'string') return call(name, items, part);
    const at = text[name](part);
    return [at < 0 ? -1 : Array.from(text.slice(0, at)).length];
  };
  const substring = (items: Items, start: unknown, length?: unknown): unknown[] => {
    if (items.length === 1 && numberOf(length) <= 0 && numberOf(start) >= 0) return call('substring', items, start).map(() => '');
    const text = rareText(items);
    const from = numberOf(start);
    if (text === undefined || !Number.isInteger(from)) return call('substring', items, start, ...(length === undefined ? [] : [length]));
    const characters = [...text];
    if (from < 0 || from >= characters.length) return [];
    const count = length === undefined || Number.isNaN(numberOf(length)) ? characters.length : numberOf(length);
    return [characters.slice(from, from + count).join('')];
  };
  const recoded = (name: 'encode' | 'decode', recode: (text: string, format: string) => unknown[]) => (items: Items, format: unknown): unknown[] => {
    const text = textOf(items);
    if (text === undefined && items.length > 0) return call(name, items, format);
    return text === undefined || typeof format !== 'string' ? [] : recode(text, format);
  };
  const replace = (items: Items, pattern: unknown, text: unknown): unknown[] => {
    const given = textOf(items);
    if (given === undefined || typeof pattern !== 'string' || typeof text !== 'string') return call('replace', items, pattern, text);
    return [pattern === '' ? [...given].reduce((found, character) => found + character + text, text) : given.split(pattern).join(text)];
  };
  return {
    replace: entry(replace, ['String', 'String']),
    substring: entry(substring, ['Integer'], ['Integer', 'Integer']),
    encode: entry(recoded('encode', encode), ['String']),
    decode: entry(recoded('decode', decode), ['String']),
    indexOf: entry(place('indexOf'), ['String']),
    lastIndexOf: entry(place('lastIndexOf'), ['String']),
    length: entry((items) => { const text = rareText(items); return text === undefined ? call('length', items) : [[...text].length]; }, []),
    toChars: entry((items) => { const text = rareText(items); return text === undefined ? call('toChars', items) : [...text]; }, []),
  };
}
