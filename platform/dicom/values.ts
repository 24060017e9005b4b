import { wellFormed } from '#platform/kernel/text.ts';
import { decodeText } from './character-sets.ts';
import type { DataSet, Element } from './read-elements.ts';

/** VRs that Specific Character Set speaks about. */
const TEXT = new Set(['SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN']);
/** One value, in which a backslash is a letter. */
const SINGLE = new Set(['ST', 'LT', 'UT', 'UR']);
const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, SV: 8, UV: 8, AT: 4 };
export const BINARY: ReadonlySet<string> = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/** Text values of an element, decoded, without padding. Empty for what holds no text. */
export function textsOf(element: Element | undefined, dataSet: DataSet): string[] {
  if (element?.bytes === undefined || element.bytes.length === 0 || element.vr in NUMBER_BYTES || BINARY.has(element.vr)) return [];
  const { vr, bytes } = element;
  const read = TEXT.has(vr) ? decodeText(bytes, dataSet.characterSets, vr === 'PN' ? '\\\r\n\f\t^=' : '\\\r\n\f\t') : bytes.toString('latin1');
  // Devices pad with NUL, and not only at the end; it is no letter of any text (PS3.5 §6.1), no column can hold it, nor half of a letter.
  const text = wellFormed(read.replaceAll('\0', ''));
  if (SINGLE.has(vr)) return [text.replace(/ +$/, '')];
  const parts = text.replace(/ +$/, '').split('\\');
  return vr === 'PN' ? parts.map((part) => part.replace(/[= ]+$/, '')) : parts;
}

export function numbersOf(element: Element | undefined, { isLittleEndian }: Pick<DataSet, 'isLittleEndian'>): (number | bigint)[] {
  if (element?.bytes === undefined) return [];
  const { vr, bytes } = element;
  const size = NUMBER_BYTES[vr];
  if (size === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => numberAt(view, { vr, at: index * size, isLittleEndian }));
}

function numberAt(view: DataView, { vr, at, isLittleEndian }: { vr: string; at: number; isLittleEndian: boolean }): number | bigint {
  switch (vr) {
    case 'US':
      return view.getUint16(at, isLittleEndian);
    case 'SS':
      return view.getInt16(at, isLittleEndian);
    case 'UL':
      return view.getUint32(at, isLittleEndian);
    case 'SL':
      return view.getInt32(at, isLittleEndian);
    case 'FL':
      return view.getFloat32(at, isLittleEndian);
    case 'FD':
      return view.getFloat64(at, isLittleEndian);
    case 'AT':
      return view.getUint16(at, isLittleEndian) * 0x10000 + view.getUint16(at + 2, isLittleEndian);
    default:
      return vr === 'SV' ? view.getBigInt64(at, isLittleEndian) : view.getBigUint64(at, isLittleEndian);
  }
}

/** First text of a tag; undefined where absent or empty. */
export function textAt(dataSet: DataSet, tag: string): string | undefined {
  const found = textsOf(dataSet.elements.get(tag), dataSet)[0]?.trim();
  return found === undefined || found === '' ? undefined : found;
}

/** First number of a tag, also of decimal and integer strings. */
export function numberOf(dataSet: DataSet, tag: string): number | undefined {
  const element = dataSet.elements.get(tag);
  const binary = numbersOf(element, dataSet)[0];
  if (binary !== undefined) return Number(binary);
  const text = textsOf(element, dataSet)[0]?.trim();
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** Bytes of a binary element in little endian, as every answer carries them. */
export function littleEndianBytes(element: Element, isLittleEndian: boolean, wordBytes?: number): Buffer {
  const bytes = element.bytes ?? Buffer.alloc(0);
  const size = wordBytes ?? { OW: 2, OL: 4, OF: 4, OD: 8, OV: 8 }[element.vr] ?? 1;
  if (isLittleEndian || size === 1 || bytes.length % size !== 0) return bytes;
  const copy = Buffer.from(bytes);
  return size === 2 ? copy.swap16() : size === 4 ? copy.swap32() : copy.swap64();
}
