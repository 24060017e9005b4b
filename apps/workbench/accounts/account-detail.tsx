import { useState } from 'react';
import { getAccount, revokeRole, type AccountView } from '#platform/identity/contract/accounts.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { sessionColumns } from '#platform/web/account/session-panel.tsx';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { AccountActions } from './account-actions.tsx';
import { AccountStateTag } from './account-state.tsx';
import { accountsMessages } from './messages.ts';
import { SetUpLink } from './set-up-link.tsx';
import { useAccountAbility } from './use-account-ability.ts';

type Account = ResultOf<typeof getAccount>;

export function AccountDetail({ id }: { id: string }) {
  const answer = useOperation(getAccount, { id });
  const [link, setLink] = useState<string>();
  const account = answer.data;
  if (!account) return answer.error ? <ProblemNotice problem={answer.error} onRetry={() => void answer.refetch()} /> : <Waiting />;
  return (
    <div className="yg-stack">
      <Head account={account} />
      <AccountActions account={account} onLink={setLink} />
      {link && <SetUpLink path={link} onClose={() => setLink(undefined)} />}
      <Roles account={account} />
      <Ways account={account} />
      <Sessions account={account} />
    </div>
  );
}

function Head({ account }: { account: Account }) {
  const say = useText();
  const format = useFormat();
  return (
    <>
      <div className="yg-row">
        <AccountStateTag state={account.state} />
        {account.lockedUntil && <span>{say(accountsMessages.lockedUntil)} {format.dateTime(account.lockedUntil)}</span>}
      </div>
      <Facts items={[
        { label: say(accountsMessages.login), value: account.login },
        { label: say(accountsMessages.organisation), value: account.organisationName },
        { label: say(accountsMessages.createdAt), value: format.dateTime(account.createdAt) },
        { label: say(accountsMessages.lastSignedIn), value: account.lastSignedInAt ? <TimeAgo at={account.lastSignedInAt} /> : say(accountsMessages.never) },
      ]} />
    </>
  );
}

type Assignment = AccountView['assignments'][number];

function Roles({ account }: { account: Account }) {
  const say = useText();
  const ask = useConfirmReason();
  const ability = useAccountAbility(account.id);
  const run = useCommand(revokeRole);
  const revoke = async (held: Assignment) => {
    const reason = await ask({
      title: say(accountsMessages.revokeTitle, { role: say(held.roleTitle) }), explanation: say(accountsMessages.revokeWhy, { name: account.name, at: held.organisationName }), verb: say(accountsMessages.revoke), danger: true,
    });
    if (reason !== undefined && (await run.attempt({ id: account.id, assignmentId: held.id, reason })).ok) toast(say(accountsMessages.revoked));
  };
  const columns: readonly Column<Assignment>[] = [
    { key: 'role', title: accountsMessages.role, render: (held) => say(held.roleTitle) },
    { key: 'at', title: accountsMessages.grantAt, render: (held) => held.organisationName },
    { key: 'span', title: accountsMessages.from, render: (held) => `${held.validFrom} – ${held.validUntil ?? ''}` },
    { key: 'actions', title: accountsMessages.actions, render: (held) => <AbilityButton size="small" ability={ability('account.revoke-role')} onClick={() => void revoke(held)}>{say(accountsMessages.revoke)}</AbilityButton> },
  ];
  return (
    <Panel level={3} title={say(accountsMessages.roles)}>
      {run.problem && run.problem.kind !== 'unauthenticated' && <ProblemNotice problem={run.problem} />}
      <PlainTable caption={say(accountsMessages.roles)} columns={columns} rows={account.assignments} rowKey={({ id }) => id} empty={accountsMessages.noRoles} />
    </Panel>
  );
}

function Ways({ account }: { account: Account }) {
  const say = useText();
  return (
    <Panel level={3} title={say(accountsMessages.factors)}>
      <Facts items={[
        { label: say(accountsMessages.passwordChanged), value: account.passwordChangedAt ? <TimeAgo at={account.passwordChangedAt} /> : say(accountsMessages.waiting) },
        { label: say(accountsMessages.totp), value: say(account.hasTotp ? accountsMessages.yes : accountsMessages.no) },
        { label: say(accountsMessages.passkeys), value: account.passkeys },
        { label: say(accountsMessages.recoveryCodes), value: account.recoveryCodes },
      ]} />
    </Panel>
  );
}

function Sessions({ account }: { account: Account }) {
  const say = useText();
  return (
    <Panel level={3} title={say(accountsMessages.sessions)}>
      <PlainTable caption={say(accountsMessages.sessions)} columns={sessionColumns(say)} rows={account.sessions} rowKey={(session) => (session as { id: string }).id} empty={accountsMessages.noSessions} />
    </Panel>
  );
}
