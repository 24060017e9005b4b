import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { STATES } from './messages.ts';

const TONES: Readonly<Record<string, Tone>> = { registered: 'information', collected: 'information', packed: 'waiting', 'in-transit': 'waiting', received: 'due', rejected: 'overdue', analysing: 'due', resulted: 'done', stored: 'done', disposed: 'neutral', open: 'information' };

export function SpecimenTag({ state }: { state: string }) {
  return <StateTag tone={TONES[state] ?? 'neutral'} text={useText()(STATES[state] ?? { zh: state, en: state })} />;
}
