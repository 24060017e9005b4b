import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { changeOwnPassword } from '#platform/identity/contract/own-account.ts';
import { useCommand } from '../client/hooks.ts';
import { Facts, Panel } from '../layout/panel.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { toast } from '../layout/toast.ts';
import { useFormat } from '../text/format.ts';
import { useText } from '../text/messages.ts';
import { TimeAgo } from '../text/time-ago.tsx';
import { accountMessages } from './account-messages.ts';
import { NewPasswordFields } from './new-password-fields.tsx';

interface PasswordPanelProps {
  readonly changedAt: string | null;
  readonly until: string | null;
  readonly onChanged: () => void;
}

export function PasswordPanel({ changedAt, until, onChanged }: PasswordPanelProps) {
  const say = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={say(accountMessages.password)} actions={!open && <Button onClick={() => setOpen(true)}>{say(accountMessages.changePassword)}</Button>}>
      <Facts items={[
        { label: say(accountMessages.passwordChanged), value: changedAt ? <TimeAgo at={changedAt} /> : say(accountMessages.passwordNever) },
        { label: say(accountMessages.passwordUntil), value: until ? format.date(until) : say(accountMessages.passwordNoEnd) },
      ]} />
      {open && <ChangePassword onEnd={() => setOpen(false)} onChanged={onChanged} />}
    </Panel>
  );
}

function ChangePassword({ onEnd, onChanged }: { onEnd: () => void; onChanged: () => void }) {
  const say = useText();
  const run = useCommand(changeOwnPassword);
  const finish = async ({ current, password }: { current: string; password: string }) => {
    if (!(await run.attempt({ current, password })).ok) return;
    toast(say(accountMessages.passwordDone));
    onChanged();
    onEnd();
  };
  return (
    <Form className="yg-narrow-form" layout="vertical" name="change-password" requiredMark={false} onFinish={(values: { current: string; password: string }) => void finish(values)}>
      <Form.Item name="current" label={say(accountMessages.current)} rules={[{ required: true, message: say(accountMessages.needed) }]}>
        <Input.Password autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      <NewPasswordFields />
      {run.problem && <ProblemNotice problem={run.problem} showDetails={false} />}
      <div className="yg-row">
        <Button type="primary" htmlType="submit" loading={run.pending}>{say(accountMessages.changePassword)}</Button>
        <Button onClick={onEnd}>{say(accountMessages.cancel)}</Button>
      </div>
    </Form>
  );
}
