import { Button, Form, Input } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { setUpAccount } from '#platform/identity/contract.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { NewPasswordFields } from '#platform/web/account/new-password-fields.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { EntryCard } from './entry-card.tsx';

interface SetUpValues {
  readonly name?: string;
  readonly login?: string;
  readonly password: string;
}

/** A link that works once: the first administrator, or a password set anew. */
export function SetUpScreen() {
  const say = useText();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const session = useSession();
  const run = useCommand(setUpAccount);
  const token = parameters.get('token') ?? '';
  if (token === '') {
    return <EntryCard title={say(messages.setupNoToken)}><p>{say(messages.setupNoTokenNext)}</p></EntryCard>;
  }
  const finish = async ({ name, login, password }: SetUpValues) => {
    const outcome = await run.attempt({ token, password, ...filled('name', name), ...filled('login', login) });
    if (!outcome.ok) return;
    await session.refresh();
    await navigate('/', { replace: true });
  };
  return (
    <EntryCard title={say(messages.setupTitle)}>
      <p className="yg-dialog-text yg-quiet">{say(session.needsSetUp ? messages.setupText : messages.setupPasswordText)}</p>
      <Form layout="vertical" name="set-up" onFinish={(values: SetUpValues) => void finish(values)} requiredMark={false}>
        {session.needsSetUp && <FirstAdministratorFields />}
        <NewPasswordFields />
        {run.problem && <ProblemNotice problem={run.problem} />}
        <Button type="primary" htmlType="submit" block loading={run.pending}>{say(messages.setupDo)}</Button>
      </Form>
    </EntryCard>
  );
}

function FirstAdministratorFields() {
  const say = useText();
  const needed = [{ required: true, whitespace: true, message: say(messages.needed) }];
  return (
    <>
      <Form.Item name="name" label={say(messages.setupName)} rules={needed}><Input autoComplete="name" maxLength={100} autoFocus /></Form.Item>
      <Form.Item name="login" label={say(messages.setupLogin)} rules={needed}><Input autoComplete="username" maxLength={200} autoCapitalize="none" spellCheck={false} /></Form.Item>
    </>
  );
}

const filled = <Key extends string>(key: Key, value: string | undefined) =>
  (value ? { [key]: normaliseInput(value) } : {}) as Partial<Record<Key, string>>;
