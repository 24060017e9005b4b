/** Money is a whole number of fen (1 yuan = 100 fen); never a float. */
export type AmountFen = number & { readonly __unit?: 'fen' };

/** Parses `1234.5` or `１２３４．５０` yuan into fen; undefined where it is no amount or has more than two decimals. */
export function fenFromYuan(text: string): AmountFen | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -fen : fen;
}

/** `123450` fen → `1234.50`. */
export function yuanFromFen(amountFen: AmountFen): string {
  const sign = amountFen < 0 ? '-' : '';
  const absolute = Math.abs(amountFen);
  return `${sign}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}
