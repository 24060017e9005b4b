import { useState } from 'react';
import { KeyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { beginPasskeySignIn, signInWithPasskey } from '#platform/identity/contract/own-account.ts';
import { accountMessages } from '../account/account-messages.ts';
import { askPasskey, passkeysWork } from '../account/webauthn.ts';
import { useCommand } from '../client/hooks.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import type { StepProps } from './password-step.tsx';
import { sessionMessages } from './session-messages.ts';

/** Signing in by finger, face or device PIN; absent where the browser or the address cannot. */
export function PasskeySignIn({ onAnswer }: StepProps) {
  const say = useText();
  const begin = useCommand(beginPasskeySignIn);
  const finish = useCommand(signInWithPasskey);
  const [aborted, setAborted] = useState(false);
  if (!passkeysWork()) return null;
  const go = async () => {
    setAborted(false);
    const begun = await begin.run({});
    if (!begun) return;
    const response = await askPasskey(begun.options);
    if (!response) {
      setAborted(true);
      return;
    }
    const outcome = await finish.attempt({ response });
    if (outcome.ok) await onAnswer(outcome.value);
  };
  const problem = begin.problem ?? finish.problem;
  return (
    <div className="yg-other-way">
      <Button block icon={<KeyOutlined />} loading={begin.pending || finish.pending} onClick={() => void go()}>{say(sessionMessages.signInPasskey)}</Button>
      {problem && <ProblemNotice problem={problem} />}
      {aborted && <p role="alert">{say(accountMessages.passkeyAborted)}</p>}
    </div>
  );
}
