import { KINDS, LEVELS } from '#modules/consortium/contract/words.ts';
import { DEFINITIONS } from '#modules/indicators/contract/definitions/all.ts';
import type { Known } from './check-scheme.ts';

/** What a scheme may name in this version of the platform. */
export const KNOWN: Known = {
  indicators: new Map(DEFINITIONS.filter(({ shape }) => shape !== 'text').map(({ id, direction }) => [id, direction])),
  levels: new Set(Object.keys(LEVELS)),
  kinds: new Set(Object.keys(KINDS)),
};
