import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateLine } from '#platform/web/state/state-line.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { actionParty, stateTitles, type TaskAction } from '../../contract/states.ts';
import { getLedgerTask, type TaskDetail } from '../../contract/tasks.ts';
import { LIGHT_TONES, LightTag, Progress } from '../light-tag.tsx';
import { messages } from '../messages.ts';
import { TaskActs } from './task-acts.tsx';
import '../ledger.css';
import { listed } from '#platform/web/text/listed.ts';

/** One task: whose move it is, what can be done, plan, evidence, and everything that was done. */
export function TaskPanel({ id }: { id: string }) {
  const say = useText();
  const task = useOperation(getLedgerTask, { id });
  return (
    <Answer query={task}>
      {(data) => (
        <div className="yg-stack">
          <StateLine tone={LIGHT_TONES[data.light]} state={say(stateTitles[data.state])} since={data.stateSince} {...whoseMove(data, say)} />
          <TaskActs task={data} />
          <About task={data} />
          <Plan task={data} />
          <Evidence task={data} />
          <History task={data} />
        </div>
      )}
    </Answer>
  );
}

const FIRST_ACT: Readonly<Partial<Record<TaskDetail['state'], TaskAction>>> = {
  imported: 'assign', assigned: 'plan', planned: 'start', 'in-progress': 'report', returned: 'submit', submitted: 'verify', verified: 'close', suspended: 'resume',
};

function whoseMove(task: TaskDetail, say: ReturnType<typeof useText>): { whoseMove?: string } {
  const act = FIRST_ACT[task.state];
  if (act === undefined) return {};
  return { whoseMove: actionParty[act] === 'keeper' ? say({ zh: '台账单位', en: 'Keeper of the ledger' }) : say(task.leadName) };
}

function About({ task }: { task: TaskDetail }) {
  const say = useText();
  return (
    <>
      <Facts
        items={[
          { label: say(messages.policy), value: say(task.sourceName) },
          { label: say(messages.clause), value: task.clause },
          { label: say(messages.lead), value: say(task.leadName) },
          { label: say(messages.due), value: task.due },
          { label: say(messages.light), value: <LightTag light={task.light} /> },
          { label: say(messages.progress), value: <Progress percent={task.progress} /> },
          { label: say(messages.joint), value: listed(task.parties.filter(({ role }) => role === 'joint').map(({ name }) => say(name))), wide: true },
          { label: say(messages.indicators), value: task.indicators.join(' ') },
          { label: say(messages.score), value: task.score },
          { label: say(messages.problem), value: task.problem, wide: true },
          { label: say(messages.nextStep), value: task.nextStep, wide: true },
        ]}
      />
      <Panel level={3} title={say(messages.work)}><ul>{task.work.map((each) => <li key={each.zh}>{say(each)}</li>)}</ul></Panel>
    </>
  );
}

function Plan({ task }: { task: TaskDetail }) {
  const say = useText();
  return (
    <Panel level={3} title={say(messages.milestones)} flush>
      <PlainTable
        caption={say(messages.milestones)} rows={task.milestones} rowKey={({ id }) => id} empty={{ zh: '尚未制定计划', en: 'No plan yet' }}
        columns={[
          { key: 'title', title: messages.milestone, render: ({ title }) => title },
          { key: 'quarter', title: messages.quarter, render: ({ quarter }) => quarter },
          { key: 'due', title: messages.due, render: ({ due }) => due },
          { key: 'target', title: messages.target, render: ({ target }) => target ?? '—' },
          { key: 'done', title: messages.doneOn, render: ({ doneOn }) => doneOn ?? '—' },
        ]}
      />
    </Panel>
  );
}

function Evidence({ task }: { task: TaskDetail }) {
  const say = useText();
  return (
    <Panel level={3} title={say(messages.evidence)} flush>
      <PlainTable
        caption={say(messages.evidence)} rows={task.evidence} rowKey={({ id }) => id} empty={{ zh: '尚无佐证', en: 'No evidence yet' }}
        columns={[
          { key: 'title', title: messages.evidenceTitle, render: ({ title }) => title },
          { key: 'link', title: messages.link, render: ({ link }) => link ?? '—' },
          { key: 'note', title: messages.note, render: ({ note }) => note ?? '' },
          { key: 'by', title: { zh: '提交人', en: 'By' }, render: ({ givenBy }) => givenBy },
        ]}
      />
    </Panel>
  );
}

function History({ task }: { task: TaskDetail }) {
  const say = useText();
  return (
    <Panel level={3} title={say(messages.history)} flush>
      <PlainTable
        caption={say(messages.history)} rows={task.actions.map((act, index) => ({ ...act, index }))} rowKey={({ index }) => String(index)}
        columns={[
          { key: 'at', title: { zh: '时间', en: 'When' }, render: ({ at }) => <TimeAgo at={at} /> },
          { key: 'act', title: { zh: '事项', en: 'Act' }, render: ({ action, progress }) => `${say(messages[action as 'assign'])}${progress === null ? '' : ` ${progress}%`}` },
          { key: 'by', title: { zh: '经办人', en: 'By' }, render: ({ subjectName }) => subjectName },
          { key: 'note', title: messages.note, render: ({ note, resolutionNumber, score }) => [note, resolutionNumber, score].filter(Boolean).join(' · ') },
        ]}
      />
    </Panel>
  );
}
