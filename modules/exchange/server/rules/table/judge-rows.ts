import type { TableTarget } from './fields.ts';
import { readObservationRow, readResidentRow, RowRefusal, type RowCells } from './read-row.ts';
import type { CsvRow } from '#platform/documents/csv.ts';
import type { ReadTable } from '#platform/documents/read-table.ts';

/** As many cells as there are headings. */
export const cellsOf = ({ cells }: CsvRow, length: number): string[] => Array.from({ length }, (_, index) => cells?.[index] ?? '');

/** Field → text of one line. Throws RowRefusal where the row cannot be read. */
export function namedCells(table: ReadTable, { cells, fault }: CsvRow, columns: Readonly<Record<string, string>>): RowCells {
  if (cells === undefined) throw new RowRefusal(fault.code, '');
  return Object.fromEntries(table.headings.flatMap((heading, index) => (columns[heading] === undefined || columns[heading] === '' ? [] : [[columns[heading], cells[index] ?? '']])));
}

/** The heading of a field. */
export const headingOf = (columns: Readonly<Record<string, string>>, field: string): string => Object.entries(columns).find(([, name]) => name === field)?.[0] ?? field;

export interface Judged {
  readonly rowNo: number;
  readonly column: string;
  readonly code: string;
}

export function faultsOf(table: ReadTable, { target, columns, now }: { target: TableTarget; columns: Readonly<Record<string, string>>; now: Date }): Judged[] {
  return table.rows.flatMap((row) => {
    try {
      const cells = namedCells(table, row, columns);
      if (target === 'residents') readResidentRow(cells, now);
      else readObservationRow(cells, now);
      return [];
    } catch (error) {
      if (!(error instanceof RowRefusal)) throw error;
      return [{ rowNo: row.line, column: headingOf(columns, error.field), code: error.code }];
    }
  });
}
