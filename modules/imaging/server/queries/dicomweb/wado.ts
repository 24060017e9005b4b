import { randomBytes } from 'node:crypto';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { describePixels } from '#platform/dicom/pixels/describe-pixels.ts';
import { frameBytes } from '#platform/dicom/pixels/frames.ts';
import type { Element, DataSet } from '#platform/dicom/read-elements.ts';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, isNative, syntaxOf } from '#platform/dicom/transfer-syntaxes.ts';
import { littleEndianBytes } from '#platform/dicom/values.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import type { Address, InstanceRow } from '../../store/studies.ts';
import { findOne, findVisible, type Dicomweb } from './access.ts';
import type { FileReader } from './file-reader.ts';
import { matches, mediaRanges } from './accept.ts';
import { closing, partHead } from './multipart.ts';
import { AT_ONCE_BYTES_MAX, piecesOf, sendBody, sendWatched } from './send.ts';
import { transcode } from './transcode.ts';

const problem = problemsOf(contract.problems);
const DICOM = 'application/dicom';
const OCTETS = 'application/octet-stream';

/** A file as it goes out: as it was received, or in the transfer syntax asked for. */
type Form = 'kept' | 'explicit-little';

/** PS3.18 §10.4.1.1.1. Files go out as they were received unless another transfer syntax is asked for. */
export async function retrieveInstances(dicomweb: Dicomweb, address: Address): Promise<unknown> {
  const rows = await findVisible(dicomweb, address);
  const { files } = dicomweb;
  const { isSingle, form } = chooseForm(dicomweb, rows, address.sopUid !== undefined);
  const isAsKept = (row: InstanceRow): boolean => form === 'kept' || row.transferSyntax === EXPLICIT_LITTLE;
  const bodyOf = async (row: InstanceRow): Promise<AsyncIterable<Buffer>> => (isAsKept(row) ? keptBody(files, row) : piecesOf(await transcode(files, row)));
  const [first] = rows as [InstanceRow];
  if (isSingle) {
    const going = { type: DICOM, studyUid: first.studyUid, personId: first.personId };
    if (isAsKept(first) && first.byteCount > AT_ONCE_BYTES_MAX) return sendWatched(dicomweb, { ...going, length: first.byteCount }, await keptBody(files, first));
    return sendBody(dicomweb, going, isAsKept(first) ? await files.bytes(first) : await transcode(files, first));
  }
  return sendParts(dicomweb, { type: DICOM, row: first }, rows.map((row) => async () => ({
    headers: { 'Content-Type': `${DICOM}; transfer-syntax=${form === 'kept' ? row.transferSyntax : EXPLICIT_LITTLE}` }, body: await bodyOf(row),
  })));
}

/** Small ones whole, so that nothing stays open behind a client that goes away; of the others what cannot be opened at all is told before a head goes out. */
async function keptBody(files: FileReader, row: InstanceRow): Promise<AsyncIterable<Buffer>> {
  if (row.byteCount <= AT_ONCE_BYTES_MAX) return piecesOf(await files.bytes(row));
  for await (const piece of files.pieces(row)) if (piece.length > 0) break;
  return files.pieces(row);
}

function chooseForm({ request }: Dicomweb, rows: readonly InstanceRow[], isOne: boolean): { isSingle: boolean; form: Form } {
  for (const range of mediaRanges(request)) {
    if (!matches(range.type, DICOM)) continue;
    const isSingle = !range.isMultipart && range.type !== '*/*';
    if (isSingle && !isOne) continue;
    const { transferSyntax } = range;
    if (transferSyntax === undefined || transferSyntax === '*' || rows.every((row) => row.transferSyntax === transferSyntax)) return { isSingle, form: 'kept' };
    if (transferSyntax === EXPLICIT_LITTLE && rows.every((row) => syntaxOf(row.transferSyntax) !== undefined)) return { isSingle, form: 'explicit-little' };
  }
  throw problem('imaging.not-acceptable');
}

interface OutPart {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
}

/** Parts are made one after the other, as fast as the client takes them and as long as the study may be seen. */
async function sendParts(dicomweb: Dicomweb, { type, row: { studyUid, personId } }: { type: string; row: InstanceRow }, parts: readonly (() => Promise<OutPart>)[]): Promise<unknown> {
  const boundary = `yigong-${randomBytes(12).toString('hex')}`;
  // The first is begun before the head goes out: what cannot be opened or decoded is refused as a whole.
  const first = await parts[0]!();
  async function* stream(): AsyncGenerator<Buffer> {
    for (const [index, part] of parts.entries()) {
      const { headers, body } = index === 0 ? first : await part();
      yield partHead(boundary, headers);
      yield* body;
    }
    yield closing(boundary);
  }
  return sendWatched(dicomweb, { type: `multipart/related; type="${type}"; boundary=${boundary}`, studyUid, personId }, stream());
}

/** PS3.18 §10.4.1.1.6: frames as they are kept where the client takes that, uncompressed otherwise. */
export async function retrieveFrames(dicomweb: Dicomweb, address: Address, list: string): Promise<unknown> {
  const row = await findOne(dicomweb, address);
  const frames = frameNumbers(list, row.frameCount ?? 0);
  const { files } = dicomweb;
  const { type, isKept, isSingle } = chooseFrameForm(dicomweb, row, frames.length);
  const { bytes, file } = await files.open(row);
  const pixels = describePixels(file);
  const mediaType = isKept ? (syntaxOf(row.transferSyntax)?.mediaType ?? OCTETS) : OCTETS;
  const syntax = isKept && row.transferSyntax !== EXPLICIT_BIG ? (isNative(row.transferSyntax) ? EXPLICIT_LITTLE : row.transferSyntax) : EXPLICIT_LITTLE;
  const bodyOf = (frame: number): Promise<Buffer> => (isKept ? Promise.resolve(frameBytes(file, pixels, frame)) : files.pixels.run(bytes, { kind: 'decode', frame }));
  if (isSingle) return sendBody(dicomweb, { type: mediaType, studyUid: row.studyUid, personId: row.personId }, await decoded(() => bodyOf(frames[0]!)));
  return sendParts(dicomweb, { type, row }, frames.map((frame) => async () => ({
    headers: { 'Content-Type': `${mediaType}; transfer-syntax=${syntax}`, 'Content-Location': `${dicomweb.base}/studies/${row.studyUid}/series/${row.seriesUid}/instances/${row.sopUid}/frames/${frame}` },
    body: piecesOf(await decoded(() => bodyOf(frame))),
  })));
}

export async function decoded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DicomFailure)) throw error;
    throw error.reason === 'no-pixels' ? problem('imaging.no-frame') : problem('imaging.cannot-decode');
  }
}

function chooseFrameForm({ request }: Dicomweb, row: InstanceRow, count: number): { type: string; isKept: boolean; isSingle: boolean } {
  const kept = syntaxOf(row.transferSyntax)?.mediaType;
  const isRaw = isNative(row.transferSyntax);
  for (const range of mediaRanges(request)) {
    const isSingle = !range.isMultipart && range.type !== '*/*';
    if (isSingle && count > 1) continue;
    const { type, transferSyntax } = range;
    if (matches(type, OCTETS)) {
      if (isRaw) return { type: OCTETS, isKept: true, isSingle };
      if (transferSyntax === '*' || transferSyntax === row.transferSyntax || (type === '*/*' && transferSyntax === undefined)) return { type: kept ?? OCTETS, isKept: true, isSingle };
      if (kept !== undefined && (transferSyntax === undefined || transferSyntax === EXPLICIT_LITTLE)) return { type: OCTETS, isKept: false, isSingle };
    }
    if (!isRaw && kept !== undefined && matches(type, kept) && (transferSyntax === undefined || transferSyntax === '*' || transferSyntax === row.transferSyntax)) return { type: kept, isKept: true, isSingle };
  }
  throw problem('imaging.not-acceptable');
}

const FRAMES_MAX = 1_000;

export function frameNumbers(list: string, frameCount: number): number[] {
  const frames = list.split(',').map(Number);
  if (frames.length > FRAMES_MAX || !frames.every((frame) => Number.isInteger(frame) && frame >= 1)) {
    throw platformProblem('platform.invalid-input', [{ path: 'frames', message: { zh: '帧号应为从 1 起的整数', en: 'Frames are whole numbers from 1' } }]);
  }
  if (frames.some((frame) => frame > frameCount)) throw problem('imaging.no-frame');
  return frames;
}

/** PS3.18 §10.4.1.1.5: one binary value by its place in the data set, `tag` or `tag/item/tag`. */
export async function retrieveBulkData(dicomweb: Dicomweb, address: Address, path: string): Promise<unknown> {
  const row = await findOne(dicomweb, address);
  const { files, request } = dicomweb;
  const found = mediaRanges(request).find(({ type }) => matches(type, OCTETS));
  if (found === undefined) throw problem('imaging.not-acceptable');
  const { file } = await files.open(row);
  const { element, dataSet } = elementAt(file.dataSet, path.split('/'));
  const body = element.fragments !== undefined ? Buffer.concat(element.fragments.slice(1)) : littleEndianBytes(element, dataSet.isLittleEndian);
  if (!found.isMultipart) return sendBody(dicomweb, { type: OCTETS, studyUid: row.studyUid, personId: row.personId }, body);
  return sendParts(dicomweb, { type: OCTETS, row }, [() => Promise.resolve({ headers: { 'Content-Type': OCTETS }, body: piecesOf(body) })]);
}

function elementAt(dataSet: DataSet, [tag, item, ...rest]: readonly string[]): { element: Element; dataSet: DataSet } {
  const element = dataSet.elements.get((tag ?? '').toUpperCase());
  if (element === undefined) throw platformProblem('platform.not-found');
  if (item === undefined) {
    if (element.items !== undefined) throw platformProblem('platform.not-found');
    return { element, dataSet };
  }
  const inner = element.items?.[Number(item)];
  if (inner === undefined) throw platformProblem('platform.not-found');
  return elementAt(inner, rest);
}
