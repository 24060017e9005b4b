import { useState } from 'react';
import { DoubleLeftOutlined, DoubleRightOutlined, HomeOutlined } from '@ant-design/icons';
import { NavLink } from 'react-router';
import type { PageGroup } from '#platform/web/page.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import type { Room } from './use-rooms.ts';

const GROUPS: readonly PageGroup[] = ['work', 'record', 'manage', 'oversight'];
const STORED_AS = 'yigong.rail';

interface RailProps {
  readonly rooms: readonly Room[];
  /** Always with words: inside the drawer of a phone. */
  readonly wide?: boolean;
  readonly onGo?: () => void;
}

/** The rooms the person may enter, with counts of what waits for them. */
export function Rail({ rooms, wide, onGo }: RailProps) {
  const say = useText();
  const [folded, setFolded] = useState(() => !wide && remembered());
  const fold = () => {
    setFolded(!folded);
    try {
      localStorage.setItem(STORED_AS, folded ? 'wide' : 'folded');
    } catch {
      // Not remembered.
    }
  };
  const foldWords = say(folded ? messages.expand : messages.collapse);
  return (
    <nav className={folded ? 'wb-rail wb-rail-folded' : 'wb-rail'} aria-label={say(messages.rail)}>
      <ul>
        <li>
          <NavLink to="/" end className="wb-rail-link" onClick={onGo} title={folded ? say(messages.home) : undefined}>
            <HomeOutlined aria-hidden className="wb-rail-icon" /><span className="wb-rail-word">{say(messages.home)}</span>
          </NavLink>
        </li>
      </ul>
      {GROUPS.map((group) => <RailGroup key={group} group={group} rooms={rooms} folded={folded} onGo={onGo} />)}
      {!wide && (
        <button type="button" className="yg-plain-button wb-rail-fold" aria-label={foldWords} title={foldWords} onClick={fold}>
          {folded ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
        </button>
      )}
    </nav>
  );
}

function remembered(): boolean {
  try {
    return localStorage.getItem(STORED_AS) === 'folded';
  } catch {
    return false;
  }
}

function RailGroup({ group, rooms, folded, onGo }: RailProps & { group: PageGroup; folded: boolean }) {
  const say = useText();
  const own = rooms.filter((room) => room.page.group === group);
  if (own.length === 0) return null;
  const title = say(messages[`group-${group}`]);
  return (
    <>
      {!folded && <p className="wb-rail-group" aria-hidden>{title}</p>}
      <ul aria-label={title}>
        {own.map((room) => <li key={room.page.path}><RoomLink room={room} folded={folded} onGo={onGo} ends={rooms.some((other) => other.page.path.startsWith(`${room.page.path}/`))} /></li>)}
      </ul>
    </>
  );
}

/** A room with other rooms below its address is marked only when it is shown itself. */
function RoomLink({ room, folded, onGo, ends }: { room: Room; folded: boolean; onGo: (() => void) | undefined; ends: boolean }) {
  const say = useText();
  const format = useFormat();
  const { page, count } = room;
  const Icon = page.icon;
  const overdue = (count?.overdue ?? 0) > 0;
  return (
    <NavLink to={page.path} end={ends} className="wb-rail-link" onClick={onGo} title={folded ? say(page.title) : undefined}>
      <Icon aria-hidden className="wb-rail-icon" />
      <span className="wb-rail-word">{say(page.title)}</span>
      {count !== undefined && count.waiting > 0 && (
        <span className={overdue ? 'yg-count yg-count-overdue' : 'yg-count'}>
          <span aria-hidden>{format.number(count.waiting)}{overdue ? '!' : ''}</span>
          <span className="yg-hidden">{say(messages.waiting, { count: count.waiting })}{overdue && `, ${say(messages.overdue, { count: count.overdue ?? 0 })}`}</span>
        </span>
      )}
    </NavLink>
  );
}
