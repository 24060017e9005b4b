import type { CodeableConcept, Observation, Quantity } from '#fhir/types/resources.gen.ts';

export interface ObservedValue {
  readonly code: string;
  readonly title: string;
  readonly value: number | null;
  readonly comparator: string | undefined;
  readonly unit: string | null;
  /** As people read it. */
  readonly text: string;
}

interface Part {
  readonly code: CodeableConcept;
  readonly valueQuantity?: Quantity | undefined;
  readonly valueString?: string | undefined;
  readonly valueInteger?: number | undefined;
  readonly valueBoolean?: boolean | undefined;
  readonly valueCodeableConcept?: CodeableConcept | undefined;
}

/** Values of an Observation and its components, under each of their codes once. A denied finding is no finding. */
export function measuredOf(observation: Observation): ObservedValue[] {
  const parts: Part[] = [observation as Part, ...((observation.component ?? []) as Part[])];
  const values = parts.flatMap(valuesOf);
  return [...new Map(values.map((value) => [value.code, value])).values()];
}

function valuesOf(part: Part): ObservedValue[] {
  const read = readValue(part);
  if (read === undefined) return [];
  const codes = [...new Set((part.code.coding ?? []).flatMap((coding) => (coding.code === undefined ? [] : [coding.code])))];
  const title = part.code.text ?? part.code.coding?.[0]?.display ?? codes[0] ?? '';
  return codes.map((code) => ({ code, title, ...read }));
}

const DENIED = new Set(['260385009', 'N', 'NEG', 'negative', '阴性', '无']);

function readValue(part: Part): Omit<ObservedValue, 'code' | 'title'> | undefined {
  const { valueQuantity: quantity } = part;
  if (quantity?.value !== undefined) {
    const value = Number(quantity.value);
    const unit = quantity.code ?? quantity.unit ?? null;
    return Number.isFinite(value) ? { value, comparator: quantity.comparator, unit, text: `${quantity.comparator ?? ''}${value} ${quantity.unit ?? quantity.code ?? ''}`.trim() } : undefined;
  }
  if (part.valueInteger !== undefined) return { value: part.valueInteger, comparator: undefined, unit: null, text: String(part.valueInteger) };
  if (part.valueBoolean !== undefined) return part.valueBoolean ? { value: null, comparator: undefined, unit: null, text: '有' } : undefined;
  const concept = part.valueCodeableConcept;
  if (concept !== undefined) {
    const words = [concept.text, ...(concept.coding ?? []).flatMap((coding) => [coding.code, coding.display])].filter((each): each is string => each !== undefined);
    return words.some((word) => DENIED.has(word)) ? undefined : { value: null, comparator: undefined, unit: null, text: concept.text ?? words[0] ?? '' };
  }
  return part.valueString === undefined || DENIED.has(part.valueString.trim()) ? undefined : { value: null, comparator: undefined, unit: null, text: part.valueString.slice(0, 200) };
}
