import { Link } from 'react-router';
import { useText } from '#platform/web/text/messages.ts';
import type { Room } from '../frame/use-rooms.ts';
import { messages } from '../messages.ts';

/** For pages that need their line: says so, and names those that show what the machine kept. */
export function OfflineScreen({ rooms }: { rooms: readonly Room[] }) {
  const say = useText();
  return (
    <div className="yg-empty">
      <h1 tabIndex={-1} data-page-title>{say(messages.offlineTitle)}</h1>
      <p className="yg-quiet">{say(rooms.length === 0 ? messages.offlineNone : messages.offlineNext)}</p>
      {rooms.map(({ page }) => <Link key={page.path} to={page.path}>{say(page.title)}</Link>)}
    </div>
  );
}
