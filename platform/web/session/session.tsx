import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { actFor, getSession, signOut } from '#platform/identity/contract.ts';
import type { SessionView } from '#platform/identity/contract/session-view.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { call, onSignedOut } from '../client/call.ts';
import { operationKey } from '../client/hooks.ts';
import { forgetKept, isSignOutOwed, oweSignOut, paySignOut } from '../offline/kept-session.ts';
import { useKeptSession } from '../offline/use-kept-session.ts';
import { ProblemError } from '../client/problem-error.ts';

type SignedIn = Extract<SessionView, { signedIn: true }>;
export type Account = SignedIn['account'];
export type Assignment = SignedIn['assignments'][number];

export type Pending = NonNullable<Extract<SessionView, { signedIn: false }>['pending']>;

export interface Acting {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly roles: readonly string[];
}

export interface Session {
  /** `offline`: the page was opened without a line; who was signed in here last sees what was kept for them. */
  readonly phase: 'loading' | 'failed' | 'signed-out' | 'signed-in' | 'expired' | 'offline';
  readonly kind: SignedIn['kind'] | undefined;
  readonly account: Account | undefined;
  readonly assignments: readonly Assignment[];
  /** The organisation now acted for, and the roles held there. */
  readonly acting: Acting | undefined;
  /** Nobody has an account yet: the set-up link is waited for. */
  readonly needsSetUp: boolean;
  /** A sign-in that was begun outside, or before a reload, and that needs one thing more. */
  readonly pending: Pending | undefined;
  /** Name of the outside identity provider, where one is set up. */
  readonly outside: Text | undefined;
  readonly problem: ProblemError | undefined;
  readonly may: (permission: string) => boolean;
  /** Asks the server again who is signed in, after signing in or when the line is back. */
  readonly refresh: () => Promise<void>;
  readonly actFor: (organisationId: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | undefined>(undefined);

const ASK_AGAIN_MS = 10_000;

/** Who is signed in and for which organisation. After expiry the last known person stays, so that no page is lost. */
export function SessionProvider({ children, opensOffline = false }: { children: ReactNode; opensOffline?: boolean }) {
  const client = useQueryClient();
  const [expired, setExpired] = useState(false);
  const query = useQuery<SessionView, ProblemError>({
    queryKey: operationKey(getSession, {}),
    queryFn: ({ signal }) => askSession(signal),
    staleTime: 60_000,
    refetchInterval: ({ state }) => (opensOffline && state.data === undefined && state.errorUpdateCount > 0 ? ASK_AGAIN_MS : false),
  });
  const [known, setKnown] = useState<SignedIn>();
  const answer = query.data;
  const keptHere = useKeptSession({ answer, failure: query.failureReason, isOver: expired });
  const kept = opensOffline && answer === undefined ? keptHere : undefined;
  useEffect(() => onSignedOut(() => setExpired(true)), []);
  useEffect(() => {
    if (answer?.signedIn) setKnown(answer);
  }, [answer]);
  const session = useMemo<Session>(() => {
    const state = answer?.signedIn ? answer : known ?? kept;
    const refresh = async () => {
      setExpired(false);
      await client.invalidateQueries();
    };
    return {
      ...factsOf(state),
      phase: kept !== undefined ? 'offline' : phaseOf({ loading: query.isPending, failed: query.isError && !answer, lost: expired || answer?.signedIn === false, known: state !== undefined }),
      needsSetUp: answer?.signedIn === false && answer.needsSetUp,
      pending: answer?.signedIn === false ? answer.pending : undefined,
      outside: answer?.signedIn === false ? answer.outside : undefined,
      problem: query.error ?? undefined,
      refresh,
      actFor: async (organisationId) => {
        await call(actFor, { organisationId });
        await refresh();
      },
      signOut: async () => {
        forgetKept(localStorage);
        await call(signOut, {}).catch((error: unknown) => {
          if (error instanceof ProblemError && error.kind === 'unavailable') oweSignOut(localStorage);
        });
        // Once more: an answer that was under way has kept itself.
        forgetKept(localStorage);
        client.clear();
        window.location.reload();
      },
    };
  }, [answer, client, expired, kept, known, query.error, query.isError, query.isPending]);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Whoever signed out without a line is signed out before anybody is asked for. */
async function askSession(signal: AbortSignal): Promise<SessionView> {
  if (isSignOutOwed(localStorage)) {
    await call(signOut, {}, { signal });
    paySignOut(localStorage);
  }
  return call(getSession, {}, { signal });
}

function phaseOf(facts: { loading: boolean; failed: boolean; lost: boolean; known: boolean }): Session['phase'] {
  if (facts.loading) return 'loading';
  if (facts.failed && !facts.known) return 'failed';
  if (facts.lost) return facts.known ? 'expired' : 'signed-out';
  return 'signed-in';
}

function factsOf(state: SignedIn | undefined) {
  const permissions = new Set(state?.permissions ?? []);
  return {
    kind: state?.kind,
    account: state?.account,
    assignments: state?.assignments ?? [],
    acting: actingOf(state),
    may: (permission: string) =>
      permission === 'public' || (permission === 'signed-in' ? state !== undefined : permissions.has(permission)),
  };
}

function actingOf(state: SignedIn | undefined): Acting | undefined {
  const held = state?.assignments.filter((assignment) => assignment.organisationId === state.acting) ?? [];
  const first = held[0];
  if (!first) return undefined;
  return { organisationId: first.organisationId, organisationName: first.organisationName, roles: held.map((assignment) => assignment.role) };
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}

export const useMay = (permission: string): boolean => useSession().may(permission);
