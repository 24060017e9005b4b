import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { EntryCard } from './entry-card.tsx';

export function NoLineScreen() {
  const say = useText();
  const { problem, refresh } = useSession();
  return (
    <EntryCard title={say(sessionMessages.cannotReach)}>
      {problem && <ProblemNotice problem={problem} onRetry={() => void refresh()} />}
    </EntryCard>
  );
}
