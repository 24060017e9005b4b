import { useText } from '#platform/web/text/messages.ts';
import type { AnswerRow } from '../contract/operations.ts';
import { messages } from './messages.ts';

const STATES = ['answered', 'partly', 'gap', 'outside'] as const;

/** How much of a policy is answered, as one bar with words; a press filters. */
export function AnswerShare({ counts, chosen, onChoose }: { counts: Readonly<Partial<Record<AnswerRow['state'], number>>>; chosen?: string | undefined; onChoose?: (state: AnswerRow['state'] | undefined) => void }) {
  const say = useText();
  const shown = STATES.filter((state) => (counts[state] ?? 0) > 0);
  return (
    <div className="regions-share" role="group" aria-label={say(messages.state)}>
      {shown.map((state) => (
        <button
          key={state} type="button" className={`regions-share-part regions-share-${state}`} style={{ flexGrow: counts[state] }} aria-pressed={chosen === state}
          onClick={() => onChoose?.(chosen === state ? undefined : state)}
        >
          {say(messages[state])} {counts[state]}
        </button>
      ))}
    </div>
  );
}
