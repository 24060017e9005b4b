import { useCallback } from 'react';
import { PlusOutlined } from '@ant-design/icons';
import { listAccounts, listRoles, type AccountView } from '#platform/identity/contract/accounts.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { messages } from '../messages.ts';
import { AccountDetail } from './account-detail.tsx';
import { AccountStateTag } from './account-state.tsx';
import { CreateAccountForm } from './create-account-form.tsx';
import { accountsMessages } from './messages.ts';
import { useAccountAbility } from './use-account-ability.ts';

const VIEWS: readonly TableView[] = [
  { key: 'all', title: accountsMessages.all, filters: {} },
  { key: 'locked', title: accountsMessages.locked, filters: { state: 'locked' } },
  { key: 'waiting', title: accountsMessages.waiting, filters: { state: 'waiting' } },
  { key: 'disabled', title: accountsMessages.disabled, filters: { state: 'disabled' } },
];

/** Who can sign in here and below, and as what. */
export function AccountsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAccountAbility();
  const roles = useOperation(listRoles, {}, { staleMs: 600_000 });
  const filters: readonly Filter[] = [
    { key: 'role', title: accountsMessages.role, kind: 'choice', options: (roles.data?.rows ?? []).map(({ role, title }) => ({ value: role, label: title })) },
  ];
  const open = useCallback((row: AccountView) => workspace.open({
    key: `account:${row.id}`, title: row.name, width: 'wide', content: <AccountDetail id={row.id} />,
  }), [workspace]);
  const create = () => {
    const key = 'create-account';
    workspace.open({ key, title: say(accountsMessages.create), content: <CreateAccountForm onClose={() => workspace.close(key)} /> });
  };
  return (
    <>
      <PageHeader
        title={say(accountsMessages.title)} subtitle={say(accountsMessages.subtitle)}
        actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={ability('account.create')} onClick={create}>{say(accountsMessages.create)}</AbilityButton>}
      />
      <DataTable
        name="accounts.accounts" title={say(accountsMessages.title)} operation={listAccounts} rowKey={(row) => row.id} rowTitle={(row) => row.name}
        columns={useColumns()} views={VIEWS} filters={filters} searchHint={accountsMessages.search} onOpen={open}
        empty={{ title: accountsMessages.nothing, next: accountsMessages.nothingNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<AccountView>[] {
  const say = useText();
  const roles = (row: AccountView) => row.assignments.map(({ roleTitle, organisationId, organisationName }) => (organisationId === row.organisationId ? say(roleTitle) : say(accountsMessages.roleAt, { role: say(roleTitle), at: organisationName }))).join(say(messages.roleSeparator));
  return [
    { key: 'name', title: accountsMessages.name, width: 110, render: (row) => row.name, value: (row) => row.name },
    { key: 'login', title: accountsMessages.login, width: 170, render: (row) => row.login, value: (row) => row.login },
    { key: 'organisationName', title: accountsMessages.organisation, width: 190, render: (row) => row.organisationName ?? '—', value: (row) => row.organisationName },
    { key: 'roles', title: accountsMessages.roles, width: 220, render: (row) => roles(row) || say(accountsMessages.noRoles), value: roles },
    { key: 'state', title: accountsMessages.state, width: 150, render: (row) => <AccountStateTag state={row.state} />, value: (row) => say(accountsMessages[row.state]) },
    { key: 'secondFactor', title: accountsMessages.secondFactor, width: 126, onPhone: false, render: (row) => say(row.hasSecondFactor ? accountsMessages.yes : accountsMessages.no), value: (row) => say(row.hasSecondFactor ? accountsMessages.yes : accountsMessages.no) },
    { key: 'lastSignedInAt', title: accountsMessages.lastSignedIn, width: 120, onPhone: false, render: (row) => (row.lastSignedInAt ? <TimeAgo at={row.lastSignedInAt} /> : say(accountsMessages.never)), value: (row) => row.lastSignedInAt },
  ];
}
