import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { signIn } from '#platform/identity/contract.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useCommand } from '../client/hooks.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { sessionMessages } from './session-messages.ts';
import { useSession } from './session.tsx';

interface SignInFormProps {
  /** Called with the account that is signed in now, after the session is known. */
  readonly onSignedIn?: (accountId: string) => void;
}

/** Login and password; no default, no hint, nothing remembered by us. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const say = useText();
  const session = useSession();
  const run = useCommand(signIn);
  const [busy, setBusy] = useState(false);
  const submit = async ({ login, password }: { login: string; password: string }) => {
    setBusy(true);
    const outcome = await run.attempt({ login: normaliseInput(login), password });
    if (outcome.ok && outcome.value.signedIn) {
      onSignedIn?.(outcome.value.account.id);
      await session.refresh();
    }
    setBusy(false);
  };
  return (
    <Form layout="vertical" name="sign-in" onFinish={(values: { login: string; password: string }) => void submit(values)} requiredMark={false}>
      <Form.Item name="login" label={say(sessionMessages.login)} rules={[{ required: true, message: say(sessionMessages.loginNeeded) }]}>
        <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} maxLength={200} />
      </Form.Item>
      <Form.Item name="password" label={say(sessionMessages.password)} rules={[{ required: true, message: say(sessionMessages.passwordNeeded) }]}>
        <Input.Password autoComplete="current-password" maxLength={1000} visibilityToggle={false} />
      </Form.Item>
      {run.problem && <ProblemNotice problem={run.problem} />}
      <Button type="primary" htmlType="submit" block loading={busy}>{say(sessionMessages.signIn)}</Button>
    </Form>
  );
}
