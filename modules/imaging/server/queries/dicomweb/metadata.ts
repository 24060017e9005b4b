import { BULK_PLACE } from '../../rules/describe-instance.ts';
import type { InstanceRow } from '../../store/studies.ts';
import { findVisible, type Dicomweb } from './access.ts';
import { chooseType } from './accept.ts';
import { sendWatched } from './send.ts';
import type { Address } from '../../store/studies.ts';

/** Metadata with the addresses of bulk values in place. */
export const addressed = ({ metadata, studyUid, seriesUid, sopUid }: Pick<InstanceRow, 'metadata' | 'studyUid' | 'seriesUid' | 'sopUid'>, base: string): string =>
  metadata.replaceAll(`"BulkDataURI":"${BULK_PLACE}`, `"BulkDataURI":"${base}/studies/${studyUid}/series/${seriesUid}/instances/${sopUid}/bulkdata/`);

/** PS3.18 §10.4.1.1.2: every attribute of the instances but bulk data. */
export async function retrieveMetadata(dicomweb: Dicomweb, address: Address): Promise<unknown> {
  const { request, base } = dicomweb;
  const rows = await findVisible(dicomweb, address);
  const type = chooseType(request, ['application/dicom+json', 'application/json'] as const);
  const { studyUid, personId } = rows[0]!;
  return sendWatched(dicomweb, { type: `${type}; charset=utf-8`, studyUid, personId }, listed(rows, base));
}

const ROWS_A_PIECE = 50;

async function* listed(rows: readonly InstanceRow[], base: string): AsyncGenerator<Buffer> {
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) {
    yield Buffer.from(`${at === 0 ? '[' : ','}${rows.slice(at, at + ROWS_A_PIECE).map((row) => addressed(row, base)).join(',')}`);
  }
  yield Buffer.from(']');
}
