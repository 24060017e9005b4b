import type { DicomJson, JsonElement } from '#platform/dicom/dicom-json.ts';
import { BINARY } from '#platform/dicom/values.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';

/** DICOM JSON in which a place stands for each text that holds an identity number, and these texts by their place. */
export interface HiddenJson {
  readonly text: string;
  readonly numbers: readonly string[];
}

const PLACE = /^y1#\d+$/;
/** What begins a value stands before it; a quotation mark within a text has a backslash there. */
const PLACES = /(?<=[[:,] ?)"y1#(\d+)"/g;
/** Of the patient: numbers of 15 digits are looked for here alone. */
const isOfPatient = (tag: string): boolean => tag.startsWith('0010');

/** Takes out every text that holds an identity number, at any depth, and what could be taken for a place. UIDs stay: they are keys. */
export function hideNumbers(json: DicomJson): HiddenJson {
  const numbers: string[] = [];
  const hide = (text: string, isNumber: boolean): string => (isNumber || PLACE.test(text) ? `y1#${numbers.push(text) - 1}` : text);
  const hidden = hideIn(json, hide);
  return { text: JSON.stringify(hidden), numbers };
}

type Hide = (text: string, isNumber: boolean) => string;

function hideIn(json: DicomJson, hide: Hide): DicomJson {
  return Object.fromEntries(Object.entries(json).map(([tag, element]) => [tag, element.vr === 'UI' ? element : hideElement(tag, element, hide)]));
}

function hideElement(tag: string, element: JsonElement, hide: Hide): JsonElement {
  const with15 = isOfPatient(tag);
  const { InlineBinary, Value } = element;
  // An element that nobody knows comes as bytes, its text within.
  if (InlineBinary !== undefined) return BINARY.has(element.vr) ? { ...element, InlineBinary: hide(InlineBinary, holdsIdentityNumber(Buffer.from(InlineBinary, 'base64').toString('latin1'), { with15 })) } : element;
  if (Value === undefined) return element;
  const one = (value: unknown): unknown => {
    if (typeof value === 'string') return hide(value, holdsIdentityNumber(value, { with15 }));
    if (typeof value === 'number') return holdsIdentityNumber(String(value), { with15 }) ? hide(String(value), true) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (element.vr === 'SQ') return hideIn(value as DicomJson, hide);
    return Object.fromEntries(Object.entries(value as Record<string, string>).map(([group, name]) => [group, hide(name, holdsIdentityNumber(name, { with15 }))]));
  };
  return { ...element, Value: Value.map(one) };
}

/** The JSON text as it came, or with each text as `show` gives it. */
export const putBack = (text: string, numbers: readonly string[], show: (number: string) => string): string =>
  text.replace(PLACES, (_, place: string) => JSON.stringify(numbers[Number(place)] === undefined ? '' : show(numbers[Number(place)]!)));
