import { Dialog } from '../layout/dialog.tsx';
import { useText } from '../text/messages.ts';
import { sessionMessages } from './session-messages.ts';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Signing in again over the page, so that nothing on it is lost; another person gets a fresh page. */
export function ExpiredDialog() {
  const say = useText();
  const { phase, account } = useSession();
  if (phase !== 'expired') return null;
  return (
    // Blurred: the sign-in may have been ended because somebody else holds the machine.
    <Dialog
      title={say(sessionMessages.expiredTitle)} footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={400}
      styles={{ mask: { backdropFilter: 'blur(12px)' } }}
    >
      <p className="yg-dialog-text">{say(sessionMessages.expiredText, { name: account?.name ?? '' })}</p>
      <SignInForm
        onSignedIn={(accountId) => {
          if (account && accountId !== account.id) window.location.reload();
        }}
      />
    </Dialog>
  );
}
