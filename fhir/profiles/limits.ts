import type { PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { parseDateRange } from '#fhir/search/values/date-range.ts';
import type { ElementDefinition, Quantity } from '#fhir/types/resources.gen.ts';

/** Which of the limits of an element a value passes (https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_), with the limit; dates only where all of the one is outside. */
export function passedLimits(value: unknown, definition: ElementDefinition, engine: PathEngine): { readonly end: 'min' | 'max'; readonly limit: unknown }[] {
  return Object.entries(definition).flatMap(([key, limit]) => {
    const [, end, type] = /^(min|max)Value([A-Z]\w*)$/.exec(key) ?? [];
    if (end !== 'min' && end !== 'max') return [];
    const order = orderOf(value, limit, { type: type!, engine });
    return (end === 'min' && order === -1) || (end === 'max' && order === 1) ? [{ end, limit }] : [];
  });
}

/** -1 below, 1 above, 0 neither or not known. */
function orderOf(value: unknown, limit: unknown, { type, engine }: { type: string; engine: PathEngine }): -1 | 0 | 1 {
  if (type === 'Quantity') return orderOfQuantities(value as Quantity | undefined, limit as Quantity, engine);
  if (typeof value !== typeof limit) return 0;
  if (typeof value === 'number') return order(value, limit as number);
  if (typeof value !== 'string') return 0;
  if (type === 'Time') return order(value, limit as string);
  const [one, other] = [parseDateRange(value), parseDateRange(limit as string)];
  if (!one || !other) return 0;
  return one.high <= other.low ? -1 : one.low >= other.high ? 1 : 0;
}

function order<T extends number | string>(one: T, other: T): -1 | 0 | 1 {
  return one < other ? -1 : one > other ? 1 : 0;
}

function orderOfQuantities(one: Quantity | undefined, other: Quantity, engine: PathEngine): -1 | 0 | 1 {
  if (typeof one?.value !== 'number' || typeof other.value !== 'number') return 0;
  const [unit, wanted] = [one.code ?? one.unit, other.code ?? other.unit];
  if (unit === wanted) return order(one.value, other.value);
  if (unit === undefined || wanted === undefined || !engine.isUnit(unit) || !engine.isUnit(wanted)) return 0;
  const isBeyond = (operator: string): boolean => engine.holds(`low ${operator} high`, { context: { low: one, high: other }, base: 'Range' }) === true;
  return isBeyond('<') ? -1 : isBeyond('>') ? 1 : 0;
}
