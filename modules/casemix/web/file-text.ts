import { base64OfBytes } from '#platform/web/client/base64.ts';

/** A text as UTF-8 in base64. */
export const base64OfText = (text: string): string => base64OfBytes(new TextEncoder().encode(text));

/** Whole fen as yuan with two decimals and thousands. */
export const yuanText = (fen: number): string => (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');

/** Median with the quartiles, in yuan. */
export const spread = ({ low, median, high }: { low: number; median: number; high: number }): string => `${yuanText(median)} (${yuanText(low)}–${yuanText(high)})`;
