import { Button } from 'antd';
import { revokeOwnApp } from '#platform/identity/contract/authorisations.ts';
import type { getOwnSecurity } from '#platform/identity/contract/own-account.ts';
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
import { useScopeWords } from './scope-words.ts';

type App = ResultOf<typeof getOwnSecurity>['apps'][number];

/** What outside apps may do in the person's name, and the way to end it. */
export function AppPanel({ apps, onChanged }: { apps: readonly App[]; onChanged: () => void }) {
  const say = useText();
  const wordsOf = useScopeWords();
  const revoke = useCommand(revokeOwnApp);
  const takeBack = async (id: string) => {
    if ((await revoke.attempt({ id })).ok) toast(say(accountMessages.appRevoked));
    onChanged();
  };
  const columns: readonly Column<App>[] = [
    { key: 'app', title: accountMessages.app, render: ({ name }) => <strong>{name}</strong> },
    { key: 'may', title: accountMessages.appMay, render: ({ scopes }) => wordsOf(scopes).join(say(accountMessages.listComma)) },
    { key: 'since', title: accountMessages.appSince, render: ({ grantedAt }) => <TimeAgo at={grantedAt} /> },
    { key: 'used', title: accountMessages.appUsed, render: ({ lastUsedAt }) => (lastUsedAt === null ? '—' : <TimeAgo at={lastUsedAt} />) },
    { key: 'lasts', title: accountMessages.appLasts, render: ({ isLasting }) => say(isLasting ? accountMessages.appUntilRevoked : accountMessages.appThisSignIn) },
    {
      key: 'actions', title: accountMessages.actions,
      render: ({ id, name }) => <Button size="small" danger aria-label={`${say(accountMessages.appRevoke)} ${name}`} onClick={() => void takeBack(id)}>{say(accountMessages.appRevoke)}</Button>,
    },
  ];
  return (
    <Panel title={say(accountMessages.apps)}>
      <p className="yg-quiet">{say(accountMessages.appsText)}</p>
      {revoke.problem && <ProblemNotice problem={revoke.problem} />}
      <PlainTable caption={say(accountMessages.apps)} columns={columns} rows={apps} rowKey={({ id }) => id} />
    </Panel>
  );
}
