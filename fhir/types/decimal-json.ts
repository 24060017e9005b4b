/**
 * JSON that keeps the written form of decimals: "the precision of the decimal value has significance", 0.010 is not 0.01
 * (https://hl7.org/fhir/R4/datatypes.html#decimal). JavaScript numbers forget it, so objects that hold such a number
 * carry the literal under a symbol, which spreading copies and JSON, validators and loops do not see.
 */
const LITERALS = Symbol('decimal literals');
const HAS_LITERALS = Symbol('has decimal literals below');

interface Marked {
  [LITERALS]?: Record<string, string>;
  [HAS_LITERALS]?: true;
  [name: string]: unknown;
}

/** Cheap test for a number that might not print as it was written; may be true for nothing. */
const RISK = /\d\.\d*0\s*[,}\]]|\d[eE][+-]?\d+\s*[,}\]]|(?<![\d.])[\d.]{17,}\s*[,}\]]|-0\s*[,}\]]/;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARK = '\u0001';

export function parseFhirJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isRisky(text)) keepDecimals(text, value);
  return value;
}

/** Whether a part of JSON may hold a number that does not print as it was written, with the sign behind it. */
export const isRisky = (text: string): boolean => RISK.test(text);

/** Keeps the written form of decimals in what `text` was parsed to. */
export function keepDecimals(text: string, value: unknown): void {
  const marked = text.replace(TOKEN, (token) => (token.startsWith('"') || String(Number(token)) === token ? token : `"\\u0001${token}"`));
  attach(value, JSON.parse(marked));
}

/** Walks the numbers and the marked text side by side; true when a literal was kept in or below. */
function attach(value: unknown, marked: unknown): boolean {
  if (Array.isArray(value)) return value.map((each, index) => attach(each, (marked as unknown[])[index])).includes(true);
  if (typeof value !== 'object' || value === null) return false;
  const object = value as Marked;
  let found = false;
  for (const [name, inner] of Object.entries(object)) {
    const other = (marked as Record<string, unknown>)[name];
    if (typeof inner === 'number' && typeof other === 'string') {
      (object[LITERALS] ??= {})[name] = other.slice(1);
      found = true;
    } else if (attach(inner, other)) {
      found = true;
    }
  }
  if (found) object[HAS_LITERALS] = true;
  return found;
}

/** The decimal of an object's member as it was written, when JavaScript would print it otherwise. */
export function literalIn(value: object, name: string): string | undefined {
  const literal = (value as Marked)[LITERALS]?.[name];
  return literal !== undefined && Number(literal) === (value as Marked)[name] ? literal : undefined;
}

/** Gives a member of another object the written form that the decimal had in this one. */
export function copyLiteral(from: Member, to: Member): void {
  const literal = (from.holder as Marked)[LITERALS]?.[from.property];
  const target = to.holder as Marked;
  if (literal !== undefined) target[LITERALS] = { ...target[LITERALS], [to.property]: literal };
  else if (target[LITERALS]?.[to.property] !== undefined) target[LITERALS] = Object.fromEntries(Object.entries(target[LITERALS]).filter(([name]) => name !== to.property));
}

interface Member {
  readonly holder: object;
  readonly property: string;
}

/** Marks the way to literals again after parts of other objects were put in; true when there is one in or below. */
export function markLiterals(value: unknown): boolean {
  if (Array.isArray(value)) return value.map(markLiterals).includes(true);
  if (typeof value !== 'object' || value === null) return false;
  const inner = Object.values(value).map(markLiterals).includes(true);
  const found = inner || (value as Marked)[LITERALS] !== undefined;
  if (found) (value as Marked)[HAS_LITERALS] = true;
  return found;
}

/** As JSON.stringify, with decimals as they were written. */
export function printFhirJson(value: object): string {
  if (!(value as Marked)[HAS_LITERALS]) return JSON.stringify(value);
  const text = JSON.stringify(value, function (this: Marked, name: string, inner: unknown) {
    const literal = typeof inner === 'number' ? this[LITERALS]?.[name] : undefined;
    return literal === undefined || Number(literal) !== inner ? inner : MARK + literal;
  });
  return text.replace(/"\\u0001(-?\d[\d.eE+-]*)"/g, '$1');
}
