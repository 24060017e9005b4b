import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../shared-data.ts';

/** One file of the shared set, as reference decoders read it (SOURCE.md beside the data). */
export interface ExpectedFile {
  readonly file: string;
  readonly transferSyntax: string | null;
  readonly hasPreamble: boolean;
  readonly SOPClassUID?: string;
  readonly SOPInstanceUID?: string;
  readonly StudyInstanceUID?: string;
  readonly SeriesInstanceUID?: string;
  readonly Modality?: string;
  readonly PatientID?: string;
  readonly PatientName?: string;
  readonly PatientSex?: string;
  readonly PatientBirthDate?: string;
  readonly StudyDate?: string;
  readonly AccessionNumber?: string;
  readonly PhotometricInterpretation?: string;
  readonly dicomJson?: string;
  readonly pixels?: { readonly shape: readonly number[]; readonly min: number; readonly max: number; readonly mean: number; readonly sha1_int32le?: string };
}

const folder = sharedFolder('dicom');
export const hasDicomData = existsSync(join(folder, 'expected.json'));
export const expectedFiles: readonly ExpectedFile[] = hasDicomData ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedFile[]) : [];

export const fileBytes = (name: string): Buffer => readFileSync(join(folder, name));
/** Written once more, because a negative zero is a zero in JSON. */
export const expectedJson = (name: string): Record<string, Record<string, unknown>> => JSON.parse(JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8')))) as Record<string, Record<string, unknown>>;

/** The tags that expected.json states. */
export const EXPECTED_TAGS = {
  SOPClassUID: '00080016', SOPInstanceUID: '00080018', StudyInstanceUID: '0020000D', SeriesInstanceUID: '0020000E', Modality: '00080060', PatientID: '00100020',
  PatientName: '00100010', PatientSex: '00100040', PatientBirthDate: '00100030', StudyDate: '00080020', AccessionNumber: '00080050', PhotometricInterpretation: '00280004',
} as const;

/** What names an instance; without all of it nothing can be kept. */
export const isStorable = (each: ExpectedFile): boolean => Boolean(each.SOPClassUID && each.SOPInstanceUID && each.StudyInstanceUID && each.SeriesInstanceUID);
/** Cut off in the middle by their makers. */
export const isCut = ({ file }: ExpectedFile): boolean => /truncated/.test(file);

/** A value that stands elsewhere is the same as one that stands inline: where it stands is the server's choice (PS3.18 F.2.6). Group lengths are no part of the model (F.2.2). */
export function comparable(json: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(json).filter(([tag]) => !tag.endsWith('0000')).map(([tag, element]) => {
      const { vr, Value } = element as { vr: string; Value?: unknown[] };
      if ('BulkDataURI' in (element as object) || 'InlineBinary' in (element as object)) return [tag, { vr, binary: true }];
      return [tag, vr === 'SQ' && Value ? { vr, Value: Value.map((item) => comparable(item as Record<string, unknown>)) } : element];
    }),
  );
}
