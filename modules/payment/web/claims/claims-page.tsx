import { useCallback } from 'react';
import { Link } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listClaims, type Claim } from '../../contract/claims.ts';
import { messages, stateWords } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { StateWord } from '../state-word.tsx';
import { useAbility } from '../use-ability.ts';
import { ClaimDetail } from './claim-detail.tsx';
import { claimMessages } from './claim-messages.ts';
import { ImportBillsPanel } from './import-bills-panel.tsx';
import '../payment.css';

const VIEWS: readonly TableView[] = [
  { key: 'held', title: stateWords.held, filters: { state: ['held'] } },
  { key: 'clear', title: stateWords.clear, filters: { state: ['clear'] } },
  { key: 'sent', title: stateWords.sent, filters: { state: ['sent'] } },
  { key: 'all', title: messages.all, filters: {} },
];

/** Bills before they leave: what the rules found, and who answers for it. */
export function ClaimsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const importing = () => workspace.open({ key: 'import-bills', width: 'wide', title: say(claimMessages.import), content: <ImportBillsPanel /> });
  const open = useCallback((row: Claim) => workspace.open({ key: `claim:${row.id}`, width: 'wide', title: `${say(claimMessages.bill)} ${row.billNumber}`, content: <ClaimDetail id={row.id} /> }), [workspace, say]);
  return (
    <>
      <PageHeader title={say(messages.claims)} actions={<><Link to="/payment/stays">{say(messages.stays)}</Link><AbilityButton type="primary" ability={ability('payment.import-bills')} onClick={importing}>{say(claimMessages.import)}</AbilityButton></>} />
      <DataTable
        name="payment.claims" title={say(messages.claims)} operation={listClaims} rowKey={(row) => row.id} rowTitle={(row) => row.billNumber} columns={useColumns()} views={VIEWS} onOpen={open} searchHint={claimMessages.bill}
        empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<Claim>[] {
  const say = useText();
  return [
    { key: 'billNumber', title: claimMessages.bill, width: 150, sortable: true, render: (row) => row.billNumber, value: (row) => row.billNumber },
    { key: 'state', title: messages.state, width: 120, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'openHits', title: claimMessages.hits, width: 110, align: 'end', render: (row) => `${row.openHits} / ${row.hits}`, value: (row) => row.openHits },
    { key: 'atStakeFen', title: claimMessages.stake, width: 140, align: 'end', sortable: true, render: (row) => <Yuan fen={row.atStakeFen} />, value: (row) => row.atStakeFen / 100 },
    { key: 'totalFen', title: claimMessages.total, width: 140, align: 'end', sortable: true, render: (row) => <Yuan fen={row.totalFen} />, value: (row) => row.totalFen / 100 },
    { key: 'fundFen', title: claimMessages.fund, width: 140, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.fundFen} />, value: (row) => (row.fundFen === null ? null : row.fundFen / 100) },
    { key: 'patientFen', title: claimMessages.patient, width: 140, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.patientFen} />, value: (row) => (row.patientFen === null ? null : row.patientFen / 100) },
  ];
}
