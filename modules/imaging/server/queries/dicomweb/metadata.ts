import { BULK_PLACE } from '../../rules/describe-instance.ts';
import { openMetadata } from '../../store/open-numbers.ts';
import type { InstanceRow } from '../../store/studies.ts';
import { findVisible, type Dicomweb } from './access.ts';
import { chooseType } from './accept.ts';
import { sendWatched } from './send.ts';
import type { Address } from '../../store/studies.ts';

/** Metadata with the addresses of bulk values in place. */
export const addressed = (metadata: string, { studyUid, seriesUid, sopUid }: Pick<InstanceRow, 'studyUid' | 'seriesUid' | 'sopUid'>, base: string): string =>
  metadata.replaceAll(`"BulkDataURI":"${BULK_PLACE}`, `"BulkDataURI":"${base}/studies/${studyUid}/series/${seriesUid}/instances/${sopUid}/bulkdata/`);

/** PS3.18 §10.4.1.1.2: every attribute of the instances but bulk data. */
export async function retrieveMetadata(dicomweb: Dicomweb, address: Address): Promise<unknown> {
  const { request } = dicomweb;
  const rows = await findVisible(dicomweb, address);
  const type = chooseType(request, ['application/dicom+json', 'application/json'] as const);
  const { studyUid, personId } = rows[0]!;
  return sendWatched(dicomweb, { type: `${type}; charset=utf-8`, studyUid, personId }, listed(dicomweb, rows));
}

const ROWS_A_PIECE = 50;

async function* listed({ archive, subject, base }: Dicomweb, rows: readonly InstanceRow[]): AsyncGenerator<Buffer> {
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) {
    const piece = rows.slice(at, at + ROWS_A_PIECE);
    const texts = await openMetadata(archive.database, subject, piece);
    yield Buffer.from(`${at === 0 ? '[' : ','}${piece.map((row, index) => addressed(texts[index]!, row, base)).join(',')}`);
  }
  yield Buffer.from(']');
}
