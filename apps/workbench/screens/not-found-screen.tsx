import { Link } from 'react-router';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

export function NotFoundScreen() {
  const say = useText();
  return (
    <div className="yg-empty">
      <h1 tabIndex={-1} data-page-title>{say(messages.notFound)}</h1>
      <p className="yg-quiet">{say(messages.notFoundNext)}</p>
      <Link to="/">{say(messages.backHome)}</Link>
    </div>
  );
}
