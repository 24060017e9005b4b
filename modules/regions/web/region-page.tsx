import { Link, useParams, useSearchParams } from 'react-router';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { compareRegion, endRegion, getRegion, type RegionSummary } from '../contract/operations.ts';
import { AnswerShare } from './answer-share.tsx';
import { AnswerTable } from './answer-table.tsx';
import { ChangeTable } from './change-table.tsx';
import { messages } from './messages.ts';
import './regions.css';
import { listed } from '#platform/web/text/listed.ts';

type Region = ResultOf<typeof getRegion>;

/** One region: its policy, what answers it, its phases and bodies, and all its versions. */
export function RegionPage() {
  const say = useText();
  const { id = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const version = address.get('version') ?? undefined;
  const region = useOperation(getRegion, { id, ...(version ? { version } : {}) }, { keepPrevious: true });
  return (
    <Answer query={region}>
      {(data) => (
        <>
          <PageHeader
            title={say(data.pack.name)} subtitle={`${say(data.pack.policy.title)} · ${data.pack.policy.number}`} back={{ to: '/regions', label: say(messages.regions) }}
            actions={<Actions summary={data.summary} />}
          />
          <div className="yg-stack">
            <About region={data} />
            <Panel title={say(messages.answersTitle)}>
              <AnswerShare counts={data.answers.counts} />
              <AnswerTable caption={say(messages.answersTitle)} rows={data.answers.rows} />
            </Panel>
            <Phases region={data} />
            <Versions region={data} onChoose={(chosen) => setAddress({ version: chosen }, { replace: true })} />
          </div>
        </>
      )}
    </Answer>
  );
}

function Actions({ summary }: { summary: RegionSummary }) {
  const say = useText();
  const { may } = useSession();
  const confirm = useConfirmReason();
  const ending = useCommand(endRegion);
  const end = async () => {
    const reason = await confirm({ title: say(messages.endQuestion, { name: say(summary.name) }), explanation: say(messages.endExplanation), verb: say(messages.end), danger: true });
    if (reason !== undefined) await ending.run({ id: summary.id, reason });
  };
  const refused = { allowed: false, reason: messages.needsRole } as const;
  return (
    <>
      {ending.problem && <ProblemNotice problem={ending.problem} />}
      {may('regions.apply') && <Link to={`/regions/edit?from=${summary.id}`}><Button type="primary">{say(messages.edit)}</Button></Link>}
      <AbilityButton ability={may('regions.end') && summary.state === 'in-force' ? { allowed: true } : refused} onClick={() => void end()}>{say(messages.end)}</AbilityButton>
    </>
  );
}

function About({ region: { pack, summary, shown } }: { region: Region }) {
  const say = useText();
  return (
    <Panel title={`${say(messages.version)} ${shown}`}>
      <Facts
        columns={3}
        items={[
          { label: say(messages.standing), value: say(messages[pack.policy.standing]) },
          { label: say(messages.appliedBy), value: summary.appliedBy },
          { label: say(messages.appliedAt), value: <TimeAgo at={summary.appliedAt} /> },
          { label: say(messages.consortia), value: pack.consortia.map(({ lead }) => say(lead)).join('；'), wide: true },
          { label: say(messages.bodies), value: listed(pack.bodies.map(({ name }) => say(name))), wide: true },
          { label: say(messages.note), value: pack.policy.note && say(pack.policy.note), wide: true },
        ]}
      />
    </Panel>
  );
}

function Phases({ region: { pack } }: { region: Region }) {
  const say = useText();
  return (
    <Panel title={say(messages.phases)} flush>
      <PlainTable
        caption={say(messages.phases)} rows={pack.phases} rowKey={({ id }) => id} empty={{ zh: '政策未分阶段', en: 'The policy names no phases' }}
        columns={[
          { key: 'name', title: messages.phases, render: ({ name }) => say(name) },
          { key: 'time', title: messages.due, render: ({ from, until }) => `${from ?? '…'} — ${until ?? '…'}` },
          { key: 'result', title: messages.what, render: ({ result }) => say(result) },
        ]}
      />
    </Panel>
  );
}

function Versions({ region: { summary, shown, versions }, onChoose }: { region: Region; onChoose: (version: string) => void }) {
  const say = useText();
  const other = shown === summary.version ? undefined : shown;
  const compared = useOperation(compareRegion, { id: summary.id, from: other ?? summary.version, to: summary.version }, { enabled: other !== undefined });
  return (
    <Panel title={say(messages.versions)} flush>
      <PlainTable
        caption={say(messages.versions)} rows={versions} rowKey={({ version }) => version}
        columns={[
          { key: 'version', title: messages.version, render: ({ version }) => <button type="button" className="yg-chip" aria-pressed={version === shown} onClick={() => onChoose(version)}>{version}</button> },
          { key: 'at', title: messages.appliedAt, render: ({ appliedAt }) => <TimeAgo at={appliedAt} /> },
          { key: 'by', title: messages.appliedBy, render: ({ appliedBy }) => appliedBy },
        ]}
      />
      {other !== undefined && compared.data && <ChangeTable caption={say(messages.compareWith)} changes={compared.data.changes} />}
    </Panel>
  );
}
