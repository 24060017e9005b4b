import type { CellValue } from './columns.ts';

const BOM = '\uFEFF';

/**
 * RFC 4180 with a byte order mark, so that Excel on a Chinese Windows reads UTF-8. Text that a spreadsheet would run
 * as a formula gets an apostrophe (OWASP, CSV injection); plain numbers stay numbers.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  return BOM + [header, ...rows].map((cells) => cells.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

export function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Offers the text as a file. */
export function offerFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
