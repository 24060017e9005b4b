import iconv from 'iconv-lite';
import { V2Refusal } from './message.ts';

/** What MSH-18 may say (table 0211 and what Chinese systems write), as iconv names. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^UNICODE ?UTF-?8$|^UTF-?8$/i, 'utf8'],
  [/^GB ?18030(-\d{4})?$/i, 'gb18030'],
  [/^(GBK|CP936|GB ?2312(-\d+)?)$/i, 'gb18030'],
  [/^BIG-?5$/i, 'big5'],
  [/^(ISO ?IR ?87|ISO ?IR ?159|SHIFT.?JIS)$/i, 'shiftjis'],
  [/^KS ?X ?1001$/i, 'euckr'],
  [/^UNICODE ?UTF-?16(BE)?$|^UTF-?16(BE)?$/i, 'utf16be'],
  [/^UTF-?16LE$|^UNICODE$/i, 'utf16le'],
];

export interface DecodedText {
  readonly text: string;
  /** iconv name, by which an answer is encoded again. */
  readonly charset: string;
  readonly hasMark: boolean;
}

/** Bytes of a frame or file as text: a byte-order mark first, then MSH-18 or the XML declaration, then what the bytes are. */
export function decodeMessage(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = byMark(buffer);
  if (marked !== undefined) return marked;
  const declared = declaredCharset(buffer);
  if (declared === undefined || declared === 'ascii') return undeclared(buffer);
  const text = declared === 'utf8' ? undeclaredUtf8(buffer) : whole(iconv.decode(buffer, declared), declared);
  return text === undefined ? undeclared(buffer) : { text, charset: declared, hasMark: false };
}

export function encodeMessage(text: string, { charset, hasMark }: { charset: string; hasMark: boolean }): Buffer {
  return iconv.encode(text, charset, { addBOM: hasMark });
}

function byMark(buffer: Buffer): DecodedText | undefined {
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) {
    const text = undeclaredUtf8(buffer.subarray(3));
    if (text === undefined) throw new V2Refusal('v2.charset', { segment: 'MSH', field: 18 }, 'UTF-8');
    return { text, charset: 'utf8', hasMark: true };
  }
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: whole(iconv.decode(buffer, 'utf16le'), 'utf16le'), charset: 'utf16le', hasMark: true };
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return { text: whole(iconv.decode(buffer, 'utf16be'), 'utf16be'), charset: 'utf16be', hasMark: true };
  return undefined;
}

/** UTF-8 where it is UTF-8, otherwise what Chinese systems send without a word. */
function undeclared(buffer: Buffer): DecodedText {
  const utf8 = undeclaredUtf8(buffer);
  if (utf8 !== undefined) return { text: utf8, charset: 'utf8', hasMark: false };
  return { text: whole(iconv.decode(buffer, 'gb18030'), 'gb18030'), charset: 'gb18030', hasMark: false };
}

/** Bytes that are no characters of the set (a line that was cut, a lost byte) would become names with holes. */
function whole(text: string, charset: string): string {
  if (text.includes('\ufffd')) throw new V2Refusal('v2.charset', { segment: 'MSH', field: 18 }, charset);
  return text;
}

function undeclaredUtf8(buffer: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
  } catch {
    return undefined;
  }
}

function declaredCharset(buffer: Buffer): string | undefined {
  const head = buffer.subarray(0, 4096).toString('latin1').trimStart();
  if (head.startsWith('<')) return iconvName(/^<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1] ?? '');
  if (!head.startsWith('MSH')) return undefined;
  const line = head.split(/[\r\n]/)[0] ?? '';
  const field = line.split(line[3] ?? '|')[17] ?? '';
  return iconvName(field.split(line[5] ?? '~')[0] ?? '');
}

/** Undefined where nothing (or nothing known) is said: then the bytes decide. */
function iconvName(said: string): string | undefined {
  const name = said.trim();
  if (name === '') return undefined;
  if (/^ASCII$/i.test(name)) return 'ascii';
  const latin = /^(?:ISO[ -]?)?8859[/-](\d{1,2})$/i.exec(name);
  if (latin) return iconv.encodingExists(`iso-8859-${latin[1]}`) ? `iso-8859-${latin[1]}` : undefined;
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}
