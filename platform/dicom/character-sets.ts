import iconv from 'iconv-lite';

/** How bytes of 0x80 and above are read; PS3.3 C.12.1.1.2. */
const SINGLE_BYTE: Readonly<Record<string, string>> = {
  '': 'latin1', '6': 'latin1', '100': 'latin1', '101': 'iso-8859-2', '109': 'iso-8859-3', '110': 'iso-8859-4', '144': 'iso-8859-5', '127': 'iso-8859-6',
  '126': 'iso-8859-7', '138': 'iso-8859-8', '148': 'iso-8859-9', '203': 'iso-8859-15', '166': 'tis620', '13': 'shiftjis',
};

/** Escape sequences (after ESC) of PS3.3 tables C.12-3 and C.12-4. */
const ESCAPES: Readonly<Record<string, { readonly half: 'low' | 'high'; readonly set: string }>> = {
  '(B': { half: 'low', set: '6' }, '(J': { half: 'low', set: 'romaji' }, ')I': { half: 'high', set: '13' },
  '-A': { half: 'high', set: '100' }, '-B': { half: 'high', set: '101' }, '-C': { half: 'high', set: '109' }, '-D': { half: 'high', set: '110' },
  '-L': { half: 'high', set: '144' }, '-G': { half: 'high', set: '127' }, '-F': { half: 'high', set: '126' }, '-H': { half: 'high', set: '138' },
  '-M': { half: 'high', set: '148' }, '-T': { half: 'high', set: '166' }, '-b': { half: 'high', set: '203' },
  '$B': { half: 'low', set: '87' }, '$(D': { half: 'low', set: '159' }, '$)C': { half: 'high', set: '149' }, '$)A': { half: 'high', set: '58' },
};

/** Sets of two bytes a character. */
const DOUBLE = new Set(['87', '159', '149', '58']);
const ESC = 0x1b;

/** Writers spell the terms loosely: `ISO_IR 100`, `ISO-IR 100`, `ISO 2022 IR 100`, `ISO_IR_192`, `UTF-8`. */
function setOf(term: string): string {
  const plain = term.trim().toUpperCase();
  if (plain === 'GB18030' || plain === 'GBK') return plain;
  if (/UTF.?8/.test(plain)) return '192';
  return /(\d+)\D*$/.exec(plain.replace('2022', ''))?.[1] ?? '';
}

/** Reads bytes by the values of Specific Character Set; `delimiters` end what an escape began (PS3.5 §6.1.2.5.3). */
export function decodeText(bytes: Buffer, characterSets: readonly string[], delimiters = '\\\r\n\f\t'): string {
  const first = setOf(characterSets[0] ?? '');
  if (characterSets.length <= 1 && bytes.indexOf(ESC) < 0) return decodeWhole(bytes, first);
  if (first === '192' || first === 'GB18030' || first === 'GBK') return decodeWhole(bytes, first);
  return decodeEscaped(bytes, first, delimiters);
}

function decodeWhole(bytes: Buffer, set: string): string {
  if (set === '192') return bytes.toString('utf8');
  if (set === 'GB18030' || set === 'GBK') return iconv.decode(bytes, set.toLowerCase());
  if (set === '58') return iconv.decode(bytes, 'gb2312');
  if (set === '149') return iconv.decode(bytes, 'euc-kr');
  return iconv.decode(bytes, SINGLE_BYTE[set] ?? 'latin1');
}

function decodeEscaped(bytes: Buffer, first: string, delimiters: string): string {
  const start = { low: '6', high: DOUBLE.has(first) && first !== '149' && first !== '58' ? '6' : first };
  let { low, high } = start;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte === ESC) {
      const found = escapeAt(bytes, at + 1);
      if (found !== undefined) {
        if (found.half === 'low') low = found.set;
        else high = found.set;
      }
      at += 1 + (found?.length ?? 0);
      continue;
    }
    const set = byte < 0x80 ? low : high;
    const isPair = DOUBLE.has(set) && byte > 0x20 && at + 1 < bytes.length;
    const piece = bytes.subarray(at, at + (isPair ? 2 : 1));
    const letter = isPair ? decodePair(piece, set) : byte < 0x80 ? String.fromCharCode(byte) : decodeWhole(piece, set);
    if (!isPair && delimiters.includes(letter)) ({ low, high } = start);
    text += letter;
    at += piece.length;
  }
  return text;
}

function escapeAt(bytes: Buffer, at: number): { half: 'low' | 'high'; set: string; length: number } | undefined {
  for (const length of [2, 3]) {
    const found = ESCAPES[bytes.toString('latin1', at, at + length)];
    if (found !== undefined) return { ...found, length };
  }
  return undefined;
}

function decodePair(pair: Buffer, set: string): string {
  const raised = Buffer.from([pair[0]! | 0x80, pair[1]! | 0x80]);
  if (set === '149') return iconv.decode(raised, 'euc-kr');
  if (set === '58') return iconv.decode(raised, 'gb2312');
  return iconv.decode(set === '159' ? Buffer.concat([Buffer.from([0x8f]), raised]) : raised, 'euc-jp');
}
