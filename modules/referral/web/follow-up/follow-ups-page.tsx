import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listFollowUps, type FollowUp } from '../../contract.ts';
import { FollowUpTag, useCompleteFollowUp } from '../detail/follow-up-list.tsx';
import { actMessages, followUpMessages, messages } from '../messages.ts';
import '../referral.css';

/** Tasks of township and village, and who was lost to follow-up; opening one records its result. */
export function FollowUpsPage() {
  const say = useText();
  const complete = useCompleteFollowUp();
  const columns: Column<FollowUp>[] = [
    { key: 'state', title: messages.state, width: 110, render: (task) => <FollowUpTag task={task} />, value: (task) => task.state },
    { key: 'dueDate', title: actMessages.dueDate, width: 120, render: (task) => <span className="yg-number">{task.dueDate}</span>, value: (task) => task.dueDate },
    { key: 'person', title: messages.person, width: 120, render: (task) => task.personName, value: (task) => task.personName },
    { key: 'title', title: actMessages.taskTitle, width: 260, render: (task) => task.title, value: (task) => task.title },
    { key: 'result', title: actMessages.taskResult, width: 220, onPhone: false, render: (task) => task.result ?? '—', value: (task) => task.result },
    { key: 'number', title: messages.number, width: 160, onPhone: false, render: (task) => <span className="yg-number">{task.referralNumber}</span>, value: (task) => task.referralNumber },
  ];
  return (
    <>
      <PageHeader title={say(followUpMessages.title)} />
      <DataTable
        name="referral.follow-ups" title={say(followUpMessages.title)} operation={listFollowUps} rowKey={(task) => task.followUpId} columns={columns} rowTitle={(task) => `${task.personName} ${task.title}`}
        onOpen={(task) => { if (task.state === 'open') complete(task); }}
        views={[
          { key: 'open', title: followUpMessages.open, filters: { state: 'open' } },
          { key: 'overdue', title: followUpMessages.overdue, filters: { overdue: 'true' } },
          { key: 'lost', title: followUpMessages.lost, filters: { state: 'lost' } },
          { key: 'done', title: followUpMessages.doneView, filters: { state: 'done' } },
        ]}
        empty={{ title: followUpMessages.nothing, next: followUpMessages.nothingNext }}
      />
    </>
  );
}
