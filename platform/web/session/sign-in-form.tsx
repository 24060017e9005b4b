import { useState } from 'react';
import type { SessionView } from '#platform/identity/contract/session-view.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { PasswordStep } from './password-step.tsx';
import { NewPasswordStep } from './new-password-step.tsx';
import { SecondStep } from './second-step.tsx';
import { OutsideSignIn } from './outside-sign-in.tsx';
import { useSession, type Pending } from './session.tsx';

interface SignInFormProps {
  /** Called with the account that is signed in now, after the session is known. */
  readonly onSignedIn?: (accountId: string) => void;
}

/** Password, then what is still missing; or a passkey alone. No default, no hint, nothing remembered by us. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const session = useSession();
  const [pending, setPending] = useState<Pending | undefined>(session.pending);
  const proceed = async (view: SessionView) => {
    if (!view.signedIn) {
      setPending(view.pending);
      return;
    }
    onSignedIn?.(view.account.id);
    await session.refresh();
  };
  const startOver = () => setPending(undefined);
  if (pending?.needs === 'second-factor') return <SecondStep kinds={pending.kinds} onAnswer={proceed} onStartOver={startOver} />;
  if (pending?.needs === 'new-password') return <NewPasswordStep onAnswer={proceed} onStartOver={startOver} />;
  return (
    <>
      <PasswordStep onAnswer={proceed} />
      <PasskeySignIn onAnswer={proceed} />
      <OutsideSignIn />
    </>
  );
}
