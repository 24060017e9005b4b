import type { EcgFile, EcgWarning } from '../ecg-file.ts';
import { openScp } from './container.ts';
import { measuresOf, statementsOf } from './findings.ts';
import { readStrips } from './rhythm.ts';
import { headOf, readTags } from './tags.ts';

/** SCP-ECG, EN 1064 (ISO 11073-91064) versions 1 to 3. Throws `EcgFailure`. */
export function readScp(bytes: Buffer): EcgFile {
  const { sections, protocol, hasChecksums } = openScp(bytes);
  const warnings = new Set<EcgWarning>();
  if (!hasChecksums) warnings.add('checksum-not-kept');
  const head = headOf(readTags(sections.get(1)?.body));
  const strips = readStrips(sections, warnings);
  const version = sections.get(1)?.protocol || protocol;
  return {
    format: 'scp', version: version === 0 ? null : (version / 10).toFixed(1), documentId: null, orderNumber: head.orderNumber, recordedAt: head.recordedAt, patient: head.patient, device: head.device, filters: head.filters,
    measures: measuresOf(sections.get(7)?.body), statements: statementsOf({ eight: sections.get(8)?.body, eleven: sections.get(11)?.body }, head.text), marks: [], strips, warnings: [...warnings],
  };
}
