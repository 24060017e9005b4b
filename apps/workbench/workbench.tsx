import { ExpiredDialog } from '#platform/web/session/expired-dialog.tsx';
import { StepUpDialog } from '#platform/web/session/step-up-dialog.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { useLocation } from 'react-router';
import { EmbedProvider } from '#platform/web/embed/embed.tsx';
import { embeds } from './embeds.ts';
import { Frame } from './frame/frame.tsx';
import { AuthoriseScreen } from './screens/authorise-screen.tsx';
import { NoLineScreen } from './screens/no-line-screen.tsx';
import { ResidentHereScreen } from './screens/resident-here-screen.tsx';
import { SetUpScreen } from './screens/set-up-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';

/** What the visitor sees: set-up link, sign-in, or the frame with the rooms. */
export function Workbench() {
  const session = useSession();
  const { pathname } = useLocation();
  if (pathname === '/setup') return <SetUpScreen />;
  if (session.phase === 'loading') return <Waiting />;
  if (session.phase === 'failed') return <NoLineScreen />;
  if (session.phase === 'signed-out') return <SignInScreen />;
  if (pathname === '/authorize') return <AuthoriseScreen />;
  if (session.kind === 'resident') return <ResidentHereScreen />;
  return (
    <>
      <EmbedProvider embeds={embeds}><Frame /></EmbedProvider>
      <ExpiredDialog />
      <StepUpDialog />
    </>
  );
}
