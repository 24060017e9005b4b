import { useCallback } from 'react';
import type { Text } from '#platform/kernel/problem.ts';
import { useLanguage, type Language } from './language.ts';

/** A Chinese and an English wording; leaving one out does not compile. */
export type Wording = readonly [zh: string, en: string];

export type Messages<Key extends string> = Readonly<Record<Key, Text>>;

export type MessageValues = Readonly<Record<string, string | number>>;

/** `defineMessages({ waiting: ['{count} 人等待', '{count} waiting'] })` → texts for `useText()`. */
export function defineMessages<const Key extends string>(wordings: Readonly<Record<Key, Wording>>): Messages<Key> {
  const entries = Object.entries(wordings) as [Key, Wording][];
  return Object.fromEntries(entries.map(([key, [zh, en]]) => [key, { zh, en }])) as Messages<Key>;
}

/** Chooses the language and fills `{name}` from the values; an unknown name stays visible. */
export function wordingOf(text: Text, language: Language, values?: MessageValues): string {
  const chosen = text[language];
  if (!values) return chosen;
  return chosen.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all));
}

export type Say = (text: Text, values?: MessageValues) => string;

/** `const say = useText(); say(messages.title)` — also for the texts of contracts and problems. */
export function useText(): Say {
  const language = useLanguage();
  return useCallback<Say>((text, values) => wordingOf(text, language, values), [language]);
}
