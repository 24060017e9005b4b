import { DicomFailure } from './dicom-failure.ts';
import type { DicomJson, JsonElement } from './dicom-json.ts';
import { BINARY } from './values.ts';
import { textElement, type NewElement } from './write-file.ts';

const DEPTH_MAX = 32;
const TAG = /^[0-9A-Fa-f]{8}$/;
const NUMBERS: Readonly<Record<string, { readonly size: number; readonly write: (bytes: Buffer, value: number, at: number) => void }>> = {
  US: { size: 2, write: (bytes, value, at) => bytes.writeUInt16LE(value, at) },
  SS: { size: 2, write: (bytes, value, at) => bytes.writeInt16LE(value, at) },
  UL: { size: 4, write: (bytes, value, at) => bytes.writeUInt32LE(value, at) },
  SL: { size: 4, write: (bytes, value, at) => bytes.writeInt32LE(value, at) },
  FL: { size: 4, write: (bytes, value, at) => bytes.writeFloatLE(value, at) },
  FD: { size: 8, write: (bytes, value, at) => bytes.writeDoubleLE(value, at) },
  UV: { size: 8, write: (bytes, value, at) => bytes.writeBigUInt64LE(BigInt(value), at) },
  SV: { size: 8, write: (bytes, value, at) => bytes.writeBigInt64LE(BigInt(value), at) },
};
const TEXTS = new Set(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'LO', 'LT', 'SH', 'ST', 'TM', 'UC', 'UI', 'UR', 'UT']);

/**
 * Elements of a DICOM JSON object (PS3.18 annex F), texts in UTF-8. `bulk` gives the bytes that stand beside the JSON by their address.
 * Throws `DicomFailure` where the object cannot be what it says.
 */
export function fromDicomJson(json: DicomJson, bulk: (uri: string) => Buffer | undefined = () => undefined): NewElement[] {
  const elements = itemOf(json, { bulk, depth: 0 }).filter(({ tag }) => tag !== '00080005' && !tag.startsWith('0002'));
  return [...elements, textElement('00080005', 'CS', 'ISO_IR 192')];
}

interface Place {
  readonly bulk: (uri: string) => Buffer | undefined;
  readonly depth: number;
}

function itemOf(json: unknown, place: Place): NewElement[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('an item that is no object');
  if (place.depth > DEPTH_MAX) throw new DicomFailure('malformed', 'has sequences nested too deeply');
  return Object.entries(json as DicomJson).filter(([tag]) => !tag.endsWith('0000')).map(([tag, element]) => {
    if (!TAG.test(tag)) throw malformed('a key that is no tag');
    return elementOf(tag.toUpperCase(), element, place);
  });
}

function elementOf(tag: string, element: JsonElement, place: Place): NewElement {
  const vr = typeof element?.vr === 'string' ? element.vr : '';
  const values = element?.Value ?? [];
  if (!Array.isArray(values)) throw malformed(`a Value that is no list at ${tag}`);
  if (vr === 'SQ') return { tag, vr, items: values.map((item) => itemOf(item ?? {}, { ...place, depth: place.depth + 1 })) };
  if (BINARY.has(vr)) return { tag, vr, bytes: binaryOf(tag, element, place) };
  const kind = NUMBERS[vr];
  try {
    if (kind !== undefined) return { tag, vr, bytes: Buffer.concat(values.map((value) => numberBytes(kind, value))) };
    if (vr === 'AT') return { tag, vr, bytes: Buffer.concat(values.map((value) => tagBytes(String(value)))) };
  } catch {
    throw malformed(`a number that does not fit its form at ${tag}`);
  }
  if (vr === 'PN') return textElement(tag, vr, values.map(nameText).join('\\'));
  if (TEXTS.has(vr)) return textElement(tag, vr, values.map((value) => textOf(tag, value)).join('\\'));
  throw malformed(`no known value representation at ${tag}`);
}

function binaryOf(tag: string, { InlineBinary, BulkDataURI }: JsonElement, { bulk }: Place): Buffer {
  if (InlineBinary !== undefined) return Buffer.from(String(InlineBinary), 'base64');
  if (BulkDataURI === undefined) return Buffer.alloc(0);
  const found = bulk(String(BulkDataURI));
  if (found === undefined) throw new DicomFailure('missing-attribute', `names bulk data at ${tag} that did not come with it`);
  return found;
}

function numberBytes({ size, write }: { size: number; write: (bytes: Buffer, value: number, at: number) => void }, value: unknown): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes, Number(typeof value === 'string' ? value.replace('inf', 'Infinity') : value), 0);
  return bytes;
}

function tagBytes(text: string): Buffer {
  if (!TAG.test(text)) throw malformed('a value that is no tag');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(Number.parseInt(text.slice(0, 4), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(text.slice(4), 16), 2);
  return bytes;
}

function nameText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as Record<string, string | undefined>;
  return [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');
}

function textOf(tag: string, value: unknown): string {
  if (typeof value === 'object' && value !== null) throw malformed(`a value that is no text at ${tag}`);
  return value === null || value === undefined ? '' : String(value);
}

const malformed = (what: string): DicomFailure => new DicomFailure('malformed', `is DICOM JSON with ${what}`);
