import type { Page } from '#platform/kernel/contract.ts';
import type { Sql } from './transaction.ts';

/** A condition of the caller; `?` marks its bound values in order. */
export interface Filter {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Made by `scopeCondition` of platform/access; a list cannot be asked for without one. */
export type ScopeBuilder = (firstParameter: number) => { readonly text: string; readonly values: readonly unknown[] };

/** Of the machinery of the house, which belongs to no organisation: whoever may ask at all sees all of it. */
export const wholeHouse: ScopeBuilder = () => ({ text: 'true', values: [] });

export interface ListRequest {
  /** Columns of the row, as SQL. */
  readonly select: string;
  /** Tables and joins. */
  readonly from: string;
  readonly scope: ScopeBuilder;
  readonly filters: readonly Filter[];
  /** Ends in a unique column, so that pages do not overlap. */
  readonly orderBy: string;
  readonly limit: number;
  readonly offset: number;
}

const LIST_LIMIT_MAX = 500;

/** One page and the database's own total. Two statements: the count needs no sort and no wide columns. */
export async function listPage<Row>(sql: Sql, request: ListRequest): Promise<Page<Row>> {
  const limit = Math.max(1, Math.min(request.limit, LIST_LIMIT_MAX));
  const offset = Math.max(0, request.offset);
  const { where, values } = compileWhere(request);
  const [rows, counted] = await Promise.all([
    sql.query<Row>(
      `select ${request.select} from ${request.from} where ${where} order by ${request.orderBy}` +
        ` limit ${limit} offset ${offset}`,
      values,
    ),
    sql.query<{ total: number }>(`select count(*) as total from ${request.from} where ${where}`, values),
  ]);
  return { rows, total: counted[0]?.total ?? 0, offset, limit };
}

function compileWhere(request: ListRequest): { where: string; values: unknown[] } {
  const scope = request.scope(1);
  const values: unknown[] = [...scope.values];
  const conditions = [scope.text];
  for (const filter of request.filters) {
    let used = 0;
    const text = filter.text.replace(/\?/g, () => {
      values.push(filter.values[used]);
      used += 1;
      return `$${values.length}`;
    });
    conditions.push(`(${text})`);
  }
  return { where: conditions.join(' and '), values };
}
