import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { MessageLine } from '../contract/messages.ts';
import { messages } from './messages.ts';

const TONES: Readonly<Record<MessageLine['state'], Tone>> = { received: 'waiting', applied: 'done', repeated: 'neutral', failed: 'due', dead: 'overdue', queued: 'waiting', sent: 'done', 'set-aside': 'neutral' };

export function MessageStateTag({ state }: { state: MessageLine['state'] }) {
  const say = useText();
  return <StateTag tone={TONES[state]} text={say(messages[state])} />;
}
