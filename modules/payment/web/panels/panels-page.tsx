import { Link } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listPanelMonths, type PanelMonth } from '../../contract/panels.ts';
import { messages } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { useAbility } from '../use-ability.ts';
import { panelMessages } from './panel-messages.ts';
import { PayCapitationForm, RecordHeadsForm } from './panel-forms.tsx';
import '../payment.css';

/** Outpatient panels paid by the head: who looks after how many, and what the month is paid. */
export function PanelsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const open = (key: string, title: string, content: React.ReactNode) => workspace.open({ key, title, content });
  const record = () => open('record-heads', say(panelMessages.record), <RecordHeadsForm onDone={() => workspace.close('record-heads')} />);
  const pay = () => open('pay-capitation', say(panelMessages.pay), <PayCapitationForm onDone={() => workspace.close('pay-capitation')} />);
  return (
    <>
      <PageHeader
        title={say(panelMessages.panels)}
        actions={(
          <>
            <Link to="/payment/runs">{say(messages.runs)}</Link>
            <AbilityButton ability={ability('payment.pay-capitation')} onClick={pay}>{say(panelMessages.pay)}</AbilityButton>
            <AbilityButton type="primary" ability={ability('payment.record-panel-heads')} onClick={record}>{say(panelMessages.record)}</AbilityButton>
          </>
        )}
      />
      <DataTable
        name="payment.panels" title={say(panelMessages.panels)} operation={listPanelMonths} rowKey={(row) => `${row.packId} ${row.panel} ${row.organisationId} ${row.month}`} rowTitle={(row) => `${row.month} ${row.title}`} columns={useColumns()}
        filters={[{ key: 'month', title: messages.month, kind: 'text' }]} empty={{ title: messages.none, next: panelMessages.next }}
      />
    </>
  );
}

function useColumns(): readonly Column<PanelMonth>[] {
  const say = useText();
  const state = (row: PanelMonth): string => say(row.fixed ? panelMessages.fixed : panelMessages.open);
  return [
    { key: 'month', title: messages.month, width: 100, sortable: true, render: (row) => row.month, value: (row) => row.month },
    { key: 'panel', title: panelMessages.panel, width: 180, sortable: true, render: (row) => row.title, value: (row) => row.title },
    { key: 'organisationId', title: messages.institution, width: 220, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'heads', title: panelMessages.heads, width: 100, align: 'end', sortable: true, render: (row) => row.heads, value: (row) => row.heads },
    { key: 'perHead', title: panelMessages.perHead, width: 150, align: 'end', onPhone: false, render: (row) => row.perHead ?? '—', value: (row) => row.perHead },
    { key: 'paymentFen', title: panelMessages.payment, width: 140, align: 'end', render: (row) => <Yuan fen={row.paymentFen} />, value: (row) => (row.paymentFen === null ? null : row.paymentFen / 100) },
    { key: 'fixed', title: messages.state, width: 100, render: state, value: state },
  ];
}
