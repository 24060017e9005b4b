import { useState } from 'react';
import { Button } from 'antd';
import { removeTotp, renewRecoveryCodes } from '#platform/identity/contract/own-account.ts';
import { useCommand } from '../client/hooks.ts';
import { Panel } from '../layout/panel.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { toast } from '../layout/toast.ts';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TotpSetUp } from './totp-set-up.tsx';

interface TotpPanelProps {
  readonly hasTotp: boolean;
  readonly recoveryCodes: number;
  readonly hasSecondFactor: boolean;
  readonly onChanged: () => void;
}

export function TotpPanel({ hasTotp, recoveryCodes, hasSecondFactor, onChanged }: TotpPanelProps) {
  const say = useText();
  const [settingUp, setSettingUp] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  const remove = useCommand(removeTotp);
  const renew = useCommand(renewRecoveryCodes);
  const problem = [remove.problem, renew.problem].find((each) => each && each.kind !== 'unauthenticated');
  const end = () => {
    setSettingUp(false);
    setCodes(undefined);
    onChanged();
  };
  const takeAway = async () => {
    if (!(await remove.attempt({})).ok) return;
    toast(say(accountMessages.removed));
    end();
  };
  const makeNew = async () => {
    const outcome = await renew.attempt({});
    if (outcome.ok) setCodes(outcome.value.recoveryCodes);
  };
  const state = hasTotp
    ? <span className="yg-tag yg-tone-done">{say(accountMessages.totpOn)}</span>
    : <span className="yg-tag yg-tone-waiting">{say(accountMessages.totpOff)}</span>;
  return (
    <Panel title={<>{say(accountMessages.totp)} {state}</>} actions={hasTotp ? <Button onClick={() => void takeAway()} loading={remove.pending}>{say(accountMessages.totpRemove)}</Button> : !settingUp && <Button onClick={() => setSettingUp(true)}>{say(accountMessages.totpBegin)}</Button>}>
      {!settingUp && !codes && <p className="yg-quiet">{say(accountMessages.totpText)}</p>}
      {settingUp && <TotpSetUp onDone={end} onCancel={() => setSettingUp(false)} />}
      {codes && <RecoveryCodes codes={codes} onKept={end} />}
      {problem && <ProblemNotice problem={problem} />}
      {hasSecondFactor && !codes && !settingUp && (
        <p className="yg-row">
          <span>{say(accountMessages.codes)} · {say(accountMessages.codesLeft, { count: recoveryCodes })}</span>
          <Button size="small" onClick={() => void makeNew()} loading={renew.pending}>{say(accountMessages.codesRenew)}</Button>
        </p>
      )}
    </Panel>
  );
}
