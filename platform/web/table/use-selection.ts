import { useEffect, useState } from 'react';

export interface Selection<Row> {
  readonly rows: readonly Row[];
  readonly has: (key: string) => boolean;
  readonly toggle: (row: Row) => void;
  readonly clear: () => void;
}

const SELECTED_MAX = 500;

/** Rows chosen for a bulk action; another filter clears it, so that nothing unseen is acted upon. */
export function useSelection<Row>(rowKey: (row: Row) => string, clearOn: string): Selection<Row> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(() => new Map());
  useEffect(() => setChosen(new Map()), [clearOn]);
  return {
    rows: [...chosen.values()],
    has: (key) => chosen.has(key),
    toggle: (row) =>
      setChosen((former) => {
        const next = new Map(former);
        if (!next.delete(rowKey(row)) && next.size < SELECTED_MAX) next.set(rowKey(row), row);
        return next;
      }),
    clear: () => setChosen(new Map()),
  };
}
