import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem-error.ts';

const ATTEMPTS_MAX = 3;

/** Reads are tried again only when the line failed: a refusal stays a refusal. Commands are repeated by the person. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < ATTEMPTS_MAX - 1 && error instanceof ProblemError && error.kind === 'unavailable',
        retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, 8_000),
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
