import { sessionSchema, type SessionView } from '#platform/identity/contract/session-view.ts';
import type { DraftStorage } from '../form/drafts.ts';
import { clearKeptAnswers } from './kept-answers.ts';

const STORED_AS = 'yigong.kept-session';
const OWED_AS = 'yigong.sign-out-owed';

type SignedIn = Extract<SessionView, { signedIn: true }>;

/** Who was signed in here last, for pages that open without a line; never longer than the sign-in itself would have held. */
export function readKeptSession(storage: DraftStorage, now: Date): SignedIn | undefined {
  const text = storage.getItem(STORED_AS);
  if (text === null) return undefined;
  try {
    const read = sessionSchema.safeParse(JSON.parse(text));
    if (read.success && read.data.signedIn && Date.parse(read.data.expiresAt) > now.getTime()) return read.data;
  } catch {
    // Not ours: taken away below.
  }
  forgetKept(storage);
  return undefined;
}

/** What the server said: a member of staff is kept and the answers of everybody else go; a resident or nobody takes all away. */
export function keepSession(storage: DraftStorage, session: SessionView): void {
  if (!session.signedIn || session.kind !== 'staff') return forgetKept(storage);
  clearKeptAnswers(storage, session.account.id);
  try {
    storage.setItem(STORED_AS, JSON.stringify(session));
  } catch {
    forgetKept(storage);
  }
}

/** At sign-out and at the end of a sign-in: nothing of anybody stays on the machine. */
export function forgetKept(storage: DraftStorage): void {
  storage.removeItem(STORED_AS);
  clearKeptAnswers(storage);
}

/** A sign-out without a line ends the session as soon as the line is back, before anything else is asked. */
export const oweSignOut = (storage: DraftStorage): void => storage.setItem(OWED_AS, '1');
export const isSignOutOwed = (storage: DraftStorage): boolean => storage.getItem(OWED_AS) !== null;
export const paySignOut = (storage: DraftStorage): void => storage.removeItem(OWED_AS);
