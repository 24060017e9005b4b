import { useMemo } from 'react';
import { useQueries } from '@tanstack/react-query';
import { deleteView, listSavedViews, saveView } from '#platform/identity/contract.ts';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import { call } from '../client/call.ts';
import { operationKey, useCommand, useOperation } from '../client/hooks.ts';
import type { TableAddress } from './address.ts';
import type { TableView } from './columns.ts';

export interface PersonalView extends TableView {
  /** Name of a view that the person saved; built-in views have none. */
  readonly savedAs?: string;
}

export interface Views {
  readonly all: readonly PersonalView[];
  readonly save: (name: string, address: TableAddress, base: TableView | undefined) => Promise<boolean>;
  readonly remove: (name: string) => Promise<void>;
}

/** Built-in views first, then those the person saved. */
export function useViews(tableName: string, builtIn: readonly TableView[]): Views {
  const saved = useOperation(listSavedViews, { listKey: tableName }, { staleMs: 60_000 });
  const saving = useCommand(saveView);
  const deleting = useCommand(deleteView);
  const all = useMemo<readonly PersonalView[]>(
    () => [...builtIn, ...(saved.data?.rows ?? []).map(({ name, value }) => personalView(name, value))],
    [builtIn, saved.data],
  );
  return {
    all,
    save: async (name, address, base) => {
      const value = { ...base?.filters, ...address.filters, ...(address.words ? { q: address.words } : {}), ...(address.sort ? { sort: address.sort } : {}) };
      const outcome = await saving.attempt({ listKey: tableName, name, value });
      if (outcome.ok) await saved.refetch();
      return outcome.ok;
    },
    remove: async (name) => {
      await deleting.run({ listKey: tableName, name });
      await saved.refetch();
    },
  };
}

function personalView(name: string, value: unknown): PersonalView {
  const filters = typeof value === 'object' && value !== null ? (value as TableView['filters']) : {};
  return { key: `saved:${name}`, title: { zh: name, en: name }, filters, savedAs: name };
}

/** The database's total of each view: one row is read of each. */
export function useViewCounts<Row>(
  operation: Operation<unknown, Page<Row>>,
  fixed: Readonly<Record<string, unknown>>,
  views: readonly TableView[],
): readonly (number | undefined)[] {
  const results = useQueries({
    queries: views.map((view) => {
      const input = { ...fixed, ...view.filters, limit: 1, offset: 0 };
      return {
        queryKey: operationKey(operation, input),
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Page<Row>> => call(operation, input, { signal }),
        staleTime: 15_000,
      };
    }),
  });
  return results.map((result) => result.data?.total);
}
