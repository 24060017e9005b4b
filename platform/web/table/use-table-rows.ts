import { useRef } from 'react';
import { useQueries } from '@tanstack/react-query';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import { call } from '../client/call.ts';
import { operationKey } from '../client/hooks.ts';
import type { ProblemError } from '../client/problem-error.ts';

const PAGE_SIZE = 100;

export interface TableRows<Row> {
  /** Undefined until the database has answered once. */
  readonly total: number | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly problem: ProblemError | undefined;
  readonly retry: () => void;
}

/** The pages that cover the rows on screen, plus the first, which knows the total. */
export function pagesOf(range: { first: number; last: number }): number[] {
  const pages = new Set([0]);
  for (let page = Math.floor(range.first / PAGE_SIZE); page <= Math.floor(range.last / PAGE_SIZE); page += 1) pages.add(page);
  return [...pages];
}

export function useTableRows<Row>(
  operation: Operation<unknown, Page<Row>>,
  input: Readonly<Record<string, unknown>>,
  { range, refreshOn }: { range: { first: number; last: number }; refreshOn: readonly string[] },
): TableRows<Row> {
  const pages = pagesOf(range);
  const results = useQueries({
    queries: pages.map((page) => {
      const whole = { ...input, limit: PAGE_SIZE, offset: page * PAGE_SIZE };
      return {
        queryKey: operationKey(operation, whole),
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Page<Row>> => call(operation, whole, { signal }),
        staleTime: 5_000,
        meta: { refreshOn },
      };
    }),
  });
  const formerTotal = useRef<number>(undefined);
  const answered = results[0]?.data?.total;
  if (answered !== undefined) formerTotal.current = answered;
  const failed = results.find((result) => result.error && result.data === undefined);
  return {
    total: answered ?? (results[0]?.isError ? undefined : formerTotal.current),
    rowAt: (index) => {
      const at = pages.indexOf(Math.floor(index / PAGE_SIZE));
      return at < 0 ? undefined : results[at]?.data?.rows[index % PAGE_SIZE];
    },
    problem: failed?.error as ProblemError | undefined,
    retry: () => results.forEach((result) => void (result.isError && result.refetch())),
  };
}
