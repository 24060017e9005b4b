import { useEffect, useState } from 'react';
import type { SessionView } from '#platform/identity/contract/session-view.ts';
import type { ProblemError } from '../client/problem-error.ts';
import { forgetKept, keepSession, readKeptSession } from './kept-session.ts';

type SignedIn = Extract<SessionView, { signedIn: true }>;

/** Keeps what the server says of the session and, where the server was not reached since the page opened, answers who was signed in here last. */
export function useKeptSession({ answer, failure, isOver }: { answer: SessionView | undefined; failure: ProblemError | null; isOver: boolean }): SignedIn | undefined {
  const [kept, setKept] = useState<SignedIn>();
  useEffect(() => {
    if (isOver) forgetKept(localStorage);
    else if (answer !== undefined) keepSession(localStorage, answer);
    if (answer !== undefined) setKept(undefined);
  }, [answer, isOver]);
  useEffect(() => {
    // Read again at each failure: a sign-in that has run out in between is over here too.
    if (answer === undefined && failure?.kind === 'unavailable') setKept(readKeptSession(localStorage, new Date()));
  }, [answer, failure]);
  return kept;
}
