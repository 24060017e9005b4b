import type { Address, CodeableConcept, Coding, HumanName, Identifier, Money, Period, Quantity, Range, Reference, Timing } from '#fhir/types/resources.gen.ts';
import { parseDateRange, type DateRange } from '../values/date-range.ts';
import { isOrderedKind, rowsOfKind } from './composite.ts';
import { decimalOf, elementSalt, hashText, partSalt, placed, xor, type Hash } from '../hash.ts';
import { valueHash } from '../values/person-numbers.ts';
import { isHan, normaliseString } from '../normalise-string.ts';
import type { ParameterType } from '../parameter-table.ts';
import { pinyinForms } from '../special/pinyin.ts';
import type { SearchValues, Target } from './search-values.ts';

/** Functions that the compiled extractors call, one for each kind of element; all add to `out`. */

/** Tokens compare without case: "when in doubt, servers SHOULD treat tokens in a case-insensitive manner" (R4 §3.1.1.4.10). */
export function coding(out: SearchValues, target: Target, value: Pick<Coding, 'system' | 'code' | 'display'>): void {
  const { system, code, display } = value;
  out.present.add(target.presence);
  if (system !== undefined) out.addText(target, `${system}|`);
  if (code === undefined) {
    if (display !== undefined && !isPart(target)) out.addWords(target.hash, display);
    return;
  }
  const folded = code.toLowerCase();
  const link = valueHash(target, system === undefined ? `|${folded}` : `${system}|${folded}`);
  out.addText(target, folded);
  out.add(target, link);
  if (target.isMainCode) out.mainCodes.add(folded);
  if (isPart(target)) return;
  out.covered.add(value);
  if (display !== undefined) out.texts.push({ kind: 0, of: undefined, link, text: display });
}

/** Parts of a composite are no parameters of their own. */
const isPart = (target: Target): boolean => target.code === '';

export function concept(out: SearchValues, target: Target, value: CodeableConcept): void {
  out.present.add(target.presence);
  if (value.coding) for (const each of value.coding) if (each) coding(out, target, each);
  if (isPart(target)) return;
  out.covered.add(value);
  if (value.text !== undefined) conceptText(out, target, value);
}

/** The text is found by the first code, as its displays are; without a code it is a value of its own. */
function conceptText(out: SearchValues, target: Target, { coding: codings, text = '' }: CodeableConcept): void {
  const first = codings?.find((each) => each?.code !== undefined);
  if (!first) return out.addWords(target.hash, text);
  if (codings!.some((each) => each?.display === text)) return;
  const folded = first.code!.toLowerCase();
  out.texts.push({ kind: 0, of: undefined, link: hashText(first.system === undefined ? `|${folded}` : `${first.system}|${folded}`), text });
}

export function identifier(out: SearchValues, target: Target, value: Identifier): void {
  coding(out, target, { system: value.system, code: value.value });
  if (isPart(target)) return;
  out.covered.add(value);
  if (value.type?.text !== undefined) out.addWords(target.hash, value.type.text);
  if (value.value === undefined) return;
  for (const type of value.type?.coding ?? []) {
    const hash = valueHash(target, ofTypeText(type.system ?? '', type.code ?? '', value.value));
    out.hashes.push(target.identifierHash.high ^ hash.high, target.identifierHash.low ^ hash.low);
  }
}

/** Hash input for `:of-type`. */
export const ofTypeText = (system: string, type: string, value: string): string =>
  `of-type:${system}|${type}|${value}`.toLowerCase();

export function contactPoint(out: SearchValues, target: Target, value: { value?: string }): void {
  coding(out, target, { code: value.value });
  out.covered.add(value);
}

export const code = (out: SearchValues, target: Target, value: unknown): void => coding(out, target, { code: String(value) });

/** Version-specific references find the current resource too. */
const withoutVersion = (reference: string): string => {
  const at = reference.indexOf('/_history/');
  return at < 0 ? reference : reference.slice(0, at);
};

export function reference(out: SearchValues, target: Target, value: Reference): void {
  out.present.add(target.presence);
  const address = value.reference === undefined || value.reference.startsWith('#') ? undefined : hashText(withoutVersion(value.reference));
  if (address) out.add(target, address);
  if (!isPart(target)) {
    out.covered.add(value);
    if (value.display !== undefined) {
      if (address) out.texts.push({ kind: 1, of: undefined, link: address, text: value.display });
      else out.addWords(target.hash, value.display);
    }
  }
  const by = value.identifier;
  if (!by || isPart(target)) return;
  const folded = by.value?.toLowerCase();
  const forms = folded === undefined ? [] : [folded, `${by.system ?? ''}|${folded}`];
  for (const form of by.system === undefined ? forms : [...forms, `${by.system}|`]) {
    const hash = hashText(form);
    out.hashes.push(target.identifierHash.high ^ hash.high, target.identifierHash.low ^ hash.low);
  }
}

export function canonical(out: SearchValues, target: Target, value: string): void {
  out.present.add(target.presence);
  out.addText(target, value);
  const bar = value.indexOf('|');
  if (bar > 0) out.addText(target, value.slice(0, bar));
}

/** A resource inside another (`Bundle.entry[0].resource`). */
export function inner(out: SearchValues, target: Target, value: { resourceType: string; id?: string }): void {
  out.present.add(target.presence);
  if (value.id !== undefined) out.addText(target, `${value.resourceType}/${value.id}`);
}

export function uri(out: SearchValues, target: Target, value: string): void {
  canonical(out, target, value);
  out.strings.push({ parameter: parameterKey(target), normalised: value, exact: value });
}

export function text(out: SearchValues, target: Target, value: string): void {
  const normalised = normaliseString(value);
  out.present.add(target.presence);
  if (normalised !== '') out.strings.push({ parameter: parameterKey(target), normalised, exact: value });
}

export function humanName(out: SearchValues, target: Target, value: HumanName): void {
  const given = (value.given ?? []).filter((part) => part !== null);
  const parts = [value.text, value.family, ...given, ...(value.prefix ?? []), ...(value.suffix ?? [])];
  const whole = (value.family ?? '') + given.join('');
  if (value.family !== undefined && given.length > 0 && isHan(whole)) parts.push(whole);
  for (const part of new Set(parts)) if (part) text(out, target, part);
  if (target.code === 'name') for (const spelling of pinyinForms(isHan(whole) ? whole : (value.text ?? ''))) spelled(out, target, { spelling, exact: value.text ?? whole });
}

/** 王芳 is found as `wf` and `wangfang` too; `:exact` still compares with what is written. */
const spelled = (out: SearchValues, target: Target, { spelling, exact }: { spelling: string; exact: string }): void =>
  void out.strings.push({ parameter: parameterKey(target), normalised: spelling, exact });

export function address(out: SearchValues, target: Target, value: Address): void {
  const parts = [value.text, ...(value.line ?? []), value.city, value.district, value.state, value.country, value.postalCode];
  for (const part of new Set(parts)) if (part) text(out, target, part);
}

function addRange(out: SearchValues, target: Target, { low, high }: { low: number; high: number }): void {
  out.present.add(target.presence);
  if (target.isMainDate) {
    out.atLow = Math.min(out.atLow, low);
    out.atHigh = Math.max(out.atHigh, high);
  } else {
    out.dates.push({ parameter: parameterKey(target), low, high });
  }
}

export function date(out: SearchValues, target: Target, value: string): void {
  const range = parseDateRange(value);
  if (range) addRange(out, target, range);
}

/** Milliseconds: a period that ends within a second holds that instant, and nothing finer is stored. */
const MICROSECOND = 0.001;

export function period(out: SearchValues, target: Target, value: Period): void {
  const range = rangeOf(value);
  if (range) addRange(out, target, range);
}

/** From the beginning of its start to the end of its end; an end that is not there is open. */
function rangeOf(value: Period): Pick<DateRange, 'low' | 'high'> | undefined {
  const start = value.start === undefined ? undefined : parseDateRange(value.start);
  const end = value.end === undefined ? undefined : parseDateRange(value.end);
  if (!start && !end) return undefined;
  const low = start?.low ?? -Infinity;
  return { low, high: end === undefined ? Infinity : end.high === end.low && end.low > low ? end.low + MICROSECOND : end.high };
}

/** A Timing counts by its outer limits (R4 §3.1.1.4.7), those of its events and of its bounds together. */
export function timing(out: SearchValues, target: Target, value: Timing): void {
  let [low, high] = [Infinity, -Infinity];
  for (const range of [...(value.event ?? []).map(parseDateRange), value.repeat?.boundsPeriod && rangeOf(value.repeat.boundsPeriod)]) {
    if (range) [low, high] = [Math.min(low, range.low), Math.max(high, range.high)];
  }
  if (low <= high) addRange(out, target, { low, high });
}

export function number(out: SearchValues, target: Target, value: number): void {
  const text = String(value);
  out.present.add(target.presence);
  out.numbers.push({ parameter: parameterKey(target), low: text, high: text, system: null, code: null, unit: null });
}

export function quantity(out: SearchValues, target: Target, value: Quantity): void {
  out.present.add(target.presence);
  if (value.value === undefined) return;
  const text = String(value.value);
  out.numbers.push({
    parameter: parameterKey(target),
    low: value.comparator?.startsWith('<') ? null : text,
    high: value.comparator?.startsWith('>') ? null : text,
    system: value.system ?? null,
    code: value.code ?? null,
    unit: value.unit ?? null,
  });
}

export const money = (out: SearchValues, target: Target, value: Money): void =>
  quantity(out, target, { value: value.value, code: value.currency, system: 'urn:iso:std:iso:4217' });

export function range(out: SearchValues, target: Target, value: Range): void {
  const unit = value.low ?? value.high;
  out.present.add(target.presence);
  if (!unit) return;
  out.numbers.push({
    parameter: parameterKey(target),
    low: value.low?.value === undefined ? null : String(value.low.value),
    high: value.high?.value === undefined ? null : String(value.high.value),
    system: unit.system ?? null,
    code: unit.code ?? null,
    unit: unit.unit ?? null,
  });
}

export const pointsTo = (value: { reference?: string; resourceType?: string }, prefix: string): boolean =>
  value.reference !== undefined && (value.reference.startsWith(prefix) || value.reference.includes(`/${prefix}`));

export const parameterKey = (target: Target): string => decimalOf(target.hash.high, target.hash.low);

/** One part of one element of a composite. */
export interface Part {
  readonly values: SearchValues;
  readonly kind: ParameterType;
}

/**
 * The parts of one element together. Keys (tokens, references, uris) are combined into one hash. Without an ordered part that is the
 * entry; with one it is the parameter of its row; with several their rows also say part and element, so that SQL joins those of one.
 */
export function compose(out: SearchValues, target: Target, parts: readonly Part[]): void {
  let bases: Hash[] = [target.hash];
  const ordered: { rows: readonly { parameter: string }[]; into: { parameter: string }[]; place: number }[] = [];
  for (const [place, { values, kind }] of parts.entries()) {
    if (isOrderedKind(kind)) ordered.push({ rows: values[rowsOfKind(kind)], into: out[rowsOfKind(kind)], place });
    else bases = bases.flatMap((base) => values.pairs().map((hash) => xor(base, placed(hash, place))));
  }
  if (parts.every(({ values }) => values.present.size > 0)) out.present.add(target.presence);
  if (bases.length === 0 || ordered.some(({ rows }) => rows.length === 0)) return;
  if (ordered.length === 0) for (const { high, low } of bases) out.hashes.push(high, low);
  const element = ordered.length > 1 ? elementSalt(out.nextElement(target)) : undefined;
  for (const { rows, into, place } of ordered) {
    for (const base of bases) {
      const { high, low } = element ? xor(xor(base, element), partSalt(place)) : base;
      for (const row of rows) into.push({ ...row, parameter: decimalOf(high, low) });
    }
  }
}

/** Target of the parts of a composite: no parameter of its own. */
export const ZERO: Target = {
  code: '',
  hash: { high: 0, low: 0 },
  identifierHash: { high: 0, low: 0 },
  presence: 0,
  isNumber: false,
  isMainDate: false,
  isMainCode: false,
};
