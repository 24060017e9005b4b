import { Button } from 'antd';
import { useLocation } from 'react-router';
import { useText } from '../text/messages.ts';
import { sessionMessages } from './session-messages.ts';
import { useSession } from './session.tsx';

/** The way to the outside identity provider, where one is set up; comes back to the address that was asked for. */
export function OutsideSignIn() {
  const say = useText();
  const { outside } = useSession();
  const { pathname, search } = useLocation();
  if (!outside) return null;
  const failed = new URLSearchParams(search).get('outside') === 'failed';
  return (
    <div className="yg-other-way">
      <Button block href={`/outside/sign-in?to=${encodeURIComponent(pathname)}`}>{say(sessionMessages.signInOutside, { name: say(outside) })}</Button>
      {failed && <p role="alert">{say(sessionMessages.outsideFailed)}</p>}
    </div>
  );
}
