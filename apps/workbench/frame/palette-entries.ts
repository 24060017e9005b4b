import type { PaletteEntry } from '#platform/web/page.ts';

export interface PaletteGroup {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
  readonly failed?: boolean;
}

/** Decides whether words name a title; with pinyin when the table is loaded. */
export type TitleMatch = (title: string, words: string) => boolean;

export const plainMatch: TitleMatch = (title, words) => title.toLowerCase().includes(words.toLowerCase());

/** `zzt` finds 转诊台, `zhuanzhen` too. */
export function pinyinMatch(match: (title: string, words: string) => unknown[] | null): TitleMatch {
  return (title, words) => plainMatch(title, words) || (/^[a-z]+$/i.test(words) && match(title, words.toLowerCase()) !== null);
}

export const ENTRIES_PER_GROUP_MAX = 8;

export const matching = (entries: readonly PaletteEntry[], words: string, matches: TitleMatch): PaletteEntry[] =>
  entries.filter((entry) => words === '' || matches(entry.title, words)).slice(0, ENTRIES_PER_GROUP_MAX);
