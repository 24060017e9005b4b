import { useCallback, useEffect, useState } from 'react';
import type { PackFile } from '../contract/pack.ts';

type Texts = Readonly<Partial<Record<PackFile, string>>>;

/** The texts of a pack in work: begun from what is in force, kept on this device until applied or dropped. */
export function useKeptTexts(name: string, initial: Texts | undefined): { texts: Texts; change: (file: PackFile, text: string) => void; drop: () => void } {
  const key = `yigong.region-pack.${name}`;
  const [texts, setTexts] = useState<Texts>(() => kept(key) ?? {});
  useEffect(() => {
    if (initial !== undefined && kept(key) === undefined) setTexts(initial);
  }, [initial, key]);
  const change = useCallback((file: PackFile, text: string) => {
    setTexts((former) => {
      const next = { ...former, [file]: text };
      localStorage.setItem(key, JSON.stringify(next));
      return next;
    });
  }, [key]);
  const drop = useCallback(() => {
    localStorage.removeItem(key);
    setTexts(initial ?? {});
  }, [initial, key]);
  return { texts, change, drop };
}

function kept(key: string): Texts | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Texts);
  } catch {
    return undefined;
  }
}
