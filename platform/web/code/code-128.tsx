/** Widths of bars and gaps, six a symbol, of ISO/IEC 15417 table 1; 103 to 105 begin, 106 ends with a bar of two more. */
const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 '
  + '112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 '
  + '122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const STOP = '2331112';
const [CODE_C, TO_B, START_B, START_C] = [99, 100, 104, 105];
const QUIET = 10;
const DIGITS_FOR_C = 4;

/** Symbol values of the text: pairs of digits in set C where four or more stand together, set B else; with the start and the check symbol. Undefined where a sign is outside ASCII. */
export function code128Values(text: string): number[] | undefined {
  if (!/^[\x20-\x7e]+$/.test(text)) return undefined;
  const values: number[] = [];
  let set: 'B' | 'C' | undefined;
  const enter = (next: 'B' | 'C'): void => {
    if (set === next) return;
    values.push(set === undefined ? (next === 'C' ? START_C : START_B) : next === 'C' ? CODE_C : TO_B);
    set = next;
  };
  for (let at = 0; at < text.length; ) {
    const digits = /^\d*/.exec(text.slice(at))![0].length;
    if (digits >= DIGITS_FOR_C || (set === 'C' && digits >= 2)) {
      // An odd first digit goes with what stands before.
      if (digits % 2 === 1 && set !== 'C') {
        enter('B');
        values.push(text.charCodeAt(at) - 32);
        at += 1;
      }
      enter('C');
      values.push(Number(text.slice(at, at + 2)));
      at += 2;
    } else {
      enter('B');
      values.push(text.charCodeAt(at) - 32);
      at += 1;
    }
  }
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  return [...values, check];
}

/** A bar code for scanners that read lines only; nothing where the text cannot be written so. One module is `module` pixels wide. */
export function Code128({ content, label, module = 1.5, height = 48 }: { content: string; label: string; module?: number; height?: number }) {
  const values = code128Values(content);
  if (values === undefined) return null;
  const widths = [...values.map((value) => PATTERNS[value]!), STOP].join('');
  let x = QUIET;
  const bars = [...widths].flatMap((sign, at) => {
    const [from, width] = [x, Number(sign)];
    x += width;
    return at % 2 === 0 ? [`M${from},0h${width}v1h-${width}z`] : [];
  });
  const total = x + QUIET;
  return (
    <svg role="img" aria-label={label} width={total * module} height={height} viewBox={`0 0 ${total} 1`} preserveAspectRatio="none" style={{ background: '#fff' }}>
      <path d={bars.join('')} fill="#000" />
    </svg>
  );
}
