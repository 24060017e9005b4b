import { Button } from 'antd';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { EntryCard } from './entry-card.tsx';

export function ResidentHereScreen() {
  const say = useText();
  const { signOut } = useSession();
  return (
    <EntryCard title={say(messages.residentHere)}>
      <p className="yg-dialog-text">{say(messages.residentHereNext)}</p>
      <div className="yg-row">
        <Button type="primary" href="/portal/">{say(messages.portal)}</Button>
        <Button onClick={() => void signOut()}>{say(sessionMessages.signOut)}</Button>
      </div>
    </EntryCard>
  );
}
