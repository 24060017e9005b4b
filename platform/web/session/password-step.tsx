import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { signIn } from '#platform/identity/contract.ts';
import type { SessionView } from '#platform/identity/contract/session-view.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useCommand } from '../client/hooks.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { sessionMessages } from './session-messages.ts';

/** What each step of signing in hands on. */
export interface StepProps {
  readonly onAnswer: (view: SessionView) => Promise<void>;
}

export function PasswordStep({ onAnswer }: StepProps) {
  const say = useText();
  const run = useCommand(signIn);
  const [busy, setBusy] = useState(false);
  const submit = async ({ login, password }: { login: string; password: string }) => {
    setBusy(true);
    const outcome = await run.attempt({ login: normaliseInput(login), password });
    if (outcome.ok) await onAnswer(outcome.value);
    setBusy(false);
  };
  return (
    <Form layout="vertical" name="sign-in" onFinish={(values: { login: string; password: string }) => void submit(values)} requiredMark={false}>
      <Form.Item name="login" label={say(sessionMessages.login)} rules={[{ required: true, message: say(sessionMessages.loginNeeded) }]}>
        <Input autoComplete="username webauthn" autoFocus autoCapitalize="none" spellCheck={false} maxLength={200} />
      </Form.Item>
      <Form.Item name="password" label={say(sessionMessages.password)} rules={[{ required: true, message: say(sessionMessages.passwordNeeded) }]}>
        <Input.Password autoComplete="current-password" maxLength={1000} visibilityToggle={false} />
      </Form.Item>
      {run.problem && <ProblemNotice problem={run.problem} />}
      <Button type="primary" htmlType="submit" block loading={busy}>{say(sessionMessages.signIn)}</Button>
    </Form>
  );
}
