import iconv from 'iconv-lite';
import { NO_FILTERS, type EcgDevice, type EcgFilters, type EcgPatient } from '../ecg-file.ts';
import { EcgFailure } from '../ecg-failure.ts';

const TAG_END = 255;
const TAGS_MAX = 2000;
const YEARS_OF: Readonly<Record<number, number>> = { 1: 1, 2: 1 / 12, 3: 7 / 365.25, 4: 1 / 365.25, 5: 1 / 8766 };

export type Tags = ReadonlyMap<number, readonly Buffer[]>;

/** Section 1: tag, length, value, until tag 255. */
export function readTags(body: Buffer | undefined): Tags {
  const tags = new Map<number, Buffer[]>();
  if (body === undefined) return tags;
  let at = 0;
  for (let count = 0; at + 3 <= body.length && body[at] !== TAG_END; count += 1) {
    if (count > TAGS_MAX) throw new EcgFailure('too-large', 'section 1', `holds more than ${TAGS_MAX} tags`);
    const [tag, length] = [body[at]!, body.readUInt16LE(at + 1)];
    if (at + 3 + length > body.length) throw new EcgFailure('truncated', `section 1 tag ${tag}`, 'does not fit into its section');
    tags.set(tag, [...(tags.get(tag) ?? []), body.subarray(at + 3, at + 3 + length)]);
    at += 3 + length;
  }
  return tags;
}

const first = (tags: Tags, tag: number): Buffer | undefined => tags.get(tag)?.find((value) => value.length > 0);

/** Language support code of tag 14, byte 17 (EN 1064 table 14). */
function charsetOf(tags: Tags): string | undefined {
  const code = first(tags, 14)?.[16];
  if (code === undefined || (code & 1) === 0) return undefined;
  if ((code & 3) === 1) return 'latin1';
  return { 0x03: 'iso-8859-2', 0x0b: 'iso-8859-4', 0x13: 'iso-8859-5', 0x1b: 'iso-8859-6', 0x23: 'iso-8859-7', 0x2b: 'iso-8859-8', 0x33: 'iso-8859-11', 0x3b: 'iso-8859-15', 0x07: 'utf-8', 0x27: 'shift_jis', 0x2f: 'euc-jp', 0x3f: 'euc-kr', 0x57: 'euc-jp', 0x97: 'gb18030', 0xd7: 'euc-kr' }[code];
}

/** Devices made in China write their own set whatever the code says: what is no ASCII is read as UTF-8 where it is that, else as GB 18030. */
function textOf(bytes: Buffer, charset: string | undefined): string | null {
  const end = bytes.indexOf(0);
  const bare = end < 0 ? bytes : bytes.subarray(0, end);
  const isAscii = bare.every((byte) => byte < 0x80);
  const text = isAscii ? bare.toString('latin1') : charset !== undefined && charset !== 'utf-8' ? iconv.decode(bare, charset) : isUtf8(bare) ? bare.toString('utf8') : iconv.decode(bare, 'gb18030');
  const trimmed = text.replace(/\p{Cc}+/gu, ' ').trim();
  return trimmed === '' ? null : trimmed;
}

const isUtf8 = (bytes: Buffer): boolean => !bytes.toString('utf8').includes('\uFFFD');

export interface ScpHead {
  readonly patient: EcgPatient;
  readonly device: EcgDevice;
  readonly filters: EcgFilters;
  readonly recordedAt: string | null;
  readonly orderNumber: string | null;
  readonly text: (bytes: Buffer) => string | null;
}

export function headOf(tags: Tags): ScpHead {
  const charset = charsetOf(tags);
  const text = (bytes: Buffer | undefined): string | null => (bytes === undefined ? null : textOf(bytes, charset));
  const names = [text(first(tags, 0)), text(first(tags, 3)), text(first(tags, 1))].filter((word) => word !== null);
  const sex = first(tags, 8)?.[0];
  const age = first(tags, 4);
  const years = age === undefined || age.length < 3 ? undefined : YEARS_OF[age[2]!];
  return {
    patient: {
      id: text(first(tags, 2)), name: names.length === 0 ? null : names.join(names.some((word) => /[\u3400-\u9fff]/.test(word)) ? '' : ' '), sex: sex === 1 ? 'male' : sex === 2 ? 'female' : 'unknown',
      birthDate: dayOf(first(tags, 5)), ageYears: years === undefined ? null : Math.floor(age!.readUInt16LE(0) * years),
    },
    device: deviceOf(tags, text), filters: filtersOf(tags), recordedAt: momentOf(tags), orderNumber: text(first(tags, 31)), text,
  };
}

function dayOf(value: Buffer | undefined): string | null {
  if (value === undefined || value.length < 4) return null;
  const [year, month, day] = [value.readUInt16LE(0), value[2]!, value[3]!];
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const moment = new Date(`${text}T00:00:00Z`);
  return year < 1800 || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text ? null : text;
}

/** Tags 25, 26 and the zone of 34. */
function momentOf(tags: Tags): string | null {
  const day = dayOf(first(tags, 25));
  if (day === null) return null;
  const time = first(tags, 26);
  const [hour = 0, minute = 0, second = 0] = time === undefined ? [] : [...time];
  if (hour > 23 || minute > 59 || second > 59) return `${day}T00:00:00`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = first(tags, 34);
  const minutes = zone === undefined || zone.length < 2 ? 0x7fff : zone.readInt16LE(0);
  const offset = Math.abs(minutes) > 14 * 60 ? '' : `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${day}T${two(hour)}:${two(minute)}:${two(second)}${offset}`;
}

/** Tag 14: fixed fields, then five texts that end in zero (EN 1064 §5.4.3.1). */
function deviceOf(tags: Tags, text: (bytes: Buffer | undefined) => string | null): EcgDevice {
  const value = first(tags, 14);
  const institution = text(first(tags, 16));
  if (value === undefined) return { manufacturer: null, model: null, serial: null, software: null, institution };
  const texts: Buffer[] = [];
  for (let at = 36; at < value.length && texts.length < 5; ) {
    const end = value.indexOf(0, at);
    texts.push(value.subarray(at, end < 0 ? value.length : end));
    at = end < 0 ? value.length : end + 1;
  }
  const [, serial, system, scp, manufacturer] = texts.map(text);
  return { manufacturer: manufacturer ?? null, model: text(value.subarray(8, 14)), serial: serial ?? null, software: system ?? scp ?? null, institution };
}

function filtersOf(tags: Tags): EcgFilters {
  const [baseline, low, map] = [first(tags, 27), first(tags, 28), first(tags, 29)];
  if (baseline === undefined && low === undefined && map === undefined) return NO_FILTERS;
  const bits = map?.[0] ?? 0;
  return { highPass: baseline === undefined || baseline.length < 2 ? null : baseline.readUInt16LE(0) / 100, lowPass: low === undefined || low.length < 2 ? null : low.readUInt16LE(0), notch: bits & 1 ? 60 : bits & 2 ? 50 : null };
}
