import { Empty } from '#platform/web/layout/empty.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText, type Say } from '#platform/web/text/messages.ts';
import { contract as referral } from '#modules/referral/contract.ts';
import { contract as residents } from '#modules/residents/contract.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { contract, type listRecordAccess } from '../contract.ts';
import { basisText, messages } from './messages.ts';

type Access = ResultOf<typeof listRecordAccess>['rows'][number];

const TITLES: Readonly<Record<string, Text>> = {
  ...contract.permissions, ...residents.permissions, ...referral.permissions,
  // The permission tells whose record may be read; in a list of looks the act alone is enough.
  'health-record.read': { zh: '查看健康档案', en: 'Read the record' },
  'resident.read': { zh: '查看主索引', en: 'Saw the index entry' },
};

/** What was done in the words of its permission; the bare name where this page knows none. */
const wordsOfAction = (action: string, say: Say): string => {
  const title = TITLES[action];
  return title === undefined ? action : say(title);
};

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
        { key: 'action', title: messages.what, render: (row: Access) => wordsOfAction(row.action, say) },
        {
          key: 'outcome',
          title: messages.outcome,
          render: (row: Access) => <StateTag tone={row.outcome === 'success' ? 'neutral' : 'overdue'} text={say(messages[row.outcome])} />,
        },
      ]}
    />
  );
}
