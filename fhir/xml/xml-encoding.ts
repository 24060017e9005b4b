import { readUtf8 } from '#platform/http/read-text.ts';
import { fhirProblem } from '../problems.ts';

/** Decoders of what is read, by the names that senders give them (https://encoding.spec.whatwg.org/#names-and-labels). */
const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'us-ascii': 'utf-8', ascii: 'utf-8',
  'utf-16': 'utf-16', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be', 'iso-10646-ucs-2': 'utf-16',
  gb18030: 'gb18030', 'gb-18030': 'gb18030', gbk: 'gb18030', cp936: 'gb18030', ms936: 'gb18030', 'windows-936': 'gb18030', gb2312: 'gb18030', 'gb_2312-80': 'gb18030', 'euc-cn': 'gb18030', 'x-gbk': 'gb18030',
};

/** Whether XML in this charset is read; undefined is for the document to say. */
export const isXmlCharset = (charset: string | undefined): boolean => charset === undefined || Object.hasOwn(DECODERS, charset.toLowerCase());

const remedy = (zh: string, en: string) => fhirProblem('fhir.encoding', [{ path: '', message: { zh: `${zh}；请转为 UTF-8 再发送。`, en: `${en} Send it in UTF-8.` } }]);

/** `charset` of a Content-Type. */
export const charsetOf = (media: string | undefined): string | undefined => /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(media ?? '')?.[1];

/**
 * The text of an XML body: by its byte order mark, the charset of its media type, its declaration, in this order (RFC 7303 §3.2). What these say must not
 * contradict itself, or a name would be kept as other characters than were meant (decision 0085). Throws `fhir.encoding`, and as `readUtf8` for bytes that
 * are not what they are said to be.
 */
export function readXmlText(body: Buffer, media?: string): string {
  const [charset, declared] = [charsetOf(media)?.toLowerCase(), declaredIn(body)];
  for (const name of [charset, declared]) if (name !== undefined && !isXmlCharset(name)) throw remedy(`不支持编码 ${name.slice(0, 40)}`, `The encoding ${name.slice(0, 40)} is not served.`);
  const told = charset === undefined ? undefined : DECODERS[charset]!;
  const seen = seenIn(body);
  if (seen !== undefined) {
    if (told !== undefined && !told.startsWith(seen.slice(0, 6))) throw contradiction(charset!, seen);
    return decoded(body, seen);
  }
  const stated = declared === undefined ? undefined : DECODERS[declared]!;
  // Bytes in which the declaration can be read as it stands are no UTF-16, whatever it says: programs keep it when they write in another encoding.
  const own = stated?.startsWith('utf-16') ? undefined : stated;
  const isPlain = body.every((byte) => byte < 0x80);
  if (!isPlain && told?.startsWith('utf-16')) throw contradiction(charset!, declared ?? 'utf-8');
  if (!isPlain && own !== undefined && told !== undefined && own !== told) throw contradiction(charset!, declared!);
  if (!isPlain && told === undefined && stated?.startsWith('utf-16')) throw contradiction(declared!, 'utf-8');
  return decoded(body, isPlain ? 'utf-8' : (told ?? own ?? 'utf-8'));
}

const contradiction = (one: string, other: string) => remedy(`编码说明互相矛盾（${one} 与 ${other}）`, `What is said of the encoding contradicts itself (${one}, ${other}).`);

/** By a byte order mark, or by the zeros beside the first `<`. */
function seenIn(body: Buffer): string | undefined {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return undefined;
}

/** Bytes of a declaration, which is in ASCII or has a zero beside each. */
const HEAD = 400;
const declaredIn = (body: Buffer): string | undefined =>
  /^(?:\ufeff|\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(body.toString('latin1', 0, HEAD).replaceAll('\0', ''))?.[1]?.toLowerCase();

const decoders = new Map<string, TextDecoder>();

function decoded(body: Buffer, encoding: string): string {
  if (encoding === 'utf-8') return readUtf8(body);
  let decoder = decoders.get(encoding);
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { fatal: true })));
  try {
    return decoder.decode(body);
  } catch {
    throw remedy(`内容不是 ${encoding} 编码`, `The body is not encoded in ${encoding}.`);
  }
}

/** Throws `fhir.encoding` for JSON in UTF-16 or UTF-32, which RFC 8259 §8.1 leaves to nobody; `body` is the whole body. */
export function requireNoUtf16(body: Buffer): void {
  const isMarked = (body[0] === 0xff && body[1] === 0xfe) || (body[0] === 0xfe && body[1] === 0xff);
  if (isMarked || (body.length > 1 && (body[0] === 0 || body[1] === 0))) throw remedy('JSON 不能是 UTF-16（RFC 8259）', 'JSON is not in UTF-16 (RFC 8259 §8.1).');
}

/** What a charset of JSON other than UTF-8 is answered. */
export const otherCharset = (charset: string) => remedy(`不支持编码 ${charset.slice(0, 40)}，JSON 只能是 UTF-8（RFC 8259）`, `The charset ${charset.slice(0, 40)} is not served here: JSON is UTF-8 (RFC 8259 §8.1), forms too.`);
