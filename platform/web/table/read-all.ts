import type { Page } from '#platform/kernel/contract.ts';

const READ_PAGE_SIZE = 500;

export interface ReadAllOptions<Row> {
  readonly readPage: (offset: number, limit: number) => Promise<Page<Row>>;
  readonly rowsMax: number;
  /** Called after each page: rows read, rows in all. */
  readonly onProgress?: (read: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads a list to its end, page by page; `complete` is false when the limit cut it. */
export async function readAll<Row>({ readPage, rowsMax, onProgress, signal }: ReadAllOptions<Row>): Promise<{ rows: Row[]; total: number; complete: boolean }> {
  const rows: Row[] = [];
  let total = 0;
  do {
    signal?.throwIfAborted();
    const page = await readPage(rows.length, Math.min(READ_PAGE_SIZE, rowsMax - rows.length));
    total = page.total;
    rows.push(...page.rows);
    onProgress?.(rows.length, total);
    if (page.rows.length === 0) break;
  } while (rows.length < Math.min(total, rowsMax));
  return { rows, total, complete: rows.length >= total };
}
