import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listDeclineReasons } from '../../contract/catalogue.ts';
import { listRecognitionDecisions, type Decided } from '../../contract/decisions.ts';
import { DECISIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';

const VIEWS: readonly TableView[] = [{ key: 'all', title: messages.decisions, filters: {} }, { key: 'declined', title: messages.declined, filters: { decision: 'declined' } }];
const FILTERS: readonly Filter[] = [
  { key: 'decision', title: messages.decision, kind: 'choice', options: Object.entries(DECISIONS).map(([value, label]) => ({ value, label })) },
  { key: 'from', title: messages.from, kind: 'date' }, { key: 'until', title: messages.until, kind: 'date' },
];

/** What the doctors of the own organisations decided, with the legal reason where a result was declined. */
export function DecisionsPage() {
  const say = useText();
  const columns = useColumns();
  return (
    <>
      <PageHeader title={say(messages.decisions)} />
      <DataTable
        name="recognition.decisions" title={say(messages.decisions)} operation={listRecognitionDecisions} rowKey={(row) => row.id} rowTitle={(row) => `${row.personName} ${row.itemName}`} columns={columns} views={VIEWS} filters={FILTERS}
        searchHint={messages.searchWho} empty={{ title: messages.nothing, next: messages.decisionsNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<Decided>[] {
  const say = useText();
  const format = useFormat();
  const by = ({ channel }: Decided): string => say(channel === 'screen' ? messages.screen : messages.hook);
  return [
    { key: 'decided', title: messages.decidedAt, width: 150, render: (row) => format.dateTime(row.decidedAt), value: (row) => row.decidedAt },
    { key: 'person', title: messages.person, width: 100, render: (row) => row.personName, value: (row) => row.personName },
    { key: 'item', title: messages.name, width: 160, render: (row) => row.itemName, value: (row) => row.itemName },
    { key: 'decision', title: messages.decision, width: 130, render: (row) => <StateTag tone={row.decision === 'recognised' ? 'done' : 'due'} text={say(DECISIONS[row.decision])} />, value: (row) => say(DECISIONS[row.decision]) },
    { key: 'reason', title: messages.reason, width: 240, render: (row) => <Reason row={row} />, value: (row) => [row.reasonCode, row.note].filter(Boolean).join(' · ') },
    { key: 'saved', title: messages.money, width: 120, align: 'end', render: (row) => format.money(row.savedFen), value: (row) => row.savedFen / 100 },
    { key: 'source', title: messages.source, width: 160, onPhone: false, render: (row) => row.sourceOrganisationName, value: (row) => row.sourceOrganisationName },
    { key: 'doctor', title: messages.doctor, width: 240, onPhone: false, render: (row) => `${row.doctorName} · ${row.organisationName}`, value: (row) => row.doctorName },
    { key: 'channel', title: messages.channel, width: 90, onPhone: false, render: by, value: by },
  ];
}

/** Rows are kept as they were drawn; the words of the reasons may come later. */
function Reason({ row: { reasonCode, note } }: { row: Decided }) {
  const say = useText();
  const { data } = useOperation(listDeclineReasons, {}, { staleMs: 600_000 });
  if (reasonCode === null) return <>—</>;
  const reason = data?.rows.find(({ code }) => code === reasonCode);
  const words = [reason === undefined ? reasonCode : say({ zh: reason.zh, en: reason.en }), note].filter(Boolean).join(' · ');
  return <span title={words}>{words}</span>;
}
