import { describePixels } from '#platform/dicom/pixels/describe-pixels.ts';
import { isNative } from '#platform/dicom/transfer-syntaxes.ts';
import { elementsOf, shortElement, textElement, writeDicom, type NewElement } from '#platform/dicom/write-file.ts';
import type { InstanceRow } from '../../store/studies.ts';
import type { FileReader } from './file-reader.ts';

/** The instance in explicit little endian form, its pixels uncompressed. Throws `DicomFailure` where they cannot be decoded. */
export async function transcode(files: FileReader, { transferSyntax, ...place }: Pick<InstanceRow, 'sha256' | 'sopUid' | 'transferSyntax'>): Promise<Buffer> {
  const { bytes, file } = await files.open(place);
  const elements = elementsOf(file.dataSet);
  if (isNative(transferSyntax) || !elements.some(({ tag }) => tag === '7FE00010')) return writeDicom({ elements });
  const pixels = describePixels(file);
  const frames: Buffer[] = [];
  for (let frame = 1; frame <= pixels.frames; frame += 1) frames.push(await files.pixels.run(bytes, { kind: 'decode', frame }));
  const isWide = pixels.bitsAllocated > 8;
  const replaced: NewElement[] = [
    { tag: '7FE00010', vr: isWide ? 'OW' : 'OB', bytes: Buffer.concat(frames) },
    ...(pixels.samples > 1 ? [shortElement('00280006', 0)] : []),
    ...(/^YBR_(RCT|ICT)$/.test(pixels.photometric) ? [textElement('00280004', 'CS', 'RGB')] : pixels.photometric === 'YBR_FULL_422' ? [textElement('00280004', 'CS', 'YBR_FULL')] : []),
  ];
  const tags = new Set(['7FE00001', '7FE00002', ...replaced.map(({ tag }) => tag)]);
  return writeDicom({ elements: [...elements.filter(({ tag }) => !tags.has(tag)), ...replaced] });
}
