import type { TextFound } from '../text/find-texts.ts';

/** Codes (or, of a hierarchy, references) that a modifier stands for, as values of the parameter. */
export type ValueSetFound = readonly string[];

/**
 * What a search must know from elsewhere before it can be compiled: codes of value sets, members of hierarchies, and the
 * search values whose texts hold a phrase. Asked once for the whole search, whatever chain the parameter stands in.
 */
export interface Lookups {
  readonly sets: ReadonlyMap<string, ValueSetFound>;
  readonly texts: ReadonlyMap<string, TextFound>;
}

export const setName = (type: string, modifier: string, value: string): string => `${type}:${modifier}=${value}`;
export const textName = (type: string, code: string, words: string): string => `${type}.${code}=${words}`;
