import { useRef } from 'react';
import { useMutation, useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { fail, succeed, type Result } from '#platform/kernel/result.ts';
import { call, newKey } from './call.ts';
import { IntendedAct } from './intended-act.ts';
import type { ProblemError } from './problem-error.ts';
import { topicOf, topicOfOperation } from './request.ts';

export interface ReadOptions {
  /** False = do not ask yet. */
  readonly enabled?: boolean;
  /** Further topics (modules, `fhir`) whose events refresh this answer. */
  readonly refreshOn?: readonly string[];
  /** Show the former answer while the next one is loaded (filters, paging). */
  readonly keepPrevious?: boolean;
  readonly staleMs?: number;
  /** For what the server does not announce. */
  readonly refreshEveryMs?: number;
}

export const operationKey = (operation: AnyOperation, input: unknown) =>
  [topicOfOperation(operation), operation.name, input ?? {}] as const;

/** Reads by an operation; refreshed by the live events of its module. `error` is always a ProblemError. */
export function useOperation<O extends AnyOperation>(
  operation: O,
  input: GivenOf<O>,
  options: ReadOptions = {},
): UseQueryResult<ResultOf<O>, ProblemError> {
  return useQuery<ResultOf<O>, ProblemError>({
    queryKey: operationKey(operation, input),
    queryFn: ({ signal }) => call(operation, input, { signal }),
    enabled: options.enabled ?? true,
    staleTime: options.staleMs ?? 5_000,
    refetchInterval: options.refreshEveryMs ?? false,
    meta: { refreshOn: options.refreshOn ?? [] },
    ...(options.keepPrevious ? { placeholderData: (former: ResultOf<O> | undefined) => former as never } : {}),
  });
}

export type AnyCommand = AnyOperation & { readonly kind: 'command' };

export interface CommandRun<C extends AnyCommand> {
  /** Resolves with the answer, or undefined when refused: then `problem` says why. */
  readonly run: (input: GivenOf<C>) => Promise<ResultOf<C> | undefined>;
  /** Like `run`, with the problem at hand. */
  readonly attempt: (input: GivenOf<C>) => Promise<Result<ResultOf<C>, ProblemError>>;
  readonly pending: boolean;
  readonly problem: ProblemError | undefined;
  /** Forgets the problem and begins a new intended act. */
  readonly reset: () => void;
}

/** Runs a command once per intended act and refreshes everything its event touches. */
export function useCommand<C extends AnyCommand>(operation: C): CommandRun<C> {
  const client = useQueryClient();
  const act = useRef<IntendedAct>(undefined);
  act.current ??= new IntendedAct(newKey);
  const refresh = () => refreshTopics(client, [topicOf(operation.event), topicOfOperation(operation)]);
  const mutation = useMutation<ResultOf<C>, ProblemError, GivenOf<C>>({
    mutationFn: (input) => call(operation, input, { idempotencyKey: act.current!.keyFor(input) }),
    onSuccess: async () => {
      act.current!.done();
      await refresh();
    },
    // What the other one wrote comes onto the screen, beside what is still typed here.
    onError: (error) => {
      if (error.kind === 'conflict') void refresh();
    },
  });
  const attempt = (input: GivenOf<C>): Promise<Result<ResultOf<C>, ProblemError>> =>
    mutation.mutateAsync(input).then(succeed, (error: ProblemError) => fail(error));
  return {
    attempt,
    run: async (input) => {
      const outcome = await attempt(input);
      return outcome.ok ? outcome.value : undefined;
    },
    pending: mutation.isPending,
    problem: mutation.error ?? undefined,
    reset: () => {
      act.current!.done();
      mutation.reset();
    },
  };
}

/** Asks again for every answer on screen that belongs to one of the topics. */
export function refreshTopics(client: QueryClient, topics: readonly string[]): Promise<void> {
  const wanted = new Set(topics.map(topicOf));
  return client.invalidateQueries({
    predicate: (query) => {
      const also = (query.meta?.['refreshOn'] ?? []) as readonly string[];
      return wanted.has(String(query.queryKey[0])) || also.some((topic) => wanted.has(topicOf(topic)));
    },
  });
}
