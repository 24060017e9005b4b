import { resourceTypes } from '#fhir/types/resources.gen.ts';
import type { Address, CodeableConcept, Coding, HumanName, Identifier, Money, Quantity, Range, Reference } from '#fhir/types/resources.gen.ts';
import { isHan, normaliseString } from '#fhir/search/normalise-string.ts';
import { plusMended } from '#fhir/search/condition-date.ts';
import type { ParameterType } from '#fhir/search/parameter-table.ts';
import { splitEscaped, unescapeValue } from '#fhir/search/query-string.ts';
import { ENDS, IS_WHOLE, OVERLAPS } from '#fhir/search/special/filter/filter-parameters.ts';
import { modifierProblem, searchProblem, valueProblem } from '#fhir/search/search-problem.ts';
import { impliedSystems } from '#fhir/search/values/implied-systems.ts';
import { alikeUnits, UCUM } from '#fhir/search/values/ucum.ts';
import { foldWords } from '#fhir/search/text/fold-words.ts';
import { pinyinForms } from '#fhir/search/special/pinyin.ts';
import { compareAmounts, decimalIn, type Amount } from './decimals.ts';
import { addressIn, withoutVersion, type Element } from '#fhir/search/extraction/elements.ts';
import { compareSpans, spanOf, spansOf, widenSpan } from './spans.ts';

/** One value of a parameter as asked: what stands between two commas. */
export interface Asked {
  readonly code: string;
  readonly kind: ParameterType;
  readonly targets: readonly string[];
  readonly modifier: string | undefined;
  readonly value: string;
  readonly now: Date;
  readonly bases: readonly string[];
}

export type ElementTest = (element: Element) => boolean;

/** Whether an element is what is asked for; throws `fhir.search-invalid` for a value or modifier that makes no sense. */
export function elementTest(asked: Asked): ElementTest {
  const test = TESTS[asked.kind];
  if (!test) throw searchProblem(asked.code, '暂不支持该参数。', 'This parameter is not supported.');
  return test(asked);
}

const TESTS: Partial<Record<ParameterType, (asked: Asked) => ElementTest>> = {
  token: tokenTest, reference: referenceTest, date: dateTest, string: stringTest, uri: uriTest, number: amountTest, quantity: amountTest,
};

interface Token {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

export function tokensOf({ type, value, binding }: Element): Token[] {
  switch (type) {
    case 'Coding':
      return [value as Coding];
    case 'CodeableConcept':
      return (value as CodeableConcept).coding ?? [];
    case 'Identifier':
      return [{ system: (value as Identifier).system, code: (value as Identifier).value }];
    case 'ContactPoint':
      return [{ code: (value as { value?: string }).value }];
    default:
      return typeof value === 'object' ? [] : [{ code: String(value) }, ...impliedTokens({ type, value, binding })];
  }
}

/** A code without a system of its own has that of its value set. */
const impliedTokens = ({ type, value, binding }: Element): Token[] =>
  [...(impliedSystems(type, binding) ?? [])].filter(([, codes]) => codes.has(String(value).toLowerCase())).map(([system]) => ({ system, code: String(value) }));

/** Of a value set that nobody can list any system is taken for the right one. */
export const isOfAnySystem = ({ type, binding }: Element): boolean => type === 'code' && impliedSystems(type, binding) === undefined;

const sameCode = (a: string | undefined, b: string): boolean => a !== undefined && a.toLowerCase() === b.toLowerCase();

export const hasCode = (element: Element, code: string): boolean => tokensOf(element).some((token) => sameCode(token.code, code));

/** `[system|]code` apart; an absent bar and an empty system are not the same. */
function splitToken(value: string): { system: string | undefined; code: string } {
  const parts = splitEscaped(value, '|').map(unescapeValue);
  return parts.length === 1 ? { system: undefined, code: parts[0]! } : { system: parts[0]!, code: parts.slice(1).join('|') };
}

const sameToken = (token: Token, { system, code }: { system: string | undefined; code: string }): boolean =>
  (system === undefined || (token.system ?? '') === system) && (code === '' || sameCode(token.code, code));

function tokenTest(asked: Asked): ElementTest {
  if (asked.modifier === 'of-type') return ofTypeTest(asked);
  if (asked.modifier === 'text') return textTest(asked);
  if (asked.modifier !== undefined) throw modifierProblem(asked.code, asked.modifier);
  const wanted = splitToken(asked.value);
  if (wanted.code === '' && !wanted.system) throw searchProblem(asked.code, '参数值为空。', 'The value is empty.');
  return (element) => {
    const isFree = isOfAnySystem(element) && wanted.system && wanted.code !== '';
    return tokensOf(element).some((token) => sameToken(token, isFree ? { ...wanted, system: undefined } : wanted));
  };
}

function ofTypeTest({ code: name, value }: Asked): ElementTest {
  const parts = splitEscaped(value, '|').map(unescapeValue);
  if (parts.length !== 3 || parts.includes('')) throw searchProblem(name, ':of-type 的格式为 system|code|value。', ':of-type is written system|code|value.');
  const [system, code, number] = parts as [string, string, string];
  return ({ type, value: found }) => {
    if (type !== 'Identifier') return false;
    const identifier = found as Identifier;
    return sameCode(identifier.value, number) && (identifier.type?.coding ?? []).some((each) => sameCode(each.system ?? '', system) && sameCode(each.code ?? '', code));
  };
}

/** The words beside a code or a reference, from their beginning. */
function textTest({ code, value }: Asked): ElementTest {
  const wanted = foldWords(unescapeValue(value));
  if (wanted === '') throw searchProblem(`${code}:text`, '请输入要查找的文字。', 'Give a text to look for.');
  return (element) => wordsOf(element).some((word) => foldWords(word).startsWith(wanted));
}

export const WORDED: ReadonlySet<string> = new Set(['CodeableConcept', 'Coding', 'Identifier', 'Reference']);

function wordsOf({ type, value }: Element): string[] {
  const { text, display, coding, type: kind } = value as CodeableConcept & Coding & { type?: CodeableConcept };
  const words = type === 'CodeableConcept' ? [text, ...(coding ?? []).map((each) => each.display)] : type === 'Identifier' ? [kind?.text] : [display];
  return words.filter((word) => word !== undefined);
}

function referenceTest(asked: Asked): ElementTest {
  const { code, modifier, targets, bases } = asked;
  if (modifier === 'text') return textTest(asked);
  if (modifier === 'identifier') return identifierTest(asked);
  const base = bases.find((each) => asked.value.startsWith(`${each}/`));
  const text = withoutVersion(unescapeValue(base === undefined ? asked.value : asked.value.slice(base.length + 1)));
  if (text === '') throw searchProblem(code, '引用为空。', 'The reference is empty.');
  const types: readonly string[] = resourceTypes;
  if (modifier !== undefined && !types.includes(modifier)) throw modifierProblem(code, modifier);
  const isAddress = /[:/]/.test(text);
  const among = modifier === undefined ? (targets.length > 0 ? targets : types) : [modifier];
  const wanted = isAddress ? [text.includes('/') || modifier === undefined ? text : `${modifier}/${text}`] : [...(modifier === undefined ? [text] : []), ...among.map((type) => `${type}/${text}`)];
  if (base !== undefined && modifier === undefined) wanted.push(withoutVersion(unescapeValue(asked.value)));
  const fits = (address: string): boolean => wanted.includes(address) && (modifier === undefined || address.startsWith(`${modifier}/`));
  return (element) => {
    const address = addressIn(element);
    return address !== undefined && (fits(address) || (element.type === 'canonical' && fits(address.split('|')[0]!)));
  };
}

/** By the identifier inside a reference; compared as a token is. */
function identifierTest({ value }: Asked): ElementTest {
  const wanted = splitToken(value);
  return ({ value: found }) => {
    const identifier = (found as Reference).identifier;
    return identifier !== undefined && sameToken({ system: identifier.system, code: identifier.value }, wanted);
  };
}

const PREFIX = /^(?:eq|ne|gt|lt|ge|le|sa|eb|ap)/;
const splitPrefix = (value: string): [string, string] => {
  const prefix = PREFIX.exec(value)?.[0];
  return prefix === undefined ? ['eq', value] : [prefix, value.slice(2)];
};

function withoutModifier({ code, modifier }: Asked): void {
  if (modifier !== undefined) throw modifierProblem(code, modifier);
}

function dateTest(asked: Asked): ElementTest {
  const overlaps = asked.modifier === OVERLAPS;
  if (!overlaps) withoutModifier(asked);
  const [prefix, text] = overlaps ? ['eq', asked.value] : splitPrefix(asked.value);
  const span = spanOf(plusMended(text));
  if (!span) throw valueProblem(asked.code, 'date');
  if (overlaps) return (element) => spansOf(element).some((found) => compareSpans('ap', found, span));
  const wanted = prefix === 'ap' ? widenSpan(span, asked.now) : span;
  return (element) => spansOf(element).some((found) => compareSpans(prefix, found, wanted));
}

function amountTest(asked: Asked): ElementTest {
  withoutModifier(asked);
  const [number, system, code, ...more] = splitEscaped(asked.value, '|').map(unescapeValue);
  const [prefix, text] = splitPrefix(number!);
  const wanted = decimalIn(text);
  if (!wanted || more.length > 0 || (asked.kind === 'number' && system !== undefined)) throw valueProblem(asked.code, asked.kind);
  const alike = system === UCUM && code ? alikeUnits(code) : undefined;
  return (element) => {
    const found = amountOf(element);
    if (!found || (system && found.system !== system)) return false;
    const ratio = alike?.get(found.code ?? '');
    if (alike ? !ratio : code && found.code !== code && (system || found.unit !== code)) return false;
    return compareAmounts(prefix, { ...found, ratio }, wanted);
  };
}

type Measured = Amount & { readonly system?: string | undefined; readonly code?: string | undefined; readonly unit?: string | undefined };

const written = (value: number | undefined) => (value === undefined ? null : decimalIn(String(value))!);

function amountOf({ type, value }: Element): Measured | undefined {
  if (typeof value === 'number') return { low: written(value), high: written(value) };
  if (type === 'Range') return rangeOf(value as Range);
  if (type === 'Money') return { low: written((value as Money).value), high: written((value as Money).value), system: 'urn:iso:std:iso:4217', code: (value as Money).currency };
  const { value: number, comparator = '', ...unit } = value as Quantity;
  if (number === undefined) return undefined;
  return { low: comparator.startsWith('<') ? null : written(number), high: comparator.startsWith('>') ? null : written(number), ...unit };
}

function rangeOf({ low, high }: Range): Measured | undefined {
  const { system, code, unit } = low ?? high ?? {};
  return low || high ? { low: written(low?.value), high: written(high?.value), system, code, unit } : undefined;
}

/** Texts of an element as written, and other spellings that only stand for them. */
export function textsOf({ type, value }: Element, code: string): { written: string[]; spelled: readonly string[] } {
  if (typeof value === 'string') return { written: [value], spelled: [] };
  const given = ((value as HumanName).given ?? []).filter((part) => part !== null);
  if (type === 'HumanName') {
    const { text, family, prefix = [], suffix = [] } = value as HumanName;
    const whole = (family ?? '') + given.join('');
    const parts = [text, family, ...given, ...prefix, ...suffix, ...(isHan(whole) ? [whole] : [])];
    return { written: parts.filter((part) => Boolean(part)) as string[], spelled: code === 'name' ? pinyinForms(isHan(whole) ? whole : (text ?? '')) : [] };
  }
  const { text, line = [], city, district, state, country, postalCode } = value as Address;
  return { written: [text, ...line, city, district, state, country, postalCode].filter((part) => Boolean(part)) as string[], spelled: [] };
}

function stringTest({ code, modifier, value }: Asked): ElementTest {
  const text = unescapeValue(value);
  const wanted = normaliseString(text);
  if (modifier === 'exact') return (element) => textsOf(element, code).written.includes(text);
  const isLike = modifier === IS_WHOLE ? (found: string) => found === wanted : modifier === ENDS ? (found: string) => found.endsWith(wanted) : undefined;
  if (modifier !== undefined && modifier !== 'contains' && !isLike) throw modifierProblem(code, modifier);
  const fits = isLike ?? (modifier === 'contains' ? (found: string) => found.includes(wanted) : (found: string) => found.startsWith(wanted));
  return (element) => {
    const { written: words, spelled } = textsOf(element, code);
    return words.map(normaliseString).some((found) => found !== '' && fits(found)) || spelled.some(fits);
  };
}

function uriTest({ code, modifier, value }: Asked): ElementTest {
  const wanted = unescapeValue(value);
  const fits: Record<string, (found: string) => boolean> = {
    '': (found) => found === wanted,
    below: (found) => (/^urn:/i.test(wanted) ? found === wanted : found.startsWith(wanted)),
    above: (found) => /^https?:/.test(wanted) && (found === wanted || (/^https?:\/\/[^/]/.test(found) && wanted.startsWith(`${found}/`))),
  };
  const test = fits[modifier ?? ''];
  if (!test) throw modifierProblem(code, modifier!);
  return ({ value: found }) => typeof found === 'string' && (test(found) || test(found.split('|')[0]!));
}
