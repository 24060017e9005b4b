import { Link } from 'react-router';
import { useDraftList } from '#platform/web/form/use-draft-list.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useRooms, type Room } from '../frame/use-rooms.ts';
import { messages } from '../messages.ts';

/** What waits for me: overdue first, then waiting; then what I began; then where I can go. */
export function HomeScreen() {
  const say = useText();
  const { acting, assignments } = useSession();
  const rooms = useRooms();
  const busy = rooms.filter((room) => (room.count?.waiting ?? 0) > 0).sort(moreUrgent);
  const roles = assignments.filter((each) => each.organisationId === acting?.organisationId).map((each) => say(each.roleTitle));
  const subtitle = acting && say(messages.homeSubtitle, { organisation: acting.organisationName, roles: roles.join(say(messages.roleSeparator)) });
  if (assignments.length === 0) {
    return (
      <>
        <PageHeader title={say(messages.home)} />
        <div className="yg-panel"><Empty title={say(messages.noRole)} next={say(messages.noRoleNext)} /></div>
      </>
    );
  }
  return (
    <>
      <PageHeader title={say(messages.home)} subtitle={subtitle} />
      <div className="yg-stack">
        {busy.length > 0 ? (
          <ul className="wb-waiting">{busy.map((room) => <li key={room.page.path}><WaitingCard room={room} /></li>)}</ul>
        ) : (
          <div className="yg-panel"><Empty title={say(messages.nothingWaiting)} next={say(messages.nothingWaitingNext)} /></div>
        )}
        <div className="wb-home-columns">
          <Drafts />
          <Places rooms={rooms} />
        </div>
      </div>
    </>
  );
}

const moreUrgent = (a: Room, b: Room) =>
  (b.count?.overdue ?? 0) - (a.count?.overdue ?? 0) || (b.count?.waiting ?? 0) - (a.count?.waiting ?? 0);

function WaitingCard({ room }: { room: Room }) {
  const say = useText();
  const format = useFormat();
  const Icon = room.page.icon;
  const overdue = room.count?.overdue ?? 0;
  return (
    <Link to={room.page.path} className={overdue > 0 ? 'wb-card wb-card-overdue' : 'wb-card'}>
      <span className="wb-card-title"><Icon aria-hidden /> {say(room.page.title)}</span>
      <span className="wb-card-count">{format.number(room.count?.waiting ?? 0)}</span>
      <span className="yg-quiet">{say(messages.waiting, { count: room.count?.waiting ?? 0 })}</span>
      {overdue > 0 && <span className="yg-tag yg-tone-overdue">{say(messages.overdue, { count: overdue })}</span>}
    </Link>
  );
}

const DRAFTS_SHOWN = 8;

function Drafts() {
  const say = useText();
  const drafts = useDraftList().slice(0, DRAFTS_SHOWN);
  if (drafts.length === 0) return null;
  return (
    <Panel title={say(messages.drafts)}>
      <ul className="wb-list">
        {drafts.map((draft) => (
          <li key={draft.key}>
            <Link to={draft.path}>{draft.title || say(messages.continueDraft)}</Link>
            <span className="yg-quiet"><TimeAgo at={draft.savedAt} /></span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Actions, and the rooms that belong to the role held; all rooms where neither is declared. */
function Places({ rooms }: { rooms: readonly Room[] }) {
  const say = useText();
  const { may, acting } = useSession();
  const actions = rooms.flatMap((room) => room.page.actions ?? []).filter((action) => may(action.permission));
  const own = rooms.filter((room) => room.page.homeFor?.some((role) => acting?.roles.includes(role))).map((room) => room.page);
  const usual = [...actions, ...own];
  const places = usual.length > 0 ? usual : rooms.map((room) => room.page);
  return (
    <Panel title={say(usual.length > 0 ? messages.usual : messages.rooms)}>
      <ul className="wb-list">{places.map((place) => <li key={place.path}><Link to={place.path}>{say(place.title)}</Link></li>)}</ul>
    </Panel>
  );
}
