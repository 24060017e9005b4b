import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toDicomJson } from '#platform/dicom/dicom-json.ts';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { toRgb } from '#platform/dicom/pixels/colour.ts';
import { decodeFrame } from '#platform/dicom/pixels/decode-frame.ts';
import { describePixels } from '#platform/dicom/pixels/describe-pixels.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import { comparable, EXPECTED_TAGS, expectedFiles, expectedJson, fileBytes, hasDicomData, isCut, isStorable } from './expected.ts';

const readable = expectedFiles.filter((each) => isStorable(each) && !isCut(each));
const pictured = readable.filter(({ pixels }) => pixels !== undefined);

interface Measured {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sha1: string;
}

/** Over all frames; colours as RGB, as the reference decoders give them. */
async function measure(bytes: Buffer): Promise<Measured> {
  const file = readDicom(bytes);
  const pixels = describePixels(file);
  const hash = createHash('sha1');
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let frame = 1; frame <= pixels.frames; frame += 1) {
    const decoded = await decodeFrame(file, pixels, frame);
    const values = decoded.photometric.startsWith('YBR') ? toRgb(decoded, file.dataSet) : decoded.data;
    hash.update(Buffer.from(Int32Array.from(values).buffer));
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
    }
    count += values.length;
  }
  return { min, max, mean: sum / count, sha1: hash.digest('hex') };
}

describe.skipIf(!hasDicomData)('shared DICOM files (skipped where they are absent)', () => {
  it.each(readable.map((each) => [each.file, each] as const))('%s: the expected tags', (_name, each) => {
    const file = readDicom(fileBytes(each.file));
    for (const [name, tag] of Object.entries(EXPECTED_TAGS)) {
      const wanted = each[name as keyof typeof EXPECTED_TAGS];
      expect(textAt(file.dataSet, tag) ?? '', name).toBe(wanted ?? '');
    }
    if (each.transferSyntax !== null) expect(file.transferSyntax).toBe(each.transferSyntax);
    expect(file.hasPreamble).toBe(each.hasPreamble);
  });

  const withJson = expectedFiles.filter(({ dicomJson }) => dicomJson !== undefined);
  it.each(withJson.map((each) => [each.file, each] as const))('%s: the expected DICOM JSON', (_name, each) => {
    const json = JSON.parse(JSON.stringify(toDicomJson(readDicom(fileBytes(each.file)).dataSet))) as Record<string, unknown>;
    expect(comparable(json)).toEqual(comparable(expectedJson(each.dicomJson!)));
  });

  it.each(pictured.map((each) => [each.file, each] as const))('%s: the expected pixels', async (_name, each) => {
    const measured = await measure(fileBytes(each.file));
    const wanted = each.pixels!;
    expect(measured.min).toBe(wanted.min);
    if (wanted.sha1_int32le !== undefined) {
      expect(measured.max).toBe(wanted.max);
      expect(measured.sha1).toBe(wanted.sha1_int32le);
    }
    // Lossy decoders differ in rounding and in how they spread halved colours: a fifth of one grey value on average.
    expect(Math.abs(measured.mean - wanted.mean)).toBeLessThan(wanted.sha1_int32le === undefined ? 0.21 : 0.001);
  });

  it('a file cut anywhere is read to its end or refused as broken, never anything else', () => {
    const bytes = fileBytes(readable[0]!.file);
    for (let length = 0; length < Math.min(bytes.length, 4_000); length += 7) {
      try {
        readDicom(bytes.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(DicomFailure);
      }
    }
  });

  it.each(expectedFiles.filter(isCut).map(({ file }) => [file] as const))('%s: refused as cut off', (file) => {
    expect(() => readDicom(fileBytes(file))).toThrow(DicomFailure);
  });
});
