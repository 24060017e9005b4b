import { purposeWords } from '#modules/health-record/portal/look-words.ts';
import { basisText } from '#modules/health-record/web/messages.ts';
import { listAuditEntries, type AuditEntryView } from '#platform/audit/contract.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { AuditChainPanel } from './audit-chain-panel.tsx';
import { SignaturesPanel } from './signatures-panel.tsx';
import { auditMessages } from './messages.ts';

const VIEWS: readonly TableView[] = [
  { key: 'all', title: auditMessages.all, filters: {} },
  { key: 'refused', title: auditMessages.refused, filters: { outcome: 'refused' } },
];

const FILTERS: readonly Filter[] = [
  { key: 'action', title: auditMessages.action, kind: 'text' },
  { key: 'from', title: auditMessages.from, kind: 'date' },
  { key: 'until', title: auditMessages.until, kind: 'date' },
];

/** Who saw or did what, and whether the trail is whole. */
export function AuditPage() {
  const say = useText();
  return (
    <>
      <PageHeader title={say(auditMessages.title)} subtitle={say(auditMessages.subtitle)} />
      <div className="yg-stack">
        <AuditChainPanel />
        <SignaturesPanel />
      </div>
      <DataTable
        name="audit.entries" title={say(auditMessages.title)} operation={listAuditEntries} rowKey={(row) => String(row.id)} rowTitle={(row) => `${row.subjectName} ${row.actionTitle ? say(row.actionTitle) : row.action}`}
        columns={useColumns()} views={VIEWS} filters={FILTERS} searchHint={auditMessages.search} empty={{ title: auditMessages.nothing, next: auditMessages.nothingNext }}
      />
    </>
  );
}

/** The words of the contract; the code small beside them, because filters and the trail itself know that. */
function ActionWords({ row: { action, actionTitle } }: { readonly row: AuditEntryView }) {
  const say = useText();
  return actionTitle === null ? <code>{action}</code> : <span title={action}>{say(actionTitle)} <small className="yg-quiet">{action}</small></span>;
}

const KINDS = ['staff', 'client', 'system', 'resident', 'database'] as const;

function useColumns(): readonly Column<AuditEntryView>[] {
  const say = useText();
  const format = useFormat();
  const kind = (row: AuditEntryView): string => {
    const known = KINDS.find((each) => each === row.subjectKind);
    return known ? say(auditMessages[known]) : row.subjectKind;
  };
  const purpose = (row: AuditEntryView): string => (row.purpose === null ? '—' : say(purposeWords(row.purpose)));
  return [
    { key: 'at', title: auditMessages.at, width: 150, render: (row) => format.dateTime(row.at), value: (row) => row.at },
    { key: 'subjectName', title: auditMessages.who, width: 150, render: (row) => row.subjectName, value: (row) => row.subjectName },
    { key: 'subjectKind', title: auditMessages.kind, width: 100, onPhone: false, render: kind, value: kind },
    { key: 'action', title: auditMessages.action, width: 330, render: (row) => <ActionWords row={row} />, value: (row) => (row.actionTitle ? `${say(row.actionTitle)} (${row.action})` : row.action) },
    { key: 'outcome', title: auditMessages.outcome, width: 115, render: (row) => <StateTag tone={row.outcome === 'refused' ? 'overdue' : 'done'} text={say(auditMessages[row.outcome])} />, value: (row) => say(auditMessages[row.outcome]) },
    { key: 'basis', title: auditMessages.basis, width: 130, onPhone: false, render: (row) => say(basisText(row.basis)), value: (row) => say(basisText(row.basis)) },
    { key: 'purpose', title: auditMessages.purpose, width: 150, onPhone: false, render: (row) => purpose(row), value: purpose },
    { key: 'resource', title: auditMessages.resource, width: 260, onPhone: false, render: (row) => row.resource ?? '—', value: (row) => row.resource },
  ];
}
