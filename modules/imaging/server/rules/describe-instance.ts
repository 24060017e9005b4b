import { createHash } from 'node:crypto';
import { wellFormed } from '#platform/kernel/text.ts';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { toDicomJson, type DicomJson, type JsonElement } from '#platform/dicom/dicom-json.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';
import type { Element } from '#platform/dicom/read-elements.ts';
import { readDicom, type DicomFile } from '#platform/dicom/read-file.ts';
import { littleEndianBytes, numberOf, textAt, textsOf } from '#platform/dicom/values.ts';
import { accessionWithoutNumber, hideNumbers, wordWithoutNumber, type HiddenJson } from './hidden-numbers.ts';

/** Stands in metadata before the path of a bulk value; the answer puts the address of the instance there. */
export const BULK_PLACE = 'bulkdata:';
/** Longer binary values are fetched on their own. */
const INLINE_BYTES_MAX = 1_024;

/** What the index keeps of an instance. */
export interface InstanceDescription {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly sha256: string;
  /** Of what the data set says, however it is encoded: what comes by file and by network, or in another uncompressed form, is the same instance. */
  readonly contentSha256: string;
  readonly byteCount: number;
  readonly frameCount: number | null;
  readonly instanceNumber: number | null;
  readonly patient: {
    readonly id: string | null;
    readonly issuer: string | null;
    readonly names: readonly string[];
    readonly birthDate: string | null;
    readonly sex: string | null;
    readonly otherIds: readonly string[];
  };
  readonly study: {
    readonly date: string | null;
    readonly time: string | null;
    readonly accessionNumber: string | null;
    readonly id: string | null;
    readonly description: string | null;
    readonly referringNames: readonly string[];
    readonly attributes: HiddenJson;
  };
  readonly series: { readonly modality: string | null; readonly number: number | null; readonly attributes: HiddenJson };
  readonly metadata: HiddenJson;
}

/** Attributes of the patient and study modules that QIDO answers with (PS3.18 table 10.6.3-3, PS3.3 C.7.1 and C.7.2). */
const STUDY_TAGS = [
  '00080005', '00080020', '00080030', '00080050', '00080080', '00080090', '00080201', '00081030', '00081048', '00081060', '00100010', '00100020', '00100021', '00100030',
  '00100040', '00101000', '00101010', '00101020', '00101030', '00104000', '0020000D', '00200010', '00321032', '00321060',
];
/** PS3.18 table 10.6.3-4 and the general series module. */
const SERIES_TAGS = [
  '00080021', '00080031', '00080060', '00080064', '00080070', '0008103E', '00081010', '00081050', '00081090', '00180015', '00181030', '00185100', '0020000E', '00200011', '00200052', '00200060',
  '00400244', '00400245', '00400275',
];

/** What the index keeps of a text: no attribute that is searched may be longer than 64 (PS3.5 table 6.2-1), and what is longer all the same must not burst an index. The file keeps all. */
const WORD_MAX = 256;
const WORDS_MAX = 20;

/** Data Set Trailing Padding says nothing (PS3.10 §7.2). */
const PADDING = 'FFFCFFFC';
const UID = /^[0-9]+(\.[0-9]+)*$/;
/** Directories and presentation of media are no instances of a patient. */
const DIRECTORY = '1.2.840.10008.1.3.10';

/** Reads the bytes and says what they are; throws `DicomFailure` for what cannot be kept. */
export function describeInstance(bytes: Buffer): InstanceDescription {
  return describeFile(readDicom(bytes), bytes);
}

function describeFile(file: DicomFile, bytes: Buffer): InstanceDescription {
  const { dataSet, meta } = file;
  if (textAt(meta, '00020002') === DIRECTORY || dataSet.elements.has('00041220')) throw new DicomFailure('unsupported', 'is the directory of a medium; send the files that it lists');
  const uid = (tag: string, name: string): string => uidOf(textAt(dataSet, tag), name);
  const whole = (tag: string): string | null => {
    const text = textAt(dataSet, tag);
    return text === undefined ? null : wellFormed(text.slice(0, WORD_MAX));
  };
  const word = (tag: string): string | null => wordWithoutNumber(tag, whole(tag));
  const content = createHash('sha256');
  const metadata = toDicomJson(dataSet, {
    bulkDataUri: (path, element) => {
      const uri = bulkDataUri(path, element);
      if (uri !== undefined) for (const part of element.fragments ?? [littleEndianBytes(element, dataSet.isLittleEndian)]) content.update(`${path} ${part.length}`).update(part);
      return uri;
    },
  });
  const { [PADDING]: _padding, '7FE00010': pixels, ...told } = metadata;
  const frames = dataSet.elements.has('00280010') ? Math.max(1, integerOf(numberOf(dataSet, '00280008')) ?? 1) : null;
  return {
    studyUid: uid('0020000D', 'Study Instance UID'),
    seriesUid: uid('0020000E', 'Series Instance UID'),
    sopUid: uid('00080018', 'SOP Instance UID'),
    sopClass: uid('00080016', 'SOP Class UID'),
    transferSyntax: file.transferSyntax,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    contentSha256: content.update(JSON.stringify(told)).update(pixels === undefined ? 'none' : 'pixels').digest('hex'),
    byteCount: bytes.length,
    frameCount: frames,
    instanceNumber: integerOf(numberOf(dataSet, '00200013')),
    patient: {
      id: whole('00100020'),
      issuer: word('00100021'),
      names: namesOf(textAt(dataSet, '00100010')),
      birthDate: word('00100030'),
      sex: word('00100040'),
      otherIds: textsOf(dataSet.elements.get('00101000'), dataSet).map((text) => text.trim().slice(0, WORD_MAX)).filter((text) => text !== '').slice(0, WORDS_MAX),
    },
    study: {
      date: word('00080020')?.replace(/\./g, '') ?? null,
      time: word('00080030'),
      accessionNumber: accessionWithoutNumber(whole('00080050')),
      id: word('00200010'),
      description: word('00081030'),
      referringNames: namesOf(textAt(dataSet, '00080090')),
      attributes: hideNumbers(pick(metadata, STUDY_TAGS)),
    },
    series: { modality: word('00080060'), number: integerOf(numberOf(dataSet, '00200011')), attributes: hideNumbers(pick(metadata, SERIES_TAGS)) },
    metadata: hideNumbers(metadata),
  };
}

function uidOf(value: string | undefined, name: string): string {
  if (value === undefined) throw new DicomFailure('missing-attribute', `has no ${name}`);
  if (value.length > 64 || !UID.test(value)) throw new DicomFailure('malformed', `has a ${name} that is no UID`);
  return value;
}

const integerOf = (value: number | undefined): number | null => (value === undefined || !Number.isInteger(value) || Math.abs(value) > 2_147_483_647 ? null : value);

/** Component groups for searching, as they stand and without the signs between the parts; none with an identity number in it. */
export function namesOf(text: string | undefined): string[] {
  const groups = (text ?? '').toLowerCase().split('=').slice(0, 3).map((group) => wellFormed(group.slice(0, WORD_MAX))).map((group) => group.replace(/\^+$/, '').trim()).filter((group) => group !== '');
  return [...new Set(groups.filter((group) => !holdsIdentityNumber(group)).flatMap((group) => [group, group.replace(/\^/g, /\p{Script=Han}/u.test(group) ? '' : ' ').trim()]))];
}

function bulkDataUri(path: string, element: Element): string | undefined {
  const isPixels = /^7FE000(10|08|09)$/.test(path);
  return isPixels || (element.bytes?.length ?? 0) > INLINE_BYTES_MAX ? `${BULK_PLACE}${path}` : undefined;
}

const pick = (json: DicomJson, tags: readonly string[]): Record<string, JsonElement> =>
  Object.fromEntries(tags.flatMap((tag) => (json[tag] === undefined ? [] : [[tag, json[tag]]])));
