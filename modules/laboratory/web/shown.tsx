import { normaliseInput } from '#platform/kernel/text.ts';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { STATES } from './messages.ts';

const TONES: Readonly<Record<string, Tone>> = { registered: 'information', collected: 'information', packed: 'waiting', 'in-transit': 'waiting', received: 'due', rejected: 'overdue', analysing: 'due', resulted: 'done', stored: 'done', disposed: 'neutral', open: 'information' };

export function SpecimenTag({ state }: { state: string }) {
  return <StateTag tone={TONES[state] ?? 'neutral'} text={useText()(STATES[state] ?? { zh: state, en: state })} />;
}

/** What an input method writes in full width is a number all the same: `１２．５`. */
export const numberOf = (text: string | undefined): number => {
  const plain = normaliseInput(text ?? '').replaceAll('。', '.').replace(/[^\d.-]/g, '');
  return (plain === '' ? '' : plain) as unknown as number;
};
