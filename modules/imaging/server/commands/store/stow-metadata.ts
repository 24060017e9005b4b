import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { fromDicomJson } from '#platform/dicom/from-json.ts';
import { writeDicom } from '#platform/dicom/write-file.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import { readParts, type Part } from '../../queries/dicomweb/multipart.ts';

const problem = problemsOf(contract.problems);
/** Of the JSON and of everything that stands beside it: both are held at once. */
const BYTES_MAX = 128 * 1024 * 1024;
const INSTANCES_MAX = 1_000;

/** One object as a file, or why it cannot be one. */
export type Written = Buffer | DicomFailure;

/** Objects of PS3.18 §10.5.1 "metadata and bulk data": first their JSON, then the bytes that it names by Content-Location, uncompressed. */
export async function* filesOfMetadata(body: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Written> {
  const parts: Part[] = [];
  let total = 0;
  for await (const part of readParts(body, boundary, BYTES_MAX)) {
    total += part.body.length;
    if (total > BYTES_MAX) throw problem('imaging.too-large');
    parts.push(part);
  }
  const bulk = new Map(parts.slice(1).map((part) => [part.location, part]));
  for (const object of objectsIn(parts[0])) yield fileOf(object, bulk);
}

function objectsIn(first: Part | undefined): DicomJson[] {
  if (first === undefined || !/^application\/dicom\+json/i.test(first.contentType)) throw problem('imaging.media-type');
  let read: unknown;
  try {
    read = JSON.parse(first.body.toString('utf8'));
  } catch {
    throw problem('imaging.not-dicom');
  }
  const objects = Array.isArray(read) ? read : [read];
  if (objects.length > INSTANCES_MAX) throw problem('imaging.too-large');
  return objects as DicomJson[];
}

function fileOf(object: DicomJson, bulk: ReadonlyMap<string, Part>): Written {
  try {
    return writeDicom({
      elements: fromDicomJson(object, (uri) => {
        const part = bulk.get(uri);
        if (part !== undefined && !/^application\/octet-stream/i.test(part.contentType)) throw new DicomFailure('unsupported', 'comes with bulk data that is compressed; send it as a whole object');
        return part?.body;
      }),
    });
  } catch (error) {
    if (error instanceof DicomFailure) return error;
    throw error;
  }
}
