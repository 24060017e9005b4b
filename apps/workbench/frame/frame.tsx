import { Suspense, useState } from 'react';
import { Drawer } from 'antd';
import { Route, Routes, useLocation } from 'react-router';
import { useLive } from '#platform/web/client/live.ts';
import { ErrorBoundary } from '#platform/web/layout/error-boundary.tsx';
import { useFocusRescue } from '#platform/web/layout/use-focus-rescue.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { useRouteFocus } from '#platform/web/layout/use-route-focus.ts';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { WorkspaceDock, WorkspaceProvider } from '#platform/web/layout/workspace.tsx';
import type { ModulePage } from '#platform/web/page.ts';
import { LookButtons } from '#platform/web/session/look-buttons.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { pages } from '../pages.ts';
import { HomeScreen } from '../screens/home-screen.tsx';
import { NotAllowedScreen } from '../screens/not-allowed-screen.tsx';
import { NotFoundScreen } from '../screens/not-found-screen.tsx';
import { OfflineScreen } from '../screens/offline-screen.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useRooms, type Room } from './use-rooms.ts';

/** Rail, top bar, page and what is open beside it. */
export function Frame() {
  const say = useText();
  const phone = useNarrow();
  const { pathname } = useLocation();
  const session = useSession();
  const rooms = useRooms();
  const isOffline = session.phase === 'offline';
  const line = useLive(isOffline || session.phase === 'signed-in');
  const [menuOpen, setMenuOpen] = useState(false);
  useFocusRescue();
  useRouteFocus(pathname, say(sessionMessages.product));
  return (
    <WorkspaceProvider key={session.account?.id}>
      <div className="wb-frame">
        <a className="wb-skip" href="#content">{say(messages.skip)}</a>
        <TopBar rooms={rooms} line={line} onMenu={phone ? () => setMenuOpen(true) : undefined} />
        <div className="wb-body">
          {!phone && <Rail rooms={rooms} />}
          {phone && (
            <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} placement="left" size={280} title={say(messages.rail)} className="wb-drawer">
              <Rail rooms={rooms} wide onGo={() => setMenuOpen(false)} />
              <div className="yg-row"><LookButtons /></div>
            </Drawer>
          )}
          <main id="content" tabIndex={-1} className="wb-content">
            <ErrorBoundary resetOn={pathname}>
              {isOffline && <p className="yg-notice" role="status">{say(messages.offlineAs, { name: session.account?.name ?? '' })}</p>}
              <Suspense fallback={<Waiting />}>
                <Routes>
                  <Route index element={isOffline ? <OfflineScreen rooms={rooms} /> : <HomeScreen />} />
                  {pages.map((page) => <Route key={page.path} path={page.path} element={<Guarded page={page} rooms={rooms} />} />)}
                  <Route path="*" element={isOffline ? <OfflineScreen rooms={rooms} /> : <NotFoundScreen />} />
                </Routes>
              </Suspense>
            </ErrorBoundary>
          </main>
          <WorkspaceDock />
        </div>
      </div>
    </WorkspaceProvider>
  );
}

function Guarded({ page, rooms }: { page: ModulePage; rooms: readonly Room[] }) {
  const { may, acting, phase } = useSession();
  const Page = page.component;
  // Other pages show persons, or forms with what was typed about them: they wait for the line.
  if (phase === 'offline' && page.worksOffline !== true) return <OfflineScreen rooms={rooms} />;
  return may(page.permission) ? <Page key={acting?.organisationId} /> : <NotAllowedScreen page={page} />;
}
