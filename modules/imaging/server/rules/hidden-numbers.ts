import type { DicomJson, JsonElement } from '#platform/dicom/dicom-json.ts';
import { BINARY } from '#platform/dicom/values.ts';
import { holdsIdentityNumber, maskIdentityNumbers } from '#platform/kernel/check-digits.ts';

/** DICOM JSON in which a place stands for each text that holds an identity number, and these texts by their place. */
export interface HiddenJson {
  readonly text: string;
  readonly numbers: readonly string[];
}

const PLACE = /^y1#\d+$/;
/** What begins a value stands before it; a quotation mark within a text has a backslash there. */
const PLACES = /(?<=[[:,] ?)"y1#(\d+)"/g;

/** Numbers of 15 digits are looked for in the group of the patient alone. */
const holdsNumberAt = (tag: string, text: string): boolean => holdsIdentityNumber(text, { with15: tag.startsWith('0010') });

export const isPlace = (text: string): boolean => PLACE.test(text);

/** What is kept of an attribute to be searched and shown in lists: an identity number in it is masked. */
export const wordWithoutNumber = (tag: string, word: string | null): string | null => (word !== null && holdsNumberAt(tag, word) ? maskIdentityNumbers(word) : word);

/** Accession numbers join orders: one with stars could join what does not belong together, so that there is none. */
export const accessionWithoutNumber = (word: string | null): string | null => (word !== null && holdsNumberAt(ACCESSION_NUMBER, word) ? null : word);
const ACCESSION_NUMBER = '00080050';

/** Takes out every text that holds an identity number, at any depth, and what could be taken for a place. UIDs stay: they are keys. */
export function hideNumbers(json: DicomJson): HiddenJson {
  const numbers: string[] = [];
  const hide = (text: string, isNumber: boolean): string => (isNumber || isPlace(text) ? `y1#${numbers.push(text) - 1}` : text);
  const hidden = hideIn(json, hide);
  return { text: JSON.stringify(hidden), numbers };
}

type Hide = (text: string, isNumber: boolean) => string;

function hideIn(json: DicomJson, hide: Hide): DicomJson {
  return Object.fromEntries(Object.entries(json).map(([tag, element]) => [tag, element.vr === 'UI' ? element : hideElement(tag, element, hide)]));
}

function hideElement(tag: string, element: JsonElement, hide: Hide): JsonElement {
  const { InlineBinary, Value } = element;
  // An element that nobody knows comes as bytes, its text within.
  if (InlineBinary !== undefined) return BINARY.has(element.vr) ? { ...element, InlineBinary: hide(InlineBinary, holdsNumberAt(tag, Buffer.from(InlineBinary, 'base64').toString('latin1'))) } : element;
  if (Value === undefined) return element;
  const one = (value: unknown): unknown => {
    if (typeof value === 'string') return hide(value, holdsNumberAt(tag, value));
    if (typeof value === 'number') return holdsNumberAt(tag, String(value)) ? hide(String(value), true) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (element.vr === 'SQ') return hideIn(value as DicomJson, hide);
    return Object.fromEntries(Object.entries(value as Record<string, string>).map(([group, name]) => [group, hide(name, holdsNumberAt(tag, name))]));
  };
  return { ...element, Value: Value.map(one) };
}

/** The JSON text as it came, or with each text as `show` gives it. */
export const putBack = (text: string, numbers: readonly string[], show: (number: string) => string): string =>
  text.replace(PLACES, (_, place: string) => JSON.stringify(numbers[Number(place)] === undefined ? '' : show(numbers[Number(place)]!)));
