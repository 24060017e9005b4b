import { RightOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';
import { usePortalRooms } from './use-portal-rooms.ts';

/** The start page has room for more than the bar. */
const ROOMS_MAX = 12;

/** Large, few, plain: where a resident can go and what is new. */
export function PortalHome() {
  const say = useText();
  const { account } = useSession();
  const rooms = usePortalRooms(ROOMS_MAX);
  return (
    <>
      <PageHeader title={say(messages.hello, { name: account?.name ?? '' })} />
      {rooms.length === 0 && <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} />}
      <ul className="pt-places">
        {rooms.map(({ page, waiting }) => (
          <li key={page.path}>
            <Link to={page.path} className="pt-place">
              <page.icon aria-hidden />
              <span className="pt-place-title">{say(page.title)}</span>
              {waiting > 0 && <span className="yg-tag yg-tone-information">{say(messages.waiting, { count: waiting })}</span>}
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
