import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { listBodies, listMeetings, listResolutions, meetingStates, type GoverningBody } from '../../contract/meetings.ts';
import { messages } from '../messages.ts';
import { useOfficeAbility } from '../use-office-ability.ts';
import { AskedBodies } from './asked-bodies.tsx';
import { DraftMeetingForm, FoundBodyForm, SeatMemberForm } from './body-forms.tsx';
import { MeetingPanel } from './meeting-panel.tsx';
import { STATE_TONES } from './meeting-tones.ts';
import { listed } from '#platform/web/text/listed.ts';

/** Bodies with their seats, their meetings, and the resolutions that others cite. */
export function GovernancePage() {
  const say = useText();
  const ability = useOfficeAbility();
  const bodies = useOperation(listBodies, {});
  return (
    <>
      <PageHeader
        title={say(messages.governance)} subtitle={say(messages.subtitle)}
        actions={<PanelButton id="found-body" title={messages.foundBody} ability={ability('governance.found-body')} primary={bodies.data?.rows.length === 0}>{(close) => <FoundBodyForm onDone={close} />}</PanelButton>}
      />
      <Answer query={bodies}>
        {({ rows }) => (rows.length === 0
          ? <Empty title={say(messages.noBodies)} next={say(messages.noBodiesNext)} />
          : <div className="yg-stack">{rows.map((body) => <BodyPanel key={body.id} body={body} />)}<Meetings bodies={rows} /><Resolutions /></div>)}
      </Answer>
      <AskedBodies />
    </>
  );
}

function BodyPanel({ body }: { body: GoverningBody }) {
  const say = useText();
  const ability = useOfficeAbility();
  return (
    <Panel
      title={say(body.name)}
      actions={
        <>
          <PanelButton id={`seat:${body.id}`} title={messages.seat} ability={ability('governance.seat-member')}>{(close) => <SeatMemberForm body={body} onDone={close} />}</PanelButton>
          <PanelButton id={`draft:${body.id}`} title={messages.draftMeeting} ability={ability('governance.draft-meeting')} primary>{(close) => <DraftMeetingForm body={body} onDone={close} />}</PanelButton>
        </>
      }
    >
      <div className="yg-stack">
      <Facts
        columns={4}
        items={[
          { label: say(messages.kind), value: say(messages[body.kind]) },
          { label: say(messages.quorum), value: `${body.quorumPercent}%` },
          { label: say(messages.majority), value: say(messages[body.majority]) },
          { label: say(messages.scope), value: listed(body.scope) },
        ]}
      />
      <PlainTable
        caption={say(messages.seats)} rows={body.seats} rowKey={({ id }) => id} empty={{ zh: '尚未任命席位', en: 'No seat given yet' }}
        columns={[
          { key: 'holder', title: messages.holder, render: ({ holder, isChair }) => <>{holder} {isChair && <StateTag tone="information" text={say(messages.chair)} />}</> },
          { key: 'post', title: messages.post, render: ({ post }) => say(post) },
          { key: 'vote', title: messages.mayVote, render: ({ mayVote }) => (mayVote ? '✓' : '—') },
          { key: 'term', title: messages.validFrom, render: ({ validFrom, validUntil }) => `${validFrom} — ${validUntil ?? '…'}` },
        ]}
      />
      </div>
    </Panel>
  );
}

function Meetings({ bodies }: { bodies: readonly GoverningBody[] }) {
  const say = useText();
  const workspace = useWorkspace();
  return (
    <Panel title={say(messages.meetings)}>
      <DataTable
        name="governance-meetings" title={say(messages.meetings)} operation={listMeetings} rowKey={({ id }) => id} rowTitle={({ title }) => title} height="320px"
        onOpen={({ id, title }) => workspace.open({ key: `meeting:${id}`, title, content: <MeetingPanel id={id} /> })}
        filters={[
          { key: 'bodyId', title: messages.bodies, kind: 'choice', options: bodies.map(({ id, name }) => ({ value: id, label: name })) },
          { key: 'state', title: messages.state, kind: 'choice', options: meetingStates.map((state) => ({ value: state, label: messages[state] })) },
        ]}
        columns={[
          { key: 'meetsOn', title: messages.meetsOn, width: 110, render: ({ meetsOn }) => meetsOn, value: ({ meetsOn }) => meetsOn },
          { key: 'title', title: messages.title, width: 280, render: ({ title }) => title, value: ({ title }) => title },
          { key: 'body', title: messages.bodies, width: 220, render: ({ bodyName }) => say(bodyName), value: ({ bodyName }) => say(bodyName) },
          { key: 'state', title: messages.state, width: 120, render: ({ state }) => <StateTag tone={STATE_TONES[state]} text={say(messages[state])} />, value: ({ state }) => say(messages[state]) },
          { key: 'items', title: messages.items, width: 80, align: 'end', render: ({ items }) => items.length, value: ({ items }) => items.length },
        ]}
        empty={{ title: { zh: '还没有会议', en: 'No meeting yet' } }} refreshOn={['governance']}
      />
    </Panel>
  );
}

function Resolutions() {
  const say = useText();
  return (
    <Panel title={say(messages.resolutions)}>
      <DataTable
        name="governance-resolutions" title={say(messages.resolutions)} operation={listResolutions} rowKey={({ id }) => id} rowTitle={({ title }) => title} height="280px" address={false}
        columns={[
          { key: 'number', title: messages.number, width: 230, render: ({ number }) => number, value: ({ number }) => number },
          { key: 'kind', title: messages.itemKind, width: 100, render: ({ kind }) => say(messages[kind]), value: ({ kind }) => say(messages[kind]) },
          { key: 'title', title: messages.title, width: 260, render: ({ title }) => title, value: ({ title }) => title },
          { key: 'text', title: messages.proposal, width: 320, render: ({ text }) => text, value: ({ text }) => text, onPhone: false },
          { key: 'adopted', title: messages.meetsOn, width: 110, render: ({ adoptedOn }) => adoptedOn, value: ({ adoptedOn }) => adoptedOn },
          { key: 'votes', title: messages.votes, width: 110, render: ({ forCount, againstCount, abstainCount }) => `${forCount} : ${againstCount} : ${abstainCount}`, value: ({ forCount, againstCount, abstainCount }) => `${forCount}:${againstCount}:${abstainCount}` },
          { key: 'tasks', title: messages.tasks, width: 80, align: 'end', render: ({ tasks }) => tasks, value: ({ tasks }) => tasks },
        ]}
        empty={{ title: { zh: '还没有决议', en: 'No resolution yet' } }} refreshOn={['governance']}
      />
    </Panel>
  );
}
