import { useEffect, useMemo, useState } from 'react';
import { normaliseInput } from '#platform/kernel/text.ts';
import type { PaletteSource } from '#platform/web/page.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { paletteSources } from '../pages.ts';
import { ENTRIES_PER_GROUP_MAX, matching, pinyinMatch, plainMatch, type PaletteGroup, type TitleMatch } from './palette-entries.ts';
import type { Room } from './use-rooms.ts';

const TYPING_MS = 180;

/** Pages and actions at once, the modules' own answers as they come. */
export function usePalette(rooms: readonly Room[], typed: string): { groups: readonly PaletteGroup[]; busy: boolean } {
  const say = useText();
  const { may } = useSession();
  const words = normaliseInput(typed);
  const matches = useTitleMatch();
  const { found, busy } = useSources(words);
  const groups = useMemo(() => {
    const pageEntries = rooms.map(({ page }) => ({ key: page.path, title: say(page.title), path: page.path }));
    const actions = rooms.flatMap(({ page }) => page.actions ?? []).filter((action) => may(action.permission));
    const actionEntries = actions.map((action) => ({ key: action.path, title: say(action.title), path: action.path }));
    const all: PaletteGroup[] = [
      ...found,
      { title: say(messages.paletteActions), entries: matching(actionEntries, words, matches) },
      { title: say(messages.palettePages), entries: matching(pageEntries, words, matches) },
    ];
    return all.filter((group) => group.entries.length > 0 || group.failed);
  }, [found, matches, may, rooms, say, words]);
  return { groups, busy };
}

function useTitleMatch(): TitleMatch {
  const [match, setMatch] = useState<TitleMatch>(() => plainMatch);
  useEffect(() => {
    void import('pinyin-pro').then((pinyin) => setMatch(() => pinyinMatch(pinyin.match)), () => undefined);
  }, []);
  return match;
}

function useSources(words: string): { found: readonly PaletteGroup[]; busy: boolean } {
  const say = useText();
  const { may } = useSession();
  const [groups, setGroups] = useState<readonly PaletteGroup[]>([]);
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    setGroups([]);
    const sources = paletteSources.filter((each) => may(each.permission));
    const asked = [...words].length < 2 ? [] : sources;
    setWaiting(asked.length);
    if (asked.length === 0) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      for (const source of asked) {
        void askSource(source, words, abort.signal).then((answer) => {
          if (abort.signal.aborted) return;
          setGroups((former) => [...former, { ...answer, title: say(source.title) }]);
          setWaiting((count) => count - 1);
        });
      }
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [may, say, words]);
  return { found: groups, busy: waiting > 0 };
}

const askSource = (source: PaletteSource, words: string, signal: AbortSignal): Promise<Omit<PaletteGroup, 'title'>> =>
  source.search(words, signal).then(
    (entries) => ({ entries: entries.slice(0, ENTRIES_PER_GROUP_MAX) }),
    () => ({ entries: [], failed: true }),
  );
