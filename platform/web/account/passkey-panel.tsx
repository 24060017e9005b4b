import { useState } from 'react';
import { Button, Form, Input } from 'antd';
import { addPasskey, beginPasskey, removePasskey, type getOwnSecurity } from '#platform/identity/contract/own-account.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand } from '../client/hooks.ts';
import { Panel } from '../layout/panel.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { toast } from '../layout/toast.ts';
import type { Column } from '../table/columns.ts';
import { PlainTable } from '../table/plain-table.tsx';
import { useText } from '../text/messages.ts';
import { TimeAgo } from '../text/time-ago.tsx';
import { accountMessages } from './account-messages.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { createPasskey, passkeysWork } from './webauthn.ts';

type Passkey = ResultOf<typeof getOwnSecurity>['passkeys'][number];

export function PasskeyPanel({ passkeys, onChanged }: { passkeys: readonly Passkey[]; onChanged: () => void }) {
  const say = useText();
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  const remove = useCommand(removePasskey);
  const takeAway = async (id: string) => {
    if (!(await remove.attempt({ id })).ok) return;
    toast(say(accountMessages.removed));
    onChanged();
  };
  const end = (made: readonly string[]) => {
    setAdding(false);
    setCodes(made.length > 0 ? made : undefined);
    onChanged();
  };
  const columns: readonly Column<Passkey>[] = [
    { key: 'name', title: accountMessages.passkeyName, render: ({ name }) => name },
    { key: 'added', title: accountMessages.added, render: ({ createdAt }) => <TimeAgo at={createdAt} /> },
    { key: 'used', title: accountMessages.lastUsed, render: ({ lastUsedAt }) => (lastUsedAt ? <TimeAgo at={lastUsedAt} /> : say(accountMessages.neverUsed)) },
    { key: 'actions', title: accountMessages.actions, render: ({ id, name }) => <Button size="small" aria-label={`${say(accountMessages.remove)} ${name}`} onClick={() => void takeAway(id)}>{say(accountMessages.remove)}</Button> },
  ];
  const works = passkeysWork();
  return (
    <Panel title={say(accountMessages.passkeys)} actions={works && !adding && <Button onClick={() => setAdding(true)}>{say(accountMessages.passkeyAdd)}</Button>}>
      <div className="yg-stack">
        <p className="yg-quiet">{say(works ? accountMessages.passkeysText : accountMessages.passkeyUnsupported)}</p>
        {adding && <AddPasskey onEnd={end} onCancel={() => setAdding(false)} />}
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
        {remove.problem && remove.problem.kind !== 'unauthenticated' && <ProblemNotice problem={remove.problem} />}
        {passkeys.length > 0 && <PlainTable caption={say(accountMessages.passkeys)} columns={columns} rows={passkeys} rowKey={({ id }) => id} />}
      </div>
    </Panel>
  );
}

function AddPasskey({ onEnd, onCancel }: { onEnd: (recoveryCodes: readonly string[]) => void; onCancel: () => void }) {
  const say = useText();
  const begin = useCommand(beginPasskey);
  const add = useCommand(addPasskey);
  const [aborted, setAborted] = useState(false);
  const finish = async ({ name }: { name: string }) => {
    setAborted(false);
    const begun = await begin.run({});
    if (!begun) return;
    const response = await createPasskey(begun.options);
    if (!response) {
      setAborted(true);
      return;
    }
    const outcome = await add.attempt({ name, response });
    if (outcome.ok) onEnd(outcome.value.recoveryCodes);
  };
  const problem = [begin.problem, add.problem].find((each) => each && each.kind !== 'unauthenticated');
  return (
    <Form className="yg-narrow-form" layout="vertical" name="passkey" requiredMark={false} onFinish={(values: { name: string }) => void finish(values)}>
      <Form.Item name="name" label={say(accountMessages.passkeyName)} extra={say(accountMessages.passkeyNameHint)} rules={[{ required: true, whitespace: true, message: say(accountMessages.needed) }]}>
        <Input maxLength={60} autoFocus />
      </Form.Item>
      {problem && <ProblemNotice problem={problem} />}
      {aborted && <p role="alert">{say(accountMessages.passkeyAborted)}</p>}
      <div className="yg-row">
        <Button type="primary" htmlType="submit" loading={begin.pending || add.pending}>{say(accountMessages.passkeyAdd)}</Button>
        <Button onClick={onCancel}>{say(accountMessages.cancel)}</Button>
      </div>
    </Form>
  );
}
