import type { Database } from '#platform/database/transaction.ts';
import type { Statement } from './statements.ts';

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

/** Pages of 8 kB that a statement touches, on average: the same whatever else the machine does. */
export async function pagesOf(owner: Database, statements: readonly Statement[]): Promise<number> {
  let pages = 0;
  for (const { text, values } of statements) {
    const rows = await owner.query<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(`explain (analyze, buffers, timing off, format json) ${text}`, values);
    const plan = rows[0]!['QUERY PLAN'][0].Plan;
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  }
  return pages / statements.length;
}
