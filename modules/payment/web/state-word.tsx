import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { stateWords } from './messages.ts';

export type AnyState = keyof typeof stateWords;

const TONES: Readonly<Record<AnyState, Tone>> = {
  draft: 'due', approved: 'done', withdrawn: 'neutral', retired: 'neutral', running: 'information', prepared: 'due', confirmed: 'done', cancelled: 'neutral', filed: 'due', upheld: 'done', rejected: 'neutral',
  applied: 'waiting', refused: 'neutral', open: 'information', closed: 'due', distributed: 'done', held: 'due', clear: 'information', sent: 'waiting', settled: 'done',
};

export function StateWord({ state }: { state: AnyState }) {
  const say = useText();
  return <StateTag tone={TONES[state]} text={say(stateWords[state])} />;
}
