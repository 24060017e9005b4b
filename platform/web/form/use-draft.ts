import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { discardDraft, listDrafts, saveDraft } from '#platform/identity/contract.ts';
import { call } from '../client/call.ts';
import { useSession } from '../session/session.tsx';
import { localDrafts, newerDraft, type Draft } from './drafts.ts';

const SERVER_DELAY_MS = 1_500;

export interface DraftKeeper {
  readonly savedAt: string | undefined;
  /** Where the copy is: `server` outlives this browser, `browser` waits for the line. */
  readonly place: 'none' | 'browser' | 'server';
  readonly keep: (values: Readonly<Record<string, unknown>>) => void;
  readonly drop: () => void;
}

/** Keeps what is typed: in this browser at once, on the server a moment later. `onFound` gets the newest copy once. */
export function useDraft(about: { key: string; title: string; path: string }, onFound: (draft: Draft) => void): DraftKeeper {
  const accountId = useSession().account?.id ?? 'nobody';
  const store = useMemo(() => localDrafts(window.localStorage, accountId), [accountId]);
  const [saved, setSaved] = useState<{ at: string | undefined; place: DraftKeeper['place'] }>({ at: undefined, place: 'none' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const touched = useRef(false);
  const latest = useRef({ about, onFound });
  latest.current = { about, onFound };

  useEffect(() => {
    const abort = new AbortController();
    touched.current = false;
    void findNewest(about.key, store.read(about.key), abort.signal).then((draft) => {
      if (abort.signal.aborted || touched.current || !draft) return;
      setSaved({ at: draft.savedAt, place: 'browser' });
      latest.current.onFound(draft);
    });
    return () => abort.abort();
  }, [about.key, store]);

  const keep = useCallback((values: Readonly<Record<string, unknown>>) => {
    touched.current = true;
    const draft: Draft = { ...latest.current.about, savedAt: new Date().toISOString(), values };
    const kept = store.write(draft);
    setSaved({ at: draft.savedAt, place: kept ? 'browser' : 'none' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const { key, title, path } = draft;
      call(saveDraft, { key, title, path, value: values }).then(() => setSaved({ at: draft.savedAt, place: 'server' }), () => undefined);
    }, SERVER_DELAY_MS);
  }, [store]);

  const drop = useCallback(() => {
    clearTimeout(timer.current);
    const { key } = latest.current.about;
    store.remove(key);
    setSaved({ at: undefined, place: 'none' });
    call(discardDraft, { key }).catch(() => undefined);
  }, [store]);

  return { savedAt: saved.at, place: saved.place, keep, drop };
}

async function findNewest(key: string, local: Draft | undefined, signal: AbortSignal): Promise<Draft | undefined> {
  const answer = await call(listDrafts, {}, { signal }).catch(() => undefined);
  const found = answer?.rows.find((draft) => draft.key === key);
  if (typeof found?.value !== 'object' || found.value === null) return local;
  const remote: Draft = { key, title: found.title, path: found.path, savedAt: found.updatedAt, values: found.value as Draft['values'] };
  return newerDraft(local, remote);
}
