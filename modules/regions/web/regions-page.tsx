import { Link } from 'react-router';
import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listRegions, type RegionSummary } from '../contract/operations.ts';
import { messages } from './messages.ts';
import './regions.css';

/** The regions of this installation, side by side. */
export function RegionsPage() {
  const say = useText();
  const { may } = useSession();
  const regions = useOperation(listRegions, {});
  return (
    <>
      <PageHeader
        title={say(messages.regions)} subtitle={say(messages.subtitle)}
        actions={<>{may('regions.apply') && <Link to="/regions/edit"><Button type="primary">{say(messages.newPack)}</Button></Link>}<Link to="/region-answers"><Button>{say(messages.answersShort)}</Button></Link></>}
      />
      <Answer query={regions}>
        {({ rows }) => (rows.length === 0
          ? <Empty title={say(messages.none)} next={say(messages.noneNext)} />
          : <div className="regions-cards">{rows.map((region) => <RegionCard key={region.id} region={region} />)}</div>)}
      </Answer>
    </>
  );
}

function RegionCard({ region }: { region: RegionSummary }) {
  const say = useText();
  return (
    <Panel
      title={<Link to={`/regions/${region.id}`}>{say(region.name)}</Link>}
      actions={<StateTag tone={region.state === 'in-force' ? 'done' : 'neutral'} text={say(region.state === 'in-force' ? messages.inForce : messages.ended)} />}
    >
      <p>{say(region.policyTitle)}</p>
      <Facts
        items={[
          { label: say(messages.policy), value: region.policyNumber, wide: true },
          { label: say(messages.standing), value: say(messages[region.standing as 'draft']) },
          { label: say(messages.version), value: `${region.version} (${region.versions})` },
          { label: say(messages.tasks), value: region.tasks },
          { label: say(messages.targets), value: region.targets },
          { label: say(messages.rules), value: region.rules },
          { label: say(messages.appliedAt), value: <TimeAgo at={region.appliedAt} /> },
        ]}
      />
    </Panel>
  );
}
