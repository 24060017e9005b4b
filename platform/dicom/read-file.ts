import { inflateRawSync, inflateSync } from 'node:zlib';
import { DicomFailure } from './dicom-failure.ts';
import { ElementReader, type DataSet, type Encoding } from './read-elements.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './transfer-syntaxes.ts';

/** A DICOM object as it was read; `bytes` is what `start` and `end` of its elements point into. */
export interface DicomFile {
  readonly meta: DataSet;
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
  readonly bytes: Buffer;
  readonly dataSetOffset: number;
  readonly hasPreamble: boolean;
}

/** A deflated object that unpacks to more is a bomb or does not fit here. */
const INFLATED_BYTES_MAX = 1024 * 1024 * 1024;
const EMPTY: DataSet = { elements: new Map(), isLittleEndian: true, characterSets: [] };
const META_ENCODING: Encoding = { isExplicit: true, isLittleEndian: true };

/**
 * Reads a Part 10 file (PS3.10), also without preamble, or a bare data set whose encoding is seen from its first element.
 * `transferSyntax` says the encoding of a bare data set that came over a network. Throws `DicomFailure`.
 */
export function readDicom(bytes: Buffer, { transferSyntax }: { transferSyntax?: string } = {}): DicomFile {
  const hasPreamble = bytes.length >= 132 && bytes.toString('latin1', 128, 132) === 'DICM';
  if (bytes.length < 8) throw new DicomFailure('not-dicom', 'is too short to be DICOM');
  const begin = hasPreamble ? 132 : 0;
  const hasMeta = bytes.length >= begin + 8 && bytes.readUInt16LE(begin) === 2;
  const reader = new ElementReader(bytes, begin);
  const meta = hasMeta ? readMeta(reader, bytes.length) : EMPTY;
  const named = meta.elements.get('00020010')?.bytes?.toString('latin1').replace(/[\0 ]+$/, '');
  const syntax = named || transferSyntax || guessSyntax(bytes, reader.at);
  const inner = syntax === DEFLATED ? inflate(bytes.subarray(reader.at)) : undefined;
  const source = inner ?? bytes;
  const dataSetOffset = inner === undefined ? reader.at : 0;
  const encoding = { isExplicit: syntax !== IMPLICIT_LITTLE, isLittleEndian: syntax !== EXPLICIT_BIG };
  const settled = settleEncoding(source, dataSetOffset, encoding);
  const data = new ElementReader(source, dataSetOffset);
  const dataSet = data.readDataSet(source.length, { depth: 0, characterSets: [], encoding: settled });
  return { meta, dataSet, transferSyntax: syntax, bytes: source, dataSetOffset, hasPreamble };
}

function readMeta(reader: ElementReader, end: number): DataSet {
  return reader.readDataSet(end, { depth: 0, characterSets: [], encoding: META_ENCODING }, { stopAt: (tag) => !tag.startsWith('0002') });
}

function inflate(packed: Buffer): Buffer {
  try {
    // PS3.5 A.5 asks for a bare stream; some writers put the head of zlib (RFC 1950) before it.
    const hasHead = packed.length > 2 && packed[0] === 0x78 && packed.readUInt16BE(0) % 31 === 0;
    return (hasHead ? inflateSync : inflateRawSync)(packed, { maxOutputLength: INFLATED_BYTES_MAX });
  } catch (error) {
    const isBomb = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new DicomFailure(isBomb ? 'too-large' : 'malformed', isBomb ? 'unpacks to more than this server takes' : 'the deflated data set cannot be unpacked');
  }
}

/** The encoding of a bare data set, from its first element; throws where it begins with nothing that DICOM begins with. */
function guessSyntax(bytes: Buffer, at: number): string {
  if (bytes.length < at + 8) {
    if (bytes.length === at) return EXPLICIT_LITTLE;
    throw new DicomFailure('truncated', `ends in the middle of an element that begins at byte ${at}`);
  }
  const little = bytes.readUInt16LE(at);
  const big = bytes.readUInt16BE(at);
  const isBig = big < little;
  const group = isBig ? big : little;
  if (group === 0 || group > 0x7fe0) throw new DicomFailure('not-dicom', 'does not begin as DICOM does');
  const isExplicit = looksExplicit(bytes, at);
  if (isBig && !isExplicit) throw new DicomFailure('not-dicom', 'does not begin as DICOM does');
  if (group > 0x0040 && !isExplicit) throw new DicomFailure('not-dicom', 'does not begin as DICOM does');
  return isBig ? EXPLICIT_BIG : isExplicit ? EXPLICIT_LITTLE : IMPLICIT_LITTLE;
}

const looksExplicit = (bytes: Buffer, at: number): boolean => /^[A-Z]{2}$/.test(bytes.toString('latin1', at + 4, at + 6));

/** Some files say explicit and are implicit, or the other way round; the first element tells. */
function settleEncoding(bytes: Buffer, at: number, named: Encoding): Encoding {
  if (bytes.length < at + 8) return named;
  // The first group of a data set is a small number; read the other way round it is a large one.
  const [little, big] = [bytes.readUInt16LE(at), bytes.readUInt16BE(at)];
  const isLittleEndian = named.isLittleEndian ? !(little > 0xff && big > 0 && big <= 0xff) : little > 0 && little <= 0xff && big > 0xff;
  return { isLittleEndian, isExplicit: looksExplicit(bytes, at) };
}
