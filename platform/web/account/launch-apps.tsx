import { Button } from 'antd';
import { beginLaunch, listLaunchableApps } from '#platform/identity/contract/authorisations.ts';
import { useCommand, useOperation } from '../client/hooks.ts';
import { Panel } from '../layout/panel.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';

/** Outside apps that open on the person of this record (SMART EHR launch); nothing where there are none. */
export function LaunchApps({ personId }: { personId: string }) {
  const say = useText();
  const apps = useOperation(listLaunchableApps, {});
  const launch = useCommand(beginLaunch);
  const open = async (clientId: string): Promise<void> => {
    const answer = await launch.run({ clientId, personId });
    // The app is a stranger: it gets a page of its own, without a way back into this one.
    if (answer) window.open(answer.to, '_blank', 'noopener,noreferrer');
  };
  const rows = apps.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel level={3} title={say(accountMessages.launchApps)}>
      {launch.problem && <ProblemNotice problem={launch.problem} />}
      <div className="yg-row">
        {rows.map(({ clientId, name }) => <Button key={clientId} loading={launch.pending} onClick={() => void open(clientId)}>{name}</Button>)}
      </div>
    </Panel>
  );
}
