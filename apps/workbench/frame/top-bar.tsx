import { useState } from 'react';
import { BellOutlined, DisconnectOutlined, MenuOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Popover } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { LiveState } from '#platform/web/client/live.ts';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { LookButtons } from '#platform/web/session/look-buttons.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { OrganisationSwitch } from './organisation-switch.tsx';
import { Palette } from './palette.tsx';
import type { Room } from './use-rooms.ts';

interface TopBarProps {
  readonly rooms: readonly Room[];
  readonly line: LiveState;
  readonly onMenu: (() => void) | undefined;
}

export function TopBar({ rooms, line, onMenu }: TopBarProps) {
  const say = useText();
  const phone = useNarrow();
  return (
    <header className="wb-top" aria-label={say(messages.top)}>
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label={say(messages.menu)} onClick={onMenu} />}
      <Link to="/" className="wb-brand"><span className="wb-mark" aria-hidden /><span>{say(sessionMessages.product)}</span></Link>
      <OrganisationSwitch />
      <PaletteButton rooms={rooms} />
      <div className="wb-top-end">
        {line === 'lost' && <span className="yg-tag yg-tone-due" role="status"><DisconnectOutlined aria-hidden /> {say(messages.lineLost)}</span>}
        <Alerts rooms={rooms} />
        {!phone && <LookButtons />}
        <PersonMenu />
      </div>
    </header>
  );
}

function PaletteButton({ rooms }: { rooms: readonly Room[] }) {
  const say = useText();
  const phone = useNarrow();
  const [open, setOpen] = useState(false);
  useHotkey('k', () => setOpen(true), { control: true });
  return (
    <>
      <button type="button" className="wb-find" aria-keyshortcuts="Control+K" onClick={() => setOpen(true)}>
        <SearchOutlined aria-hidden />
        <span className={phone ? 'yg-hidden' : 'wb-find-words'}>{say(messages.palette)}</span>
        {!phone && <kbd>Ctrl K</kbd>}
      </button>
      {open && <Palette rooms={rooms} onClose={() => setOpen(false)} />}
    </>
  );
}

function Alerts({ rooms }: { rooms: readonly Room[] }) {
  const say = useText();
  const late = rooms.filter((room) => (room.count?.overdue ?? 0) > 0);
  const total = late.reduce((sum, room) => sum + (room.count?.overdue ?? 0), 0);
  const content = late.length === 0 ? <p className="yg-quiet">{say(messages.noAlerts)}</p> : (
    <ul className="wb-list wb-alert-list">
      {late.map((room) => (
        <li key={room.page.path}>
          <Link to={room.page.path}>{say(room.page.title)}</Link>
          <span className="yg-tag yg-tone-overdue">{say(messages.overdueShort, { count: room.count?.overdue ?? 0 })}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={say(messages.alerts)}>
      <Button type="text" icon={<BellOutlined />} aria-label={total > 0 ? say(messages.alertsCount, { count: total }) : say(messages.alerts)} title={say(messages.alerts)}>
        {total > 0 && <span className="yg-count yg-count-overdue">{total}</span>}
      </Button>
    </Popover>
  );
}

function PersonMenu() {
  const say = useText();
  const phone = useNarrow();
  const { account, signOut } = useSession();
  const navigate = useNavigate();
  const items = [
    { key: 'security', label: say(sessionMessages.security), onClick: () => void navigate('/security') },
    { key: 'end', label: say(sessionMessages.signOut), onClick: () => void signOut() },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button type="text" icon={<UserOutlined />} aria-label={say(messages.person, { name: account?.name ?? '' })}>{phone ? null : account?.name}</Button>
    </Dropdown>
  );
}
