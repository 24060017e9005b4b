import { useEffect, useMemo } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { useOperation, type ReadOptions } from '../client/hooks.ts';
import type { ProblemError } from '../client/problem-error.ts';
import { useSession } from '../session/session.tsx';
import { keptAnswers, type Kept } from './kept-answers.ts';

export interface KeptQuery<Data> {
  /** For `Answer`: the answer of the server, or without a line the last one that is known. */
  readonly query: UseQueryResult<Data, ProblemError>;
  /** When the line is lost: the time of the answer that is shown. */
  readonly keptAt: string | undefined;
}

/** `useOperation` for answers about organisations that are worth something without a line too. Never for anything of a person. */
export function useKeptOperation<O extends AnyOperation>(operation: O, input: GivenOf<O>, options: ReadOptions = {}): KeptQuery<ResultOf<O>> {
  const query = useOperation(operation, input, options);
  const kept = useKept(query, `${operation.name} ${JSON.stringify(input)}`);
  return { query: kept === undefined ? query : ({ ...query, data: kept.data, error: null, isPending: false } as typeof query), keptAt: kept?.at };
}

function useKept<Data>(query: UseQueryResult<Data, ProblemError>, question: string): Kept<Data> | undefined {
  const { account, acting } = useSession();
  const accountId = account?.id;
  const organisationId = acting?.organisationId;
  const store = useMemo(() => (accountId === undefined || organisationId === undefined ? undefined : keptAnswers(localStorage, { accountId, organisationId })), [accountId, organisationId]);
  // An answer to another question, shown while this one is asked, is not kept as its answer.
  const data = query.isPlaceholderData ? undefined : query.data;
  const { dataUpdatedAt, failureReason } = query;
  useEffect(() => {
    if (data !== undefined) store?.write(question, { data, at: new Date(dataUpdatedAt).toISOString() });
  }, [data, dataUpdatedAt, question, store]);
  const isLost = failureReason?.kind === 'unavailable';
  return useMemo(() => {
    if (!isLost) return undefined;
    return data === undefined ? store?.read<Data>(question) : { data, at: new Date(dataUpdatedAt).toISOString() };
  }, [data, dataUpdatedAt, isLost, question, store]);
}
