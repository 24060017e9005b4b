import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { readAddress, writeAddress, type TableAddress } from './address.ts';
import type { Filter } from './columns.ts';

export type ChangeAddress = (change: Partial<TableAddress>) => void;

/** View, filters, sort and words: in the page's address, or only in memory for a second table on one page. */
export function useTableAddress(filters: readonly Filter[], inAddress: boolean): [TableAddress, ChangeAddress] {
  const [parameters, setParameters] = useSearchParams();
  const [own, setOwn] = useState(() => new URLSearchParams());
  const source = inAddress ? parameters : own;
  const address = useMemo(() => readAddress(source, filters), [source, filters]);
  const change: ChangeAddress = (next) => {
    const written = writeAddress(source, { ...address, ...next }, filters);
    if (inAddress) setParameters(written, { replace: true, preventScrollReset: true });
    else setOwn(written);
  };
  return [address, change];
}
