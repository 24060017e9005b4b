import { EcgFailure } from '../ecg-failure.ts';

export interface ScpSection {
  readonly id: number;
  readonly version: number;
  readonly protocol: number;
  /** Without its head of 16 bytes. */
  readonly body: Buffer;
}

export interface ScpContainer {
  readonly sections: ReadonlyMap<number, ScpSection>;
  /** Protocol version: 10 is 1.0, 13 is 1.3, 20 is 2.0. */
  readonly protocol: number;
  /** False where the writer keeps no checksums. */
  readonly hasChecksums: boolean;
}

const HEAD_BYTES = 16;
const POINTER_BYTES = 10;
const POINTERS_MAX = 1024;

/** CRC-CCITT with x^16 + x^12 + x^5 + 1, begun with ones (EN 1064 §5.3.3). */
export function crcOf(bytes: Buffer): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** True where the bytes begin as an SCP-ECG record: the pointer section stands first, with number 0. */
export function looksLikeScp(bytes: Buffer): boolean {
  if (bytes.length < 6 + HEAD_BYTES + POINTER_BYTES) return false;
  return bytes.readUInt16LE(8) === 0 && (bytes.toString('latin1', 16, 22) === 'SCPECG' || (bytes.readUInt32LE(2) === bytes.length && bytes.readUInt32LE(10) >= HEAD_BYTES && bytes.readUInt32LE(10) < bytes.length));
}

/** Splits a record into its sections (EN 1064 §5.2 to 5.4). Throws `EcgFailure`. */
export function openScp(bytes: Buffer): ScpContainer {
  const said = bytes.readUInt32LE(2);
  if (said > bytes.length) throw new EcgFailure('truncated', 'record head', `the record says ${said} bytes and holds ${bytes.length}`);
  const size = said >= 6 + HEAD_BYTES ? said : bytes.length;
  const whole = bytes.subarray(0, size);
  const pointerLength = whole.readUInt32LE(10);
  if (pointerLength < HEAD_BYTES || 6 + pointerLength > size) throw new EcgFailure('truncated', 'section 0', 'the table of sections does not fit');
  const checks: boolean[] = [];
  const sections = new Map<number, ScpSection>();
  const count = Math.floor((pointerLength - HEAD_BYTES) / POINTER_BYTES);
  if (count > POINTERS_MAX) throw new EcgFailure('too-large', 'section 0', `names more than ${POINTERS_MAX} sections`);
  for (let number = 0; number < count; number += 1) {
    const at = 6 + HEAD_BYTES + number * POINTER_BYTES;
    const [id, length, index] = [whole.readUInt16LE(at), whole.readUInt32LE(at + 2), whole.readUInt32LE(at + 6)];
    if (length <= HEAD_BYTES || index === 0 || id === 0) continue;
    const begin = index - 1;
    if (begin + length > size) throw new EcgFailure('truncated', `section ${id}`, 'does not fit into the record');
    const section = whole.subarray(begin, begin + length);
    if (section.readUInt16LE(2) !== id) throw new EcgFailure('malformed', `section ${id}`, 'the table of sections points elsewhere');
    checks.push(isChecked(section));
    if (!sections.has(id)) sections.set(id, { id, version: section[8]!, protocol: section[9]!, body: section.subarray(HEAD_BYTES) });
  }
  if (sections.size === 0) throw new EcgFailure('missing', 'section 0', 'names no section that holds anything');
  return { sections, protocol: whole[6 + 9]!, hasChecksums: judgeChecksums(whole, checks, [...sections.keys()]) };
}

const isChecked = (section: Buffer): boolean => section.readUInt16LE(0) === crcOf(section.subarray(2));

/**
 * Some writers keep no checksums: then none is right. Where the writer keeps them, one that is wrong means that the
 * record was changed on its way, and nobody reads a changed ECG.
 */
function judgeChecksums(whole: Buffer, checks: readonly boolean[], ids: readonly number[]): boolean {
  const record = whole.readUInt16LE(0) === crcOf(whole.subarray(2));
  const right = checks.filter(Boolean).length;
  if (record) return true;
  if (right === 0) return false;
  const wrong = checks.indexOf(false);
  if (wrong >= 0 && right >= checks.length / 2) throw new EcgFailure('checksum', `section ${ids[wrong] ?? '?'}`, 'the checksum is wrong: the record was changed after it was written');
  if (wrong < 0 && whole.readUInt16LE(0) !== 0) throw new EcgFailure('checksum', 'record head', 'the checksum is wrong: the record was changed after it was written');
  return false;
}
