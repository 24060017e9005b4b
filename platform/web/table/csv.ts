import { csvCell } from '#platform/kernel/csv-cell.ts';
import type { CellValue } from './columns.ts';

const BOM = '\uFEFF';

/** RFC 4180 with a byte order mark, so that Excel on a Chinese Windows reads UTF-8. */
export function csvOf(header: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  return BOM + [header, ...rows].map((cells) => cells.map(cellOf).join(',')).join('\r\n') + '\r\n';
}

const cellOf = (value: CellValue): string => (value === null || value === undefined ? '' : typeof value === 'number' ? String(value) : csvCell(value));

/** Offers the text as a file. */
export function offerFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
