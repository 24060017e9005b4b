import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getBulletin } from '../../contract/bulletins.ts';
import { LightTag } from '../light-tag.tsx';
import { messages } from '../messages.ts';

/** What was published, read from the frozen content. */
export function BulletinPanel({ id }: { id: string }) {
  const say = useText();
  const bulletin = useOperation(getBulletin, { id });
  return (
    <Answer query={bulletin}>
      {({ bulletin: { comments }, content: { summary, overdue } }) => (
        <div className="yg-stack">
          <p>{say(messages.total)} {summary.all.total} · {say(messages.finished)} {summary.all.done} · {say(messages.red)} {summary.all.red}</p>
          {comments && <p>{comments}</p>}
          <Panel level={3} title={say(messages.ranking)} flush>
            <PlainTable
              caption={say(messages.ranking)} rows={summary.byBody} rowKey={({ sourceId, bodyId }) => `${sourceId}:${bodyId}`}
              columns={[
                { key: 'name', title: messages.lead, render: ({ name }) => say(name) },
                { key: 'total', title: messages.total, align: 'end', render: ({ total }) => total },
                { key: 'done', title: messages.finished, align: 'end', render: ({ done }) => done },
                { key: 'share', title: messages.share, align: 'end', render: ({ done, total }) => `${((done / total) * 100).toFixed(1)}%` },
                { key: 'red', title: messages.red, align: 'end', render: ({ red }) => red },
              ]}
            />
          </Panel>
          {(summary.byOrganisation ?? []).length > 0 && (
            <Panel level={3} title={say(messages.byOrganisation)} flush>
              <PlainTable
                caption={say(messages.byOrganisation)} rows={summary.byOrganisation ?? []} rowKey={({ organisationId }) => organisationId}
                columns={[
                  { key: 'name', title: messages.organisation, render: ({ name }) => name },
                  { key: 'total', title: messages.total, align: 'end', render: ({ total }) => total },
                  { key: 'done', title: messages.finished, align: 'end', render: ({ done }) => done },
                  { key: 'red', title: messages.red, align: 'end', render: ({ red }) => red },
                ]}
              />
            </Panel>
          )}
          {(summary.byTownship ?? []).length > 0 && (
            <Panel level={3} title={say(messages.byTownship)} flush>
              <PlainTable
                caption={say(messages.byTownship)} rows={summary.byTownship ?? []} rowKey={({ organisationId }) => organisationId}
                columns={[
                  { key: 'name', title: messages.township, render: ({ name }) => name },
                  { key: 'total', title: messages.total, align: 'end', render: ({ total }) => total },
                  { key: 'leading', title: messages.leading, align: 'end', render: ({ leading }) => leading },
                  { key: 'done', title: messages.finished, align: 'end', render: ({ done }) => done },
                  { key: 'red', title: messages.red, align: 'end', render: ({ red }) => red },
                ]}
              />
            </Panel>
          )}
          <Panel level={3} title={say(messages.overdue)} flush>
            <PlainTable
              caption={say(messages.overdue)} rows={overdue} rowKey={(task) => task.id} empty={{ zh: '没有超期任务', en: 'Nothing overdue' }}
              columns={[
                { key: 'title', title: messages.task, render: ({ title }) => say(title) },
                { key: 'lead', title: messages.lead, render: ({ leadName }) => say(leadName) },
                { key: 'due', title: messages.due, render: ({ due }) => due ?? '—' },
                { key: 'light', title: messages.light, render: ({ light }) => <LightTag light={light} /> },
              ]}
            />
          </Panel>
        </div>
      )}
    </Answer>
  );
}
