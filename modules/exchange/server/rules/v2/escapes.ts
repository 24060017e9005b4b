import iconv from 'iconv-lite';
import type { Separators } from './message.ts';

/** Formatting commands of FT texts (HL7 v2.5.1 chapter 2.7.6) that mean a new line. */
const BREAKS = /^\.(br|sp|ce|sk)/;

/** A raw leaf with its escape sequences resolved; `charset` is that of the message, for `\Xdd\`. Unknown ones stay as they are. */
export function decodeText(raw: string, separators: Separators, charset = 'utf8'): string {
  const mark = separators.escape;
  if (!raw.includes(mark)) return raw;
  let out = '';
  let at = 0;
  while (at < raw.length) {
    const start = raw.indexOf(mark, at);
    const end = start < 0 ? -1 : raw.indexOf(mark, start + 1);
    if (start < 0 || end < 0) return out + raw.slice(at);
    const meaning = escapeMeaning(raw.slice(start + 1, end), separators, charset);
    out += raw.slice(at, start);
    if (meaning === undefined) {
      // Not an escape: the first mark is text, the second may still begin one.
      out += raw.slice(start, end);
      at = end;
    } else {
      out += meaning;
      at = end + 1;
    }
  }
  return out;
}

function escapeMeaning(body: string, separators: Separators, charset: string): string | undefined {
  switch (body) {
    case 'F': return separators.field;
    case 'S': return separators.component;
    case 'T': return separators.subcomponent;
    case 'R': return separators.repetition;
    case 'E': return separators.escape;
    case 'P': return '#';
    case 'H':
    case 'N': return '';
    default: return longEscape(body, charset);
  }
}

function longEscape(body: string, charset: string): string | undefined {
  if (/^X([0-9A-Fa-f]{2}){1,}$/.test(body)) return decodeBytes(Buffer.from(body.slice(1), 'hex'), charset);
  // Switches of ISO 2022 character sets: what follows comes decoded already, the switch itself is no text.
  if (/^(C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4,6})$/.test(body)) return '';
  if (BREAKS.test(body)) return '\n';
  return /^\.(in|ti|fi|nf)[+-]?\d*$/.test(body) ? '' : undefined;
}

const decodeBytes = (bytes: Buffer, charset: string): string => iconv.decode(bytes, charset);

/** Text as it may stand in a field. Line ends become `\X0D\`. */
export function escapeText(text: string, separators: Separators): string {
  const { escape: e } = separators;
  const names: Readonly<Record<string, string>> = {
    [separators.escape]: 'E', [separators.field]: 'F', [separators.component]: 'S', [separators.repetition]: 'R', [separators.subcomponent]: 'T', '\r': 'X0D', '\n': 'X0A',
  };
  return [...text].map((each) => (names[each] === undefined ? each : `${e}${names[each]}${e}`)).join('');
}
