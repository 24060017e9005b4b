import { Button } from 'antd';
import { endOtherSessions, endOwnSession, type getOwnSecurity } from '#platform/identity/contract/own-account.ts';
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

type Line = ResultOf<typeof getOwnSecurity>['sessions'][number];

export function SessionPanel({ sessions, onChanged }: { sessions: readonly Line[]; onChanged: () => void }) {
  const say = useText();
  const end = useCommand(endOwnSession);
  const endOthers = useCommand(endOtherSessions);
  const signOut = async (id: string) => {
    if ((await end.attempt({ id })).ok) toast(say(accountMessages.ended));
    onChanged();
  };
  const signOutOthers = async () => {
    if ((await endOthers.attempt({})).ok) toast(say(accountMessages.ended));
    onChanged();
  };
  const columns: readonly Column<Line>[] = [
    ...sessionColumns(say),
    {
      key: 'actions',
      title: accountMessages.actions,
      render: ({ id, isThis, device }) => (isThis
        ? <span className="yg-tag yg-tone-information">{say(accountMessages.thisDevice)}</span>
        : <Button size="small" aria-label={`${say(accountMessages.endSession)} ${device.browser} ${device.system}`} onClick={() => void signOut(id)}>{say(accountMessages.endSession)}</Button>),
    },
  ];
  const problem = end.problem ?? endOthers.problem;
  return (
    <Panel title={say(accountMessages.sessions)} actions={sessions.length > 1 && <Button onClick={() => void signOutOthers()}>{say(accountMessages.endOthers)}</Button>}>
      <div className="yg-stack">
        <p className="yg-quiet">{say(accountMessages.sessionsText)}</p>
        {problem && <ProblemNotice problem={problem} />}
        <PlainTable caption={say(accountMessages.sessions)} columns={columns} rows={sessions} rowKey={({ id }) => id} />
      </div>
    </Panel>
  );
}

type SessionFacts = Pick<Line, 'device' | 'address' | 'isInside' | 'createdAt' | 'lastSeenAt' | 'method'>;

/** Device, place, time and way: the same for the own sessions and for those that an administrator sees. */
export const sessionColumns = (say: ReturnType<typeof useText>): readonly Column<SessionFacts>[] => [
  { key: 'device', title: accountMessages.device, render: ({ device }) => `${device.browser} · ${device.system}` },
  { key: 'place', title: accountMessages.place, render: ({ isInside, address }) => say(isInside ? accountMessages.inside : accountMessages.outside, { address }) },
  { key: 'at', title: accountMessages.signedInAt, onPhone: false, render: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  { key: 'seen', title: accountMessages.lastSeen, render: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} /> },
  { key: 'method', title: accountMessages.method, onPhone: false, render: ({ method }) => say(accountMessages[`method-${method}`]) },
];
