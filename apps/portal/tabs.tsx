import { HomeOutlined } from '@ant-design/icons';
import { NavLink } from 'react-router';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';
import { usePortalRooms } from './use-portal-rooms.ts';

export function Tabs() {
  const say = useText();
  const rooms = usePortalRooms();
  return (
    <nav className="pt-tabs" aria-label={say(messages.tabs)}>
      <NavLink to="/" end className="pt-tab"><HomeOutlined aria-hidden /><span>{say(messages.home)}</span></NavLink>
      {rooms.map(({ page, waiting }) => (
        <NavLink key={page.path} to={page.path} className="pt-tab">
          <page.icon aria-hidden />
          <span>{say(page.title)}</span>
          {waiting > 0 && <span className="yg-count pt-tab-count"><span aria-hidden>{waiting}</span><span className="yg-hidden">{say(messages.waiting, { count: waiting })}</span></span>}
        </NavLink>
      ))}
    </nav>
  );
}
