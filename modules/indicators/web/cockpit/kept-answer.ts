import { useEffect, useMemo } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ProblemError } from '#platform/web/client/problem-error.ts';
import { useSession } from '#platform/web/session/session.tsx';

/** Longest answer that is kept on the machine, in characters. */
const KEPT_MAX = 400_000;
const PREFIX = 'yigong.cockpit';

export interface Kept<Data> {
  readonly data: Data;
  readonly at: string;
}

function read<Data>(key: string): Kept<Data> | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<Data> | null ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, kept: Kept<unknown>): void {
  const text = JSON.stringify(kept);
  if (text.length > KEPT_MAX) return;
  try {
    localStorage.setItem(key, text);
  } catch {
    // A full or forbidden store: the page works without it.
  }
}

/**
 * The last answer of this account to this question, kept on the machine, for when the line is lost; numbers of organisations only, nothing of a person.
 * Undefined while the line works.
 */
export function useKeptAnswer<Data>(query: UseQueryResult<Data, ProblemError>, question: unknown): Kept<Data> | undefined {
  const { account, acting } = useSession();
  const key = `${PREFIX}.${account?.id ?? ''}.${acting?.organisationId ?? ''}.${JSON.stringify(question)}`;
  // An answer to another question, shown while this one is asked, is not kept as its answer.
  const data = query.isPlaceholderData ? undefined : query.data;
  const { dataUpdatedAt, error } = query;
  useEffect(() => {
    if (data !== undefined) write(key, { data, at: new Date(dataUpdatedAt).toISOString() });
  }, [data, dataUpdatedAt, key]);
  const isLost = error !== null && error.kind === 'unavailable';
  return useMemo(() => (isLost ? (data === undefined ? read<Data>(key) : { data, at: new Date(dataUpdatedAt).toISOString() }) : undefined), [data, dataUpdatedAt, isLost, key]);
}
