const NEEDS_QUOTES = /[",\r\n]/;

/**
 * What a spreadsheet would run as a formula: `=`, `+`, `-`, `@`, their full-width forms (which Excel in Chinese takes for the same), and the control characters
 * that it leaves out before looking (OWASP, CSV injection).
 */
const RUNS = /^[=+\-@＝＋－＠\t\r\n]/;
const NUMBER = /^-\d+(\.\d+)?$/;

/** A cell of a CSV (RFC 4180). Text that a spreadsheet would run gets an apostrophe; numbers stay numbers. */
export function csvCell(text: string): string {
  const harmless = RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
