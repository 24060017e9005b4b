import { asDecimal } from './library-mends.ts';
import { INTEGER_MAX } from './parse.ts';
import { characterFunctions, dataOf, numberOf, systemValue, textOf } from './character-functions.ts';

type Items = readonly unknown[];
type Own = (name: string, items: Items, ...parameters: unknown[]) => unknown[];
interface Node {
  readonly data?: unknown;
  readonly parentResNode?: Node | null;
}

/** The library's own function, called as it would be without ours. */
export type OwnFunction = (call: string, variables: Readonly<Record<string, unknown>>) => unknown[];

const isInteger = (item: unknown): boolean => Math.abs(numberOf(item)) <= INTEGER_MAX || numberOf(item) === -INTEGER_MAX - 1;
const isNumber = (item: unknown): boolean => item !== null && Number.isFinite(numberOf(item));

/** Functions that the library takes otherwise than FHIRPath 2.0 says, in its table of functions. */
export function stricterFunctions(own: OwnFunction): Record<string, unknown> {
  const call: Own = (name, items, ...parameters) =>
    own(`%item.${name}(${parameters.map((_, at) => `%p${at}`).join(',')})`, { item: items, ...Object.fromEntries(parameters.map((each, at) => [`p${at}`, each])) });
  const entry = (fn: (items: Items, ...parameters: never[]) => unknown, ...types: string[][]): object => ({ fn, arity: Object.fromEntries(types.map((each) => [each.length, each])), internalStructures: true });
  const converts = (to: (items: Items) => unknown): object => entry((items) => (items.length === 0 ? [] : [(to(items) as Items).length > 0]), []);
  const toInteger = (items: Items) => call('toInteger', items).filter(isInteger);
  const toText = (items: Items) => (items.length === 1 && !isSimple(items[0], own) ? [] : call('toString', items));
  const toTime = (items: Items) => (textOf(items)?.startsWith('T') ? [] : call('toTime', items));
  const [dateTime] = own('@2026-01-01T00:00:00Z', {}) as [Dated];
  const toDateTime = (items: Items) => call('toDateTime', items).map((found) => (found instanceof dateTime.constructor && (found as Dated).constructor !== dateTime.constructor ? new dateTime.constructor((found as Dated).ctx, (found as Dated).asStr) : found));
  const toDate = (items: Items) => call('toDate', items.length === 1 ? [dayOf(items[0], own)] : items);
  return {
    // §5.3.5, §5.3.6: less than one skips nothing, and takes nothing; no number gives nothing (§4.4.1).
    skip: entry((items, count) => (Array.isArray(count) ? [] : items.slice(Math.max(0, numberOf(count)))), ['Integer']),
    take: entry((items, count) => (Array.isArray(count) ? [] : items.slice(0, Math.max(0, numberOf(count)))), ['Integer']),
    toInteger: entry(toInteger, []), convertsToInteger: converts(toInteger),
    toDecimal: entry(function (this: Context, items: Items) { return toDecimal(this, items, call); }, []),
    convertsToBoolean: converts((items) => call('toBoolean', items)), convertsToDecimal: converts((items) => call('toDecimal', items)),
    toDateTime: entry(toDateTime, []), convertsToDateTime: converts(toDateTime),
    toTime: entry(toTime, []), convertsToTime: converts(toTime),
    getValue: entry((items) => (call('getValue', items).length > 0 ? items.map(systemValue) : []), []),
    toString: entry(toText, []), convertsToString: converts(toText),
    toDate: entry(toDate, []), convertsToDate: converts(toDate),
    convertsToQuantity: entry((items, unit) => (items.length === 0 ? [] : [call('toQuantity', items, ...(unit === undefined ? [] : [unit])).length > 0]), [], ['String']),
    ln: entry((items) => call('ln', items).filter(isNumber), []),
    log: entry((items, base) => (items.length === 0 || Array.isArray(base) ? [] : call('log', items, base).filter(isNumber)), ['Number']),
    replaceMatches: entry((items, pattern, text) => flagged(items, pattern, (found, regexp) => (typeof text === 'string' ? found.replace(regexp, (text as string).replace(NAMED_GROUP, '$<$1>')) : undefined)) ?? call('replaceMatches', items, pattern, typeof text === 'string' ? (text as string).replace(NAMED_GROUP, '$<$1>') : text), ['String', 'String']),
    // §5.3.1: each item is a member, however often.
    subsetOf: entry((items, others) => own('%items.all(%others contains $this)', { items, others }), ['AnyAtRoot']),
    supersetOf: entry((items, others) => own('%others.all(%items contains $this)', { items, others }), ['AnyAtRoot']),
    matches: entry((items, pattern) => flagged(items, pattern, (text, regexp) => regexp.test(text)) ?? call('matches', items, pattern), ['String']),
    matchesFull: entry((items, pattern) => flagged(items, pattern, (text, regexp) => new RegExp(`^(?:${regexp.source})$`, regexp.flags).test(text)) ?? call('matchesFull', items, pattern), ['String']),
    ...characterFunctions(call, entry),
    trace: entry(traced, ['String'], ['String', 'Expr']),
    resolve: entry((items) => items.flatMap((item) => referredTo(item, own)), []),
  };
}

/** What the library reads numbers with. */
interface Context {
  readonly getDecimal: (text: string) => unknown;
}

/** A date or time of the library. */
interface Dated {
  readonly asStr: string;
  readonly ctx: unknown;
  readonly constructor: new (context: unknown, text: string) => Dated;
}

/** A text keeps its digits, which a floating number would lose. */
function toDecimal(context: Context, items: Items, call: Own): unknown[] {
  const text = textOf(items);
  return call('toDecimal', items).map((found) => asDecimal(context.getDecimal(text === undefined ? String(found) : text.replace(/^\+/, ''))));
}

/** `(?i)` at the beginning of a pattern, which regular expressions of the standard have (§5.6.8: PCRE) and JavaScript's have not. */
function flagged(items: Items, pattern: unknown, run: (text: string, regexp: RegExp) => unknown): unknown[] | undefined {
  const [head, flags] = typeof pattern === 'string' ? (/^\(\?([ims]+)\)/.exec(pattern) ?? []) : [];
  const text = textOf(items);
  if (head === undefined || text === undefined) return undefined;
  const found = run(text, new RegExp((pattern as string).slice(head.length), [...new Set(`gsu${flags}`)].join('')));
  return found === undefined ? undefined : [found];
}

/** `${name}` of the standard's example is JavaScript's `$<name>`. */
const NAMED_GROUP = /\$\{([A-Za-z]\w*)\}/g;

/** What has a text: primitives and quantities (§5.5.3). */
function isSimple(item: unknown, own: OwnFunction): boolean {
  const data = (item as Node | null)?.data;
  return typeof data !== 'object' || data === null || 'isInteger' in data || own('%item is FHIR.Quantity', { item: [item] })[0] === true;
}

/** The day of a dateTime or instant of FHIR. */
function dayOf(item: unknown, own: OwnFunction): unknown {
  const data = (item as Node | null)?.data;
  const isTime = typeof data === 'string' && data.includes('T') && own('%item is FHIR.dateTime or %item is FHIR.instant', { item: [item] })[0] === true;
  return isTime ? data.slice(0, data.indexOf('T')) : item;
}

/** The projection is for the log alone, item by item (§5.9.1). */
function traced(items: Items, _name: unknown, projection?: (item: unknown) => unknown): Items {
  if (projection) for (const item of items) projection(item);
  return items;
}

/** What a reference leads to within its own resource, or within the bundle it is part of; nothing else is fetched. */
function referredTo(item: unknown, own: OwnFunction): unknown[] {
  const reference = typeof dataOf(item) === 'string' ? dataOf(item) : (dataOf(item) as { reference?: unknown } | null)?.reference;
  if (typeof reference !== 'string') return [];
  for (let node = item as Node | null | undefined; node; node = node.parentResNode) {
    if ((node.data as { resourceType?: unknown } | null)?.resourceType === undefined) continue;
    const isContained = (node.parentResNode?.data as { contained?: unknown } | null | undefined)?.contained !== undefined;
    if (reference === '#' && !isContained) return [node];
    const path = reference.startsWith('#') ? '%node.contained.where(id = %name)' : "%node.entry.where(fullUrl = %name or fullUrl.endsWith('/' & %name)).resource";
    const found = own(path, { node, name: reference.replace(/^#/, '').replace(/\/_history\/.*$/, '') });
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
}
