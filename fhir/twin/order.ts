import { resourceKey } from '#fhir/search/hash.ts';
import { mainDateParameter } from '#fhir/search/parameter-target.ts';
import type { SearchParameterRow } from '#fhir/search/parameter-table.ts';
import { isNumberParameter } from '#fhir/search/values/person-numbers.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import type { SortKey } from '#fhir/search/search-request.ts';
import { normaliseString } from '#fhir/search/normalise-string.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { compareDecimals, decimalIn, type Decimal } from './decimals.ts';
import { textsOf } from './element-tests.ts';
import { elementsOf, parameterOf, type Element } from '#fhir/search/extraction/elements.ts';
import { spanOf, spansOf } from './spans.ts';

/** Where a row stands: before everything, at a decimal or a text, or after everything. */
type Place = 'first' | 'last' | Decimal | string;

/** The places of a row by each key of the order and, where those are equal, by the key of the row. */
export type Position = readonly Place[];

/** What a row is ordered by. Missing values come last either way, but without the main date a row is before all time. */
export function positionOf(resource: Resource, keys: readonly SortKey[]): Position {
  const tie = decimalIn(resourceKey(resource.resourceType, resource.id ?? ''))!;
  return [...keys.map((key) => placeOf(resource, key)), tie];
}

function placeOf(resource: Resource, { code, descending }: SortKey): Place {
  const missing: Place = descending ? 'first' : 'last';
  if (code === '_id') return `=${resource.id ?? ''}`;
  if (code === '_lastUpdated') return instant(spanOf(resource.meta?.lastUpdated ?? '')?.from ?? null);
  const type = resource.resourceType;
  const parameter = parameterOf(type, code);
  if (!parameter || isNumberParameter(type, code)) throw refused(code);
  const isMainDate = mainDateParameter(type) === code;
  const places = placesOf(resource, parameter).sort(comparePlaces);
  if (places.length === 0) return isMainDate ? 'first' : missing;
  return (descending && !isMainDate ? places.at(-1) : places[0])!;
}

const refused = (code: string) => searchProblem('_sort', `不能按 ${code} 排序。`, `Sorting by ${code} is not supported.`);
const instant = (at: bigint | null): Place => (at === null ? 'first' : { units: at, scale: 0 });

function placesOf(resource: Resource, parameter: SearchParameterRow): Place[] {
  const elements = elementsOf(resource, parameter);
  switch (parameter.type) {
    case 'date':
      return elements.flatMap((element) => spansOf(element).map(({ from }) => instant(from)));
    case 'string':
      return elements.flatMap((element) => {
        const { written, spelled } = textsOf(element, parameter.code);
        return [...written.map(normaliseString), ...spelled].filter((text) => text !== '').map((text) => `=${text}`);
      });
    case 'uri':
      return elements.map(({ value }) => `=${String(value)}`);
    case 'number':
    case 'quantity':
      return elements.flatMap((element) => numberOf(element) ?? []);
    case 'token':
    case 'reference':
      return elements.flatMap(wordsOf).map((text) => `=${text}`);
    default:
      throw refused(parameter.code);
  }
}

function numberOf({ value }: Element): Decimal | undefined {
  const { value: quantity, low, comparator } = (typeof value === 'number' ? { value } : value) as { value?: number; low?: { value?: number }; comparator?: string };
  const number = comparator?.startsWith('<') ? undefined : (quantity ?? low?.value);
  return number === undefined ? undefined : decimalIn(String(number));
}

/** Codes, values or addresses. */
function wordsOf({ type, value }: Element): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  const { code, value: text, reference, coding } = value as { code?: string; value?: string; reference?: string; coding?: { code?: string }[] };
  const words = type === 'CodeableConcept' ? (coding ?? []).map((each) => each.code) : [type === 'Coding' ? code : type === 'Reference' ? reference : text];
  return words.filter((word) => word !== undefined);
}

const RANK: Readonly<Record<string, number>> = { first: -1, last: 1 };

function comparePlaces(a: Place, b: Place): number {
  const [left, right] = [a, b].map((each) => (typeof each === 'string' ? (RANK[each] ?? 0) : 0)) as [number, number];
  if (left !== 0 || right !== 0) return left - right;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return typeof a === 'string' || typeof b === 'string' ? 0 : compareDecimals(a, b);
}

/** Each key in its own direction; rows that are equal in all of them in the direction of the first. */
export function comparePositions(a: Position, b: Position, keys: readonly SortKey[]): number {
  for (const [index, place] of a.entries()) {
    const order = comparePlaces(place, b[index]!);
    if (order !== 0) return (keys[index] ?? keys[0])?.descending ? -order : order;
  }
  return 0;
}

/** For the page link. */
export const positionTexts = (position: Position): string[] =>
  position.map((place) => (typeof place === 'string' ? place : `#${place.units}/${place.scale}`));

export function positionIn(texts: readonly string[]): Position {
  return texts.map((text) => {
    const match = /^#(-?\d+)\/(-?\d+)$/.exec(text);
    return match ? { units: BigInt(match[1]!), scale: Number(match[2]) } : text;
  });
}
