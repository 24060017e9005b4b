import { EcgFailure } from './ecg-failure.ts';
import { FILE_BYTES_MAX, NO_DEVICE, NO_FILTERS, NO_MEASURES, NO_PATIENT, type EcgFile } from './ecg-file.ts';
import { readAecg } from './aecg.ts';
import { readDicomEcg } from './dicom-waveform.ts';
import { readXml } from './read-xml.ts';
import { looksLikeScp } from './scp/container.ts';
import { readScp } from './scp/read-scp.ts';
import { readSierra } from './sierra.ts';

/** Reads an ECG of any format here known, told by its content. Throws `EcgFailure` with the place. */
export function readEcg(bytes: Buffer): EcgFile {
  const file = readByContent(bytes);
  const { rate, rr } = file.measures;
  return rate === null && rr !== null && rr > 0 ? { ...file, measures: { ...file.measures, rate: Math.round(60_000 / rr) } } : file;
}

function readByContent(bytes: Buffer): EcgFile {
  if (bytes.length === 0) throw new EcgFailure('not-ecg', 'byte 0', 'is empty');
  if (bytes.length > FILE_BYTES_MAX) throw new EcgFailure('too-large', 'file', `is larger than ${FILE_BYTES_MAX} bytes`);
  // SCP-ECG begins with a checksum, which may spell any two letters: its own mark is asked for before the others.
  if (looksLikeScp(bytes)) return readScp(bytes);
  if (bytes.toString('latin1', 0, 1024).includes('%PDF-')) return documentOnly(bytes);
  if (bytes.toString('latin1', 128, 132) === 'DICM') return readDicomEcg(bytes);
  if (looksLikeXml(bytes)) return readXmlEcg(bytes);
  if (bytes.length >= 8 && bytes.readUInt16LE(0) === 8) return readDicomEcg(bytes);
  throw new EcgFailure('not-ecg', 'byte 0', 'is none of aECG, SCP-ECG, DICOM waveform, Philips Sierra XML and PDF');
}

function looksLikeXml(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 200).replace(/\0/g, '').replace(/^(ÿþ|þÿ|ï»¿)/, '').trimStart();
  return /^<[?!A-Za-z]/.test(head);
}

function readXmlEcg(bytes: Buffer): EcgFile {
  const root = readXml(bytes);
  if (root.name === 'AnnotatedECG') return readAecg(root);
  if (root.name === 'restingecgdata') return readSierra(root);
  throw new EcgFailure('unsupported', root.path, 'is no document that is known here: AnnotatedECG and restingecgdata are');
}

/** The last resort: a picture of the paper, kept and shown as it came. */
function documentOnly(bytes: Buffer): EcgFile {
  if (!bytes.toString('latin1', Math.max(0, bytes.length - 2048)).includes('%%EOF')) throw new EcgFailure('truncated', 'end of file', 'the PDF is not complete');
  return { format: 'pdf', version: null, documentId: null, orderNumber: null, recordedAt: null, patient: NO_PATIENT, device: NO_DEVICE, filters: NO_FILTERS, measures: NO_MEASURES, statements: [], marks: [], strips: [], warnings: [] };
}
