/** Whole fen as yuan with two decimals and thousands: `1,234.50`. */
const yuanText = (amountFen: number): string => grouped((amountFen / 100).toFixed(2));

/** Thousands in a decimal text; the digits stay as they are. */
export const grouped = (text: string): string => (/^-?\d+(\.\d+)?$/.test(text) ? text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ',')) : text);

export function Yuan({ fen }: { fen: number | null }) {
  return <span className="yg-number">{fen === null ? '—' : yuanText(fen)}</span>;
}
