import { Link } from 'react-router';
import type { ModulePage } from '#platform/web/page.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

/** Says which permission is missing and who can give it. */
export function NotAllowedScreen({ page }: { page: ModulePage }) {
  const say = useText();
  return (
    <div className="yg-empty">
      <h1 tabIndex={-1} data-page-title>{say(messages.notAllowed, { page: say(page.title) })}</h1>
      <p className="yg-quiet">{say(messages.notAllowedNext, { permission: page.permission, who: say(messages.administrator) })}</p>
      <Link to="/">{say(messages.backHome)}</Link>
    </div>
  );
}
