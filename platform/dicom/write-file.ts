import type { DataSet, Element } from './read-elements.ts';
import { EXPLICIT_LITTLE } from './transfer-syntaxes.ts';

/** An element to be written; bytes are in little endian already. */
export interface NewElement {
  readonly tag: string;
  readonly vr: string;
  readonly bytes?: Buffer;
  readonly items?: readonly (readonly NewElement[])[];
  readonly fragments?: readonly Buffer[];
}

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const WORD_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, AT: 2, UL: 4, SL: 4, FL: 4, OF: 4, OL: 4, FD: 8, OD: 8, SV: 8, UV: 8, OV: 8 };
const IMPLEMENTATION = '2.25.303160112917344817345718463920131';
const UNDEFINED_LENGTH = 0xffffffff;

/** Elements of a data set that was read, ready to be written; group lengths are left out, as the standard asks. */
export function elementsOf({ elements, isLittleEndian }: DataSet): NewElement[] {
  return [...elements.values()].filter(({ tag }) => !tag.endsWith('0000')).map((element) => copied(element, isLittleEndian));
}

function copied(element: Element, isLittleEndian: boolean): NewElement {
  const { tag, vr, bytes, items, fragments } = element;
  if (items !== undefined) return { tag, vr: 'SQ', items: items.map(elementsOf) };
  if (fragments !== undefined) return { tag, vr, fragments };
  const size = WORD_BYTES[vr] ?? 1;
  const raw = bytes ?? Buffer.alloc(0);
  if (isLittleEndian || size === 1 || raw.length % size !== 0) return { tag, vr, bytes: raw };
  const copy = Buffer.from(raw);
  return { tag, vr, bytes: size === 2 ? copy.swap16() : size === 4 ? copy.swap32() : copy.swap64() };
}

export const textElement = (tag: string, vr: string, text: string): NewElement => ({ tag, vr, bytes: Buffer.from(text, 'utf8') });
export const shortElement = (tag: string, value: number): NewElement => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return { tag, vr: 'US', bytes };
};

/** A Part 10 file in explicit little endian form; `transferSyntax` other than that is for encapsulated pixels. */
export function writeDicom({ elements, transferSyntax = EXPLICIT_LITTLE }: { elements: readonly NewElement[]; transferSyntax?: string }): Buffer {
  const find = (tag: string): string => (elements.find((each) => each.tag === tag)?.bytes ?? Buffer.alloc(0)).toString('latin1').replace(/[\0 ]+$/, '');
  return Buffer.concat([writeHead({ sopClass: find('00080016'), sopUid: find('00080018'), transferSyntax }), writeElements(elements)]);
}

/** Preamble and file meta information (PS3.10 §7.1), the same for the same instance. */
export function writeHead({ sopClass, sopUid, transferSyntax }: { sopClass: string; sopUid: string; transferSyntax: string }): Buffer {
  const meta = Buffer.concat([
    encode({ tag: '00020001', vr: 'OB', bytes: Buffer.from([0, 1]) }),
    encode(textElement('00020002', 'UI', sopClass)),
    encode(textElement('00020003', 'UI', sopUid)),
    encode(textElement('00020010', 'UI', transferSyntax)),
    encode(textElement('00020012', 'UI', IMPLEMENTATION)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), encode({ tag: '00020000', vr: 'UL', bytes: length }), meta]);
}

type Form = 'explicit' | 'implicit';

/** The data set alone, in little endian form. Encapsulated pixels can only be written explicitly. */
export const writeElements = (elements: readonly NewElement[], form: Form = 'explicit'): Buffer =>
  Buffer.concat([...elements].sort((left, right) => (left.tag < right.tag ? -1 : 1)).map((element) => (form === 'explicit' ? encode(element) : encodeImplicit(element))));

/** PS3.5 A.1: a tag and a length of four bytes. */
function encodeImplicit({ tag, vr, bytes, items }: NewElement): Buffer {
  const content = items === undefined ? padded(vr, bytes ?? Buffer.alloc(0)) : Buffer.concat(items.flatMap((each) => {
    const inner = writeElements(each, 'implicit');
    return [item('FFFEE000', inner.length), inner];
  }));
  return Buffer.concat([item(tag, content.length), content]);
}

function encode({ tag, vr, bytes, items, fragments }: NewElement): Buffer {
  if (fragments !== undefined) {
    return Buffer.concat([head(tag, vr, UNDEFINED_LENGTH), ...fragments.flatMap((fragment) => [item('FFFEE000', even(fragment).length), even(fragment)]), item('FFFEE0DD', 0)]);
  }
  const content = items === undefined ? padded(vr, bytes ?? Buffer.alloc(0)) : Buffer.concat(items.flatMap((each) => {
    const inner = writeElements(each);
    return [item('FFFEE000', inner.length), inner];
  }));
  // What does not fit a length of two bytes is written as unknown (PS3.5 §6.2.2).
  const settled = !LONG.has(vr) && content.length > 0xfffe ? 'UN' : vr;
  return Buffer.concat([head(tag, settled, content.length), content]);
}

const even = (bytes: Buffer): Buffer => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([0])]));

function padded(vr: string, bytes: Buffer): Buffer {
  if (bytes.length % 2 === 0) return bytes;
  return Buffer.concat([bytes, Buffer.from([vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0 : 0x20])]);
}

function item(tag: string, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  putTag(bytes, tag);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function head(tag: string, vr: string, length: number): Buffer {
  const bytes = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  putTag(bytes, tag);
  bytes.write(vr, 4, 'latin1');
  if (LONG.has(vr)) bytes.writeUInt32LE(length, 8);
  else bytes.writeUInt16LE(length, 6);
  return bytes;
}

function putTag(bytes: Buffer, tag: string): void {
  bytes.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
}
