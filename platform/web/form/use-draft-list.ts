import { useMemo } from 'react';
import { listDrafts } from '#platform/identity/contract.ts';
import { useOperation } from '../client/hooks.ts';
import { useSession } from '../session/session.tsx';
import { localDrafts, newerDraft, type Draft } from './drafts.ts';

/** What the signed-in person began and did not send, newest first: this browser's and the server's. */
export function useDraftList(): readonly Draft[] {
  const { account } = useSession();
  const remote = useOperation(listDrafts, {}, { staleMs: 30_000 });
  return useMemo(() => {
    const byKey = new Map<string, Draft>();
    const local = account ? localDrafts(window.localStorage, account.id).list(new Date()) : [];
    const server = (remote.data?.rows ?? []).map(({ key, title, path, updatedAt }): Draft => ({ key, title, path, savedAt: updatedAt, values: {} }));
    for (const draft of [...local, ...server]) byKey.set(draft.key, newerDraft(byKey.get(draft.key), draft) ?? draft);
    return [...byKey.values()].sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  }, [account, remote.data]);
}
