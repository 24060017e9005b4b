import { Button, Form, Input } from 'antd';
import { proveSecondFactor } from '#platform/identity/contract/own-account.ts';
import type { factorKind } from '#platform/identity/contract/session-view.ts';
import { useCommand } from '../client/hooks.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import type { StepProps } from './password-step.tsx';
import { sessionMessages } from './session-messages.ts';

export type FactorKind = (typeof factorKind)['options'][number];

/** After the password: a code of the app or from paper, or the passkey, which would have done alone. */
export function SecondStep({ kinds, onAnswer, onStartOver }: StepProps & { kinds: readonly FactorKind[]; onStartOver: () => void }) {
  const say = useText();
  const run = useCommand(proveSecondFactor);
  const submit = async ({ code }: { code: string }) => {
    const outcome = await run.attempt({ code });
    if (outcome.ok) await onAnswer(outcome.value);
  };
  const takesCode = kinds.includes('totp') || kinds.includes('recovery-code');
  return (
    <>
      {takesCode && (
        <Form layout="vertical" name="second-factor" onFinish={(values: { code: string }) => void submit(values)} requiredMark={false}>
          <Form.Item name="code" label={say(kinds.includes('totp') ? sessionMessages.code : sessionMessages.recoveryCode)} extra={kinds.includes('totp') && say(sessionMessages.codeHint)} rules={[{ required: true, message: say(sessionMessages.codeNeeded) }]}>
            <Input autoComplete="one-time-code" autoFocus autoCapitalize="none" spellCheck={false} maxLength={40} />
          </Form.Item>
          {run.problem && <ProblemNotice problem={run.problem} />}
          <Button type="primary" htmlType="submit" block loading={run.pending}>{say(sessionMessages.goOn)}</Button>
        </Form>
      )}
      {kinds.includes('passkey') && <PasskeySignIn onAnswer={onAnswer} />}
      <Button type="link" block onClick={onStartOver}>{say(sessionMessages.startOver)}</Button>
    </>
  );
}
