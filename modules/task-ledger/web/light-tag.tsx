import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Light } from '../contract/tasks.ts';
import { messages } from './messages.ts';

export const LIGHT_TONES: Readonly<Record<Light, Tone>> = { green: 'done', amber: 'due', red: 'overdue', grey: 'neutral' };

export function LightTag({ light }: { light: Light }) {
  const say = useText();
  return <StateTag tone={LIGHT_TONES[light]} text={say(messages[light])} />;
}

export function Progress({ percent }: { percent: number }) {
  return <span><span className="ledger-progress" aria-hidden><span style={{ width: `${percent}%` }} /></span>{percent}%</span>;
}
