import { Empty } from '#platform/web/layout/empty.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listRecordAccess } from '../contract.ts';
import { lookWords } from '../portal/look-words.ts';
import { basisText, messages } from './messages.ts';

type Access = ResultOf<typeof listRecordAccess>['rows'][number];

/** Who looked, from where, on what ground; newest first. */
export function AccessTable({ rows }: { rows: readonly Access[] }) {
  const say = useText();
  const format = useFormat();
  if (rows.length === 0) return <Empty title={say(messages.noAccess)} />;
  return (
    <PlainTable
      caption={say(messages.accessOf)}
      rows={rows}
      rowKey={(row) => `${row.at}-${row.who}-${row.action}`}
      columns={[
        { key: 'at', title: messages.when, render: (row: Access) => format.dateTime(row.at) },
        { key: 'who', title: messages.who, render: (row: Access) => row.who },
        { key: 'organisation', title: messages.organisation, render: (row: Access) => row.organisationName || '—' },
        { key: 'basis', title: messages.why, render: (row: Access) => say(basisText(row.basis)) },
        { key: 'action', title: messages.what, render: (row: Access) => say(lookWords(row.action, row.resourceType, row.basis)) },
        {
          key: 'outcome',
          title: messages.outcome,
          render: (row: Access) => <StateTag tone={row.outcome === 'success' ? 'neutral' : 'overdue'} text={say(messages[row.outcome])} />,
        },
      ]}
    />
  );
}
