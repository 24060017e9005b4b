import type { Entry } from '../entry.ts';

/** What a stranger gets from each operation of the room. */
export const regions: Record<string, Entry> = {};
