import type { z } from 'zod';
import type { Text } from '#platform/kernel/problem.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { actionSchema } from '../contract/words.ts';
import { organisationMessages } from './organisations/messages.ts';
import { wordOf } from './words.ts';

interface ActionHistoryProps {
  readonly history: readonly z.infer<typeof actionSchema>[];
  readonly words: Readonly<Record<string, Text>>;
}

/** Who did what, when and why, as signed. */
export function ActionHistory({ history, words }: ActionHistoryProps) {
  const say = useText();
  if (history.length === 0) return <p className="yg-quiet">{say(organisationMessages.noHistory)}</p>;
  return (
    <ol className="consortium-history">
      {history.map((action) => (
        <li key={`${action.at}${action.action}`}>
          <TimeAgo at={action.at} />
          <strong>{say(wordOf(words, action.action))}</strong>
          <span>{say(organisationMessages.by, { who: action.subjectName })}</span>
          {action.reason && <span className="consortium-history-text">{action.reason}</span>}
          {action.exceptionText && <span className="consortium-history-text">{say(organisationMessages.exceptionNoted, { text: action.exceptionText })}</span>}
          {action.resolutionNumber && <span className="consortium-history-text">{say(organisationMessages.resolutionNoted, { number: action.resolutionNumber })}</span>}
        </li>
      ))}
    </ol>
  );
}
