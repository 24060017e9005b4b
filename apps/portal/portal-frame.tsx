import { Suspense } from 'react';
import { DisconnectOutlined, LogoutOutlined, SafetyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, Route, Routes } from 'react-router';
import { useLive } from '#platform/web/client/live.ts';
import { ErrorBoundary } from '#platform/web/layout/error-boundary.tsx';
import { useFocusRescue } from '#platform/web/layout/use-focus-rescue.ts';
import { useRouteFocus } from '#platform/web/layout/use-route-focus.ts';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { WorkspaceDock, WorkspaceProvider } from '#platform/web/layout/workspace.tsx';
import type { PortalPage } from '#platform/web/page.ts';
import { LookButtons } from '#platform/web/session/look-buttons.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';
import { pages } from './pages.ts';
import { PortalHome } from './portal-home.tsx';
import { Tabs } from './tabs.tsx';

/** One hand, one column: a short head, the page, the tabs at the thumb. */
export function PortalFrame({ pathname }: { pathname: string }) {
  const say = useText();
  const { signOut, phase } = useSession();
  const line = useLive(phase === 'signed-in');
  useFocusRescue();
  useRouteFocus(pathname, say(sessionMessages.product));
  return (
    <WorkspaceProvider>
      <div className="pt-frame">
        <a className="pt-skip" href="#content">{say(messages.skip)}</a>
        <header className="pt-head">
          <Link to="/" className="pt-brand">{say(sessionMessages.product)}</Link>
          {line === 'lost' && <span className="yg-tag yg-tone-due" role="status"><DisconnectOutlined aria-hidden /> {say(messages.lineLost)}</span>}
          <span className="pt-head-end">
            <LookButtons />
            <Link to="/security" className="pt-head-link" aria-label={say(sessionMessages.security)} title={say(sessionMessages.security)}><SafetyOutlined aria-hidden /></Link>
            <Button type="text" icon={<LogoutOutlined />} aria-label={say(sessionMessages.signOut)} title={say(sessionMessages.signOut)} onClick={() => void signOut()} />
          </span>
        </header>
        <main id="content" tabIndex={-1} className="pt-content">
          <ErrorBoundary resetOn={pathname}>
            <Suspense fallback={<Waiting />}>
              <Routes>
                <Route index element={<PortalHome />} />
                {pages.map((page) => <Route key={page.path} path={page.path} element={<Guarded page={page} />} />)}
                <Route path="*" element={<Nothing title={say(messages.notFound)} />} />
              </Routes>
            </Suspense>
          </ErrorBoundary>
        </main>
        <Tabs />
        <WorkspaceDock />
      </div>
    </WorkspaceProvider>
  );
}

function Guarded({ page }: { page: PortalPage }) {
  const say = useText();
  const { may } = useSession();
  const Page = page.component;
  return may(page.permission) ? <Page /> : <Nothing title={say(messages.notAllowed)} next={say(messages.notAllowedNext)} />;
}

function Nothing({ title, next }: { title: string; next?: string }) {
  const say = useText();
  return (
    <div className="yg-empty">
      <h1 tabIndex={-1} data-page-title>{title}</h1>
      {next && <p>{next}</p>}
      <Link to="/">{say(messages.backHome)}</Link>
    </div>
  );
}
