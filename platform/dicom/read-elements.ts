import { DicomFailure } from './dicom-failure.ts';
import { isSignedByPixels, vrOf } from './dictionary.ts';

/** One element; bytes are views into the file. Exactly one of `bytes`, `items`, `fragments` is given. */
export interface Element {
  readonly tag: string;
  readonly vr: string;
  readonly bytes?: Buffer;
  readonly items?: readonly DataSet[];
  /** Encapsulated pixel data: the basic offset table first (PS3.5 A.4). */
  readonly fragments?: readonly Buffer[];
  /** Where the element begins and ends in what was read (after inflating, for deflated files). */
  readonly start: number;
  readonly end: number;
}

export interface DataSet {
  readonly elements: ReadonlyMap<string, Element>;
  readonly isLittleEndian: boolean;
  /** Specific Character Set, of this data set or of the one that holds it. */
  readonly characterSets: readonly string[];
}

export interface Encoding {
  readonly isExplicit: boolean;
  readonly isLittleEndian: boolean;
}

/** Deeper than any real sequence; a bomb of nested items ends here. */
const DEPTH_MAX = 64;
const ELEMENTS_MAX = 2_000_000;
const UNDEFINED_LENGTH = 0xffffffff;
/** These have two reserved bytes and a length of four (PS3.5 §7.1.2). */
const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const KNOWN_VRS = new Set([...LONG_VRS, 'AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'PN', 'SH', 'SL', 'SS', 'ST', 'TM', 'UI', 'UL', 'US']);
const ITEM = 'FFFEE000';
const ITEM_END = 'FFFEE00D';
const SEQUENCE_END = 'FFFEE0DD';

interface Place {
  readonly depth: number;
  readonly characterSets: readonly string[];
  readonly encoding: Encoding;
}

/** Reads elements one after the other; throws `DicomFailure` at the first that cannot be what it says. */
export class ElementReader {
  readonly bytes: Buffer;
  at: number;
  private count = 0;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Elements up to `end`, or to the delimiter of an item of undefined length; `stopAt` says of a tag that it belongs to the next part. */
  readDataSet(end: number, place: Place, options: { untilDelimiter?: boolean; stopAt?: (tag: string) => boolean } = {}): DataSet {
    const elements = new Map<string, Element>();
    let { characterSets } = place;
    const { encoding } = place;
    while (this.at < end) {
      if (options.stopAt !== undefined && this.at + 4 <= end && options.stopAt(this.peekTag(encoding))) break;
      if (isZeros(this.bytes, this.at, end) && place.depth === 0) {
        this.at = end;
        break;
      }
      const start = this.at;
      this.need(8, end, start);
      const tag = this.readTag(encoding);
      if (tag === ITEM_END) {
        this.at += 4;
        if (options.untilDelimiter) return { elements, isLittleEndian: encoding.isLittleEndian, characterSets };
        throw malformed('an item delimiter outside an item', start);
      }
      if (tag.startsWith('FFFE')) throw malformed('a sequence delimiter outside a sequence', start);
      const element = this.readElement(tag, start, { end, place: { ...place, characterSets }, siblings: elements });
      elements.set(tag, element);
      if (tag === '00080005' && element.bytes !== undefined) characterSets = element.bytes.toString('latin1').replace(/\0/g, '').split('\\').map((term) => term.trim());
      this.count += 1;
      if (this.count > ELEMENTS_MAX) throw new DicomFailure('too-large', 'more elements than any real object has');
    }
    if (options.untilDelimiter) throw truncated(this.at);
    return { elements, isLittleEndian: encoding.isLittleEndian, characterSets };
  }

  peekTag(encoding: Encoding): string {
    const before = this.at;
    const tag = this.readTag(encoding);
    this.at = before;
    return tag;
  }

  private readElement(tag: string, start: number, { end, place, siblings }: { end: number; place: Place; siblings: ReadonlyMap<string, Element> }): Element {
    const { vr: writtenVr, length } = this.readHead(end, place.encoding);
    const vr = writtenVr === undefined || writtenVr === 'UN' ? impliedVr(tag, siblings) : writtenVr;
    if (length === UNDEFINED_LENGTH) {
      if (tag === '7FE00010' && vr !== 'SQ') return { tag, vr: vr === 'OW' ? 'OW' : 'OB', fragments: this.readFragments(end), start, end: this.at };
      // UN of undefined length holds a sequence in implicit form (PS3.5 §6.2.2 note 2).
      const encoding = writtenVr === 'UN' ? { isExplicit: false, isLittleEndian: true } : place.encoding;
      return { tag, vr: 'SQ', items: this.readItems(end, { ...place, encoding }, true), start, end: this.at };
    }
    if (this.at + length > end) throw truncated(start, tag);
    if (vr === 'SQ') {
      if (writtenVr === 'UN') return this.readUnknownSequence({ tag, start, length }, place);
      const items = this.readItems(this.at + length, place, false);
      return { tag, vr, items, start, end: this.at };
    }
    const bytes = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return { tag, vr, bytes, start, end: this.at };
  }

  /** What a passer-by wrote as UN although it is a sequence: in implicit form by the standard, as it was by some; bytes where neither fits. */
  private readUnknownSequence({ tag, start, length }: { tag: string; start: number; length: number }, place: Place): Element {
    const [from, end] = [this.at, this.at + length];
    for (const encoding of [{ isExplicit: false, isLittleEndian: true }, place.encoding]) {
      try {
        this.at = from;
        return { tag, vr: 'SQ', items: this.readItems(end, { ...place, encoding }, false), start, end };
      } catch (error) {
        if (!(error instanceof DicomFailure) || error.reason === 'too-large') throw error;
      }
    }
    this.at = end;
    return { tag, vr: 'UN', bytes: this.bytes.subarray(from, end), start, end };
  }

  private readHead(end: number, { isExplicit, isLittleEndian }: Encoding): { vr: string | undefined; length: number } {
    const vr = isExplicit ? this.bytes.toString('latin1', this.at, this.at + 2) : '';
    // Some writers put single implicit elements into explicit objects; a length never looks like two capitals.
    if (!isExplicit || !/^[A-Z]{2}$/.test(vr)) return { vr: undefined, length: this.readLength(4, isLittleEndian) };
    this.at += 2;
    if (!LONG_VRS.has(vr) && KNOWN_VRS.has(vr)) return { vr, length: this.readLength(2, isLittleEndian) };
    // VRs to come have two reserved bytes of zero (PS3.5 §7.1.2); a letter pair that somebody invented has a short length there.
    if (!KNOWN_VRS.has(vr) && this.bytes.readUInt16LE(this.at) !== 0) return { vr: 'UN', length: this.readLength(2, isLittleEndian) };
    this.at += 2;
    this.need(4, end, this.at);
    return { vr: KNOWN_VRS.has(vr) ? vr : 'UN', length: this.readLength(4, isLittleEndian) };
  }

  private readItems(end: number, place: Place, untilDelimiter: boolean): DataSet[] {
    if (place.depth >= DEPTH_MAX) throw new DicomFailure('too-large', `sequences nested more than ${DEPTH_MAX} deep`);
    const items: DataSet[] = [];
    const inner = { ...place, depth: place.depth + 1 };
    while (this.at < end) {
      const start = this.at;
      this.need(8, end, start);
      const tag = this.readTag(place.encoding);
      const length = this.readLength(4, place.encoding.isLittleEndian);
      if (tag === SEQUENCE_END) {
        if (untilDelimiter) return items;
        continue;
      }
      if (tag !== ITEM) throw malformed('a sequence holds something other than items', start);
      if (length !== UNDEFINED_LENGTH && this.at + length > end) throw truncated(start);
      items.push(length === UNDEFINED_LENGTH ? this.readDataSet(end, inner, { untilDelimiter: true }) : this.readDataSet(this.at + length, inner));
    }
    if (untilDelimiter) throw truncated(this.at);
    return items;
  }

  /** Always little endian (PS3.5 A.4). */
  private readFragments(end: number): Buffer[] {
    const fragments: Buffer[] = [];
    const encoding = { isExplicit: true, isLittleEndian: true };
    for (;;) {
      const start = this.at;
      this.need(8, end, start);
      const tag = this.readTag(encoding);
      const length = this.readLength(4, true);
      if (tag === SEQUENCE_END) return fragments;
      if (tag !== ITEM) throw malformed('encapsulated pixel data holds something other than items', start);
      if (length === UNDEFINED_LENGTH || this.at + length > end) throw truncated(start, '7FE00010');
      fragments.push(this.bytes.subarray(this.at, this.at + length));
      this.at += length;
    }
  }

  private readTag({ isLittleEndian }: Encoding): string {
    const group = isLittleEndian ? this.bytes.readUInt16LE(this.at) : this.bytes.readUInt16BE(this.at);
    const element = isLittleEndian ? this.bytes.readUInt16LE(this.at + 2) : this.bytes.readUInt16BE(this.at + 2);
    this.at += 4;
    return (group * 0x10000 + element).toString(16).toUpperCase().padStart(8, '0');
  }

  private readLength(size: 2 | 4, isLittleEndian: boolean): number {
    const length = size === 2
      ? isLittleEndian ? this.bytes.readUInt16LE(this.at) : this.bytes.readUInt16BE(this.at)
      : isLittleEndian ? this.bytes.readUInt32LE(this.at) : this.bytes.readUInt32BE(this.at);
    this.at += size;
    return length;
  }

  private need(count: number, end: number, start: number): void {
    if (this.at + count > end) throw truncated(start);
  }
}

/** What PS3.6 leaves open between US and SS is settled by the pixel representation that stands before it. */
function impliedVr(tag: string, siblings: ReadonlyMap<string, Element>): string {
  const representation = siblings.get('00280103')?.bytes;
  const isSigned = representation !== undefined && (representation[0] === 1 || representation[1] === 1);
  return isSigned && isSignedByPixels(tag) ? 'SS' : vrOf(tag);
}

/** Some writers fill the file up with zeros. */
function isZeros(bytes: Buffer, from: number, end: number): boolean {
  if (bytes[from] !== 0 || bytes[from + 1] !== 0 || bytes[from + 2] !== 0 || bytes[from + 3] !== 0) return false;
  for (let at = from; at < end; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

const truncated = (at: number, tag?: string): DicomFailure =>
  new DicomFailure('truncated', `ends in the middle of ${tag === undefined ? 'an element' : `element ${tag}`} that begins at byte ${at}`);
const malformed = (what: string, at: number): DicomFailure => new DicomFailure('malformed', `${what} at byte ${at}`);
