import { useEffect, useRef, useState } from 'react';
import { Button, Form, Input } from 'antd';
import { beginTotp, confirmTotp } from '#platform/identity/contract/own-account.ts';
import { call } from '../client/call.ts';
import { ProblemError } from '../client/problem-error.ts';
import { QrCode } from '../code/qr-code.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

interface TotpSetUpProps {
  /** After the codes on paper are kept. */
  readonly onDone: () => void;
  readonly onCancel: () => void;
  /** Inside the step-up dialog, which proves the password itself. */
  readonly asIs?: boolean;
}

/** QR code, first code, codes on paper. */
export function TotpSetUp({ onDone, onCancel, asIs = false }: TotpSetUpProps) {
  const say = useText();
  const [begun, setBegun] = useState<{ secret: string; uri: string }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<ProblemError>();
  // Begun once for each showing.
  const first = useRef({ asIs, onCancel });
  useEffect(() => {
    let wanted = true;
    call(beginTotp, {}, { asIs: first.current.asIs }).then(
      (answer) => wanted && setBegun(answer),
      (error: unknown) => {
        if (!wanted || !(error instanceof ProblemError)) return;
        if (error.kind === 'unauthenticated') first.current.onCancel();
        else setProblem(error);
      },
    );
    return () => {
      wanted = false;
    };
  }, []);
  const confirm = async ({ code }: { code: string }) => {
    setProblem(undefined);
    try {
      const { recoveryCodes } = await call(confirmTotp, { code }, { asIs });
      if (recoveryCodes.length > 0) setCodes(recoveryCodes);
      else onDone();
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
    }
  };
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  return (
    <Form layout="vertical" name="totp" requiredMark={false} onFinish={(values: { code: string }) => void confirm(values)}>
      <p className="yg-dialog-text">{say(accountMessages.totpScan)}</p>
      {begun && (
        <div className="yg-totp">
          <QrCode content={begun.uri} label={say(accountMessages.totpQr)} size={168} />
          <dl><dt>{say(accountMessages.totpKey)}</dt><dd><code className="yg-secret">{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code></dd></dl>
        </div>
      )}
      <Form.Item name="code" label={say(accountMessages.totpCode)} rules={[{ required: true, message: say(accountMessages.needed) }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} autoFocus />
      </Form.Item>
      {problem && <ProblemNotice problem={problem} />}
      <div className="yg-row">
        <Button type="primary" htmlType="submit" disabled={!begun}>{say(accountMessages.totpConfirm)}</Button>
        <Button onClick={onCancel}>{say(accountMessages.cancel)}</Button>
      </div>
    </Form>
  );
}
