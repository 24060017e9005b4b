import type { DataSet, Element } from './read-elements.ts';
import { BINARY, littleEndianBytes, numbersOf, textsOf } from './values.ts';

export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** DICOM JSON model (PS3.18 annex F): tag → element. */
export type DicomJson = Readonly<Record<string, JsonElement>>;

export interface JsonOptions {
  /** Address of a binary value that does not stand in the JSON itself; `path` is its tag, within items `tag/index/tag`. Undefined keeps it inline. */
  readonly bulkDataUri?: (path: string, element: Element) => string | undefined;
}

export function toDicomJson(dataSet: DataSet, options: JsonOptions = {}, path = ''): DicomJson {
  const json: Record<string, JsonElement> = {};
  for (const tag of [...dataSet.elements.keys()].sort()) {
    // Group lengths are no content (PS3.18 F.2.2).
    if (tag.endsWith('0000')) continue;
    json[tag] = elementJson(dataSet.elements.get(tag)!, dataSet, { options, path: `${path}${tag}` });
  }
  return json;
}

function elementJson(element: Element, dataSet: DataSet, { options, path }: { options: JsonOptions; path: string }): JsonElement {
  const { vr, items } = element;
  if (items !== undefined) return items.length === 0 ? { vr: 'SQ' } : { vr: 'SQ', Value: items.map((item, index) => toDicomJson(item, options, `${path}/${index}/`)) };
  if (element.fragments !== undefined || BINARY.has(vr)) return binaryJson(element, dataSet, { options, path });
  const values = valuesJson(element, dataSet);
  return values.length === 0 ? { vr } : { vr, Value: values };
}

function binaryJson(element: Element, dataSet: DataSet, { options, path }: { options: JsonOptions; path: string }): JsonElement {
  const { vr, bytes } = element;
  if (bytes !== undefined && bytes.length === 0) return { vr };
  const uri = options.bulkDataUri?.(path, element);
  if (uri !== undefined) return { vr, BulkDataURI: uri };
  return { vr, InlineBinary: littleEndianBytes(element, dataSet.isLittleEndian).toString('base64') };
}

function valuesJson(element: Element, dataSet: DataSet): unknown[] {
  const { vr } = element;
  const numbers = numbersOf(element, dataSet);
  if (vr === 'AT') return numbers.map((value) => Number(value).toString(16).toUpperCase().padStart(8, '0'));
  if (numbers.length > 0) return numbers.map((value) => (typeof value === 'bigint' && !Number.isSafeInteger(Number(value)) ? String(value) : finite(Number(value))));
  const texts = textsOf(element, dataSet);
  if (texts.every((text) => text === '')) return [];
  if (vr === 'PN') return texts.map(nameJson);
  // Empty strings among others stay as they are; a number that is none is null (PS3.18 F.2.5).
  return vr === 'IS' || vr === 'DS' ? texts.map(numericText) : texts;
}

function numericText(text: string): number | string | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}

/** NaN and infinities have no JSON number: written as strings (PS3.18 table F.2.3-1 note). */
const finite = (value: number): number | string => (Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf'));

const GROUPS = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

/** Component groups of a person name (PS3.5 §6.2 PN). */
function nameJson(text: string): Partial<Record<(typeof GROUPS)[number], string>> {
  const groups = text.split('=');
  return Object.fromEntries(GROUPS.flatMap((name, index) => (groups[index] ? [[name, groups[index]]] : [])));
}
