import type { Tone } from '#platform/web/state/state-tag.tsx';
import type { Meeting } from '../../contract/meetings.ts';

export const STATE_TONES: Readonly<Record<Meeting['state'], Tone>> = { drafted: 'neutral', called: 'waiting', open: 'due', closed: 'done' };
