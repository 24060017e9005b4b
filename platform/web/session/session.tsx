import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call, onSignedOut } from '../client/call.ts';
import type { ProblemError } from '../client/problem-error.ts';
import { operationKey } from '../client/hooks.ts';
import { actFor, endSession, readSession, type SessionState } from './session-operations.ts';

export interface Session {
  readonly phase: 'loading' | 'failed' | 'signed-out' | 'signed-in' | 'expired';
  readonly account: NonNullable<SessionState['account']> | undefined;
  readonly assignments: NonNullable<SessionState['assignments']>;
  readonly acting: SessionState['acting'];
  readonly problem: ProblemError | undefined;
  readonly may: (permission: string) => boolean;
  /** Asks the server again who is signed in, after signing in or when the line is back. */
  readonly refresh: () => Promise<void>;
  readonly actFor: (organisationId: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in and for which organisation. After expiry the last known person stays, so that no page is lost. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [expired, setExpired] = useState(false);
  const query = useQuery<SessionState, ProblemError>({
    queryKey: operationKey(readSession, {}),
    queryFn: ({ signal }) => call(readSession, {}, { signal }),
    staleTime: 60_000,
  });
  const signedIn = query.data?.signedIn === true;
  useEffect(() => onSignedOut(() => setExpired(true)), []);
  const session = useMemo<Session>(() => {
    const state = query.data;
    const permissions = new Set(state?.permissions ?? []);
    const refresh = async () => {
      await client.invalidateQueries();
      setExpired(false);
    };
    return {
      phase: phaseOf({ loading: query.isPending, failed: query.isError && !state, signedIn, expired }),
      account: state?.account,
      assignments: state?.assignments ?? [],
      acting: state?.acting,
      problem: query.error ?? undefined,
      may: (permission) => (permission === 'signed-in' ? signedIn : permission === 'public' || permissions.has(permission)),
      refresh,
      actFor: async (organisationId) => {
        await call(actFor, { organisationId });
        await refresh();
      },
      signOut: async () => {
        await call(endSession, {}).catch(() => undefined);
        client.clear();
        window.location.assign(import.meta.env.BASE_URL);
      },
    };
  }, [client, expired, query.data, query.error, query.isError, query.isPending, signedIn]);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

function phaseOf(facts: { loading: boolean; failed: boolean; signedIn: boolean; expired: boolean }): Session['phase'] {
  if (facts.loading) return 'loading';
  if (facts.failed) return 'failed';
  if (!facts.signedIn) return 'signed-out';
  return facts.expired ? 'expired' : 'signed-in';
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}

export const useMay = (permission: string): boolean => useSession().may(permission);
