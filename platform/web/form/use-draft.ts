import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { discardDraft, listDrafts, saveDraft } from '#platform/identity/contract.ts';
import { call } from '../client/call.ts';
import { useSession } from '../session/session.tsx';
import { localDrafts, newerDraft, type Draft } from './drafts.ts';

const SERVER_DELAY_MS = 1_500;
const SERVER_RETRY_MS = 15_000;

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
  const onServer = useCallback((draft: Draft) => setSaved({ at: draft.savedAt, place: 'server' }), []);
  const upload = useUpload(onServer);
  const touched = useRef(false);
  const latest = useRef({ about, onFound });
  latest.current = { about, onFound };

  useEffect(() => {
    const abort = new AbortController();
    touched.current = false;
    const local = store.read(about.key);
    void findOnServer(about.key, abort.signal).then((remote) => {
      const draft = newerDraft(local, remote);
      if (abort.signal.aborted || touched.current || !draft) return;
      setSaved({ at: draft.savedAt, place: draft === remote ? 'server' : 'browser' });
      if (draft !== remote) upload.later(draft);
      latest.current.onFound(draft);
    });
    return () => abort.abort();
  }, [about.key, store, upload]);

  const keep = useCallback((values: Readonly<Record<string, unknown>>) => {
    touched.current = true;
    const draft: Draft = { ...latest.current.about, savedAt: new Date().toISOString(), values };
    setSaved({ at: draft.savedAt, place: store.write(draft) ? 'browser' : 'none' });
    upload.later(draft);
  }, [store, upload]);

  const drop = useCallback(() => {
    const { key } = latest.current.about;
    touched.current = true;
    upload.stop();
    store.remove(key);
    setSaved({ at: undefined, place: 'none' });
    call(discardDraft, { key }).catch(() => undefined);
  }, [store, upload]);

  return { savedAt: saved.at, place: saved.place, keep, drop };
}

/** Sends the newest draft after a pause in typing, and again every 15 seconds while the line or the sign-in is lost. */
function useUpload(onDone: (draft: Draft) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const upload = useMemo(() => {
    const stop = () => clearTimeout(timer.current);
    const wait = (draft: Draft, delayMs: number) => {
      stop();
      const mine = setTimeout(() => {
        const { key, title, path, values } = draft;
        call(saveDraft, { key, title, path, value: values }).then(
          () => onDone(draft),
          () => timer.current === mine && wait(draft, SERVER_RETRY_MS),
        );
      }, delayMs);
      timer.current = mine;
    };
    return { stop, later: (draft: Draft) => wait(draft, SERVER_DELAY_MS) };
  }, [onDone]);
  useEffect(() => upload.stop, [upload]);
  return upload;
}

async function findOnServer(key: string, signal: AbortSignal): Promise<Draft | undefined> {
  const answer = await call(listDrafts, {}, { signal }).catch(() => undefined);
  const found = answer?.rows.find((draft) => draft.key === key);
  if (typeof found?.value !== 'object' || found.value === null) return undefined;
  return { key, title: found.title, path: found.path, savedAt: found.updatedAt, values: found.value as Draft['values'] };
}
