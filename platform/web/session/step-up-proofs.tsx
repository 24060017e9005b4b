import { useState } from 'react';
import { KeyOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { stepUp } from '#platform/identity/contract/own-account.ts';
import type { GivenOf } from '#platform/kernel/contract.ts';
import { accountMessages } from '../account/account-messages.ts';
import { askPasskey, passkeysWork } from '../account/webauthn.ts';
import { call } from '../client/call.ts';
import { ProblemError } from '../client/problem-error.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import type { FactorKind } from './second-step.tsx';
import { sessionMessages } from './session-messages.ts';

interface ProofProps {
  readonly onProved: () => void;
  readonly onCancel: () => void;
}

function useProof(onProved: () => void) {
  const [problem, setProblem] = useState<ProblemError>();
  const [pending, setPending] = useState(false);
  const prove = async (proof: GivenOf<typeof stepUp>) => {
    setPending(true);
    setProblem(undefined);
    try {
      await call(stepUp, proof, { asIs: true });
      onProved();
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
    } finally {
      setPending(false);
    }
  };
  return { prove, problem, pending };
}

export function PasswordProof({ onProved, onCancel }: ProofProps) {
  const say = useText();
  const { prove, problem, pending } = useProof(onProved);
  return (
    <Form layout="vertical" name="step-up-password" requiredMark={false} onFinish={({ password }: { password: string }) => void prove({ password })}>
      <Form.Item name="password" label={say(accountMessages.current)} rules={[{ required: true, message: say(sessionMessages.passwordNeeded) }]}>
        <Input.Password autoComplete="current-password" maxLength={1000} autoFocus />
      </Form.Item>
      {problem && <ProblemNotice problem={problem} />}
      <div className="yg-row">
        <Button type="primary" htmlType="submit" loading={pending}>{say(sessionMessages.goOn)}</Button>
        <Button onClick={onCancel}>{say(accountMessages.cancel)}</Button>
      </div>
    </Form>
  );
}

export function SecondFactorProof({ kinds, options, onProved, onCancel }: ProofProps & { kinds: readonly FactorKind[]; options: unknown }) {
  const say = useText();
  const { prove, problem, pending } = useProof(onProved);
  const [aborted, setAborted] = useState(false);
  const byPasskey = async () => {
    const response = await askPasskey(options);
    setAborted(response === undefined);
    if (response) await prove({ response });
  };
  const takesCode = kinds.includes('totp') || kinds.includes('recovery-code');
  return (
    <Form layout="vertical" name="step-up" requiredMark={false} onFinish={({ code }: { code: string }) => void prove({ code })}>
      {kinds.includes('passkey') && passkeysWork() && (
        <p className="yg-dialog-text"><Button block icon={<KeyOutlined />} onClick={() => void byPasskey()}>{say(sessionMessages.provePasskey)}</Button></p>
      )}
      {takesCode && (
        <Form.Item name="code" label={say(kinds.includes('totp') ? sessionMessages.code : sessionMessages.recoveryCode)} extra={kinds.includes('totp') && say(sessionMessages.codeHint)} rules={[{ required: true, message: say(sessionMessages.codeNeeded) }]}>
          <Input autoComplete="one-time-code" autoFocus autoCapitalize="none" spellCheck={false} maxLength={40} />
        </Form.Item>
      )}
      {problem && <ProblemNotice problem={problem} />}
      {aborted && <p role="alert">{say(accountMessages.passkeyAborted)}</p>}
      <div className="yg-row">
        {takesCode && <Button type="primary" htmlType="submit" loading={pending}>{say(sessionMessages.goOn)}</Button>}
        <Button onClick={onCancel}>{say(accountMessages.cancel)}</Button>
      </div>
    </Form>
  );
}
