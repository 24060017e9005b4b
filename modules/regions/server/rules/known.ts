import { SHIPPED_INDICATORS } from '#modules/indicators/contract/identifiers.ts';
import { ROOMS } from '../../contract/rooms.ts';
import type { Known } from './pack-place.ts';

/** What a pack may name: the indicators and rooms of this version of the platform. */
export const KNOWN: Known = { indicators: new Set(SHIPPED_INDICATORS), rooms: new Set(Object.keys(ROOMS)) };
