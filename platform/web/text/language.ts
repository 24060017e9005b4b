import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';

export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const STORED_AS = 'yigong.language';
const listeners = new Set<() => void>();
let current: Language = remembered();

function remembered(): Language {
  try {
    return localStorage.getItem(STORED_AS) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export const currentLanguage = (): Language => current;

/** Switches the whole page and remembers the choice on this device. */
export function setLanguage(language: Language): void {
  current = language;
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // A browser that refuses storage still switches for this visit.
  }
  if (typeof document !== 'undefined') document.documentElement.lang = LANGUAGE_TAGS[language];
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage, currentLanguage);
