import { useCallback } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { applySpecialReview, getSettlementCase, listSettlementCases, type SettlementCase } from '../../contract/runs.ts';
import { ActButton } from '../act-button.tsx';
import { FigureList } from '../figure.tsx';
import { messages } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { scoreMessages } from '../scores/score-messages.ts';
import { useAbility } from '../use-ability.ts';
import { runMessages } from './run-messages.ts';
import { TakeDischargesPanel } from './take-discharges-panel.tsx';
import '../payment.css';

const VIEWS: readonly TableView[] = [
  { key: 'all', title: messages.all, filters: {} },
  { key: 'high', title: messages.high, filters: { band: ['high', 'special-review-candidate'] } },
  { key: 'low', title: messages.low, filters: { band: ['low'] } },
];

/** Cases of the settlement with their scores. */
export function CasesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const open = useCallback((row: SettlementCase) => workspace.open({ key: `case:${row.id}`, title: `${say(messages.caseNumber)} ${row.caseNumber}`, content: <CaseDetail id={row.id} /> }), [workspace, say]);
  const ability = useAbility();
  const take = () => workspace.open({ key: 'take-discharges', title: say(scoreMessages.take), content: <TakeDischargesPanel /> });
  return (
    <>
      <PageHeader title={say(messages.cases)} actions={<AbilityButton type="primary" ability={ability('payment.load-cases')} onClick={take}>{say(scoreMessages.take)}</AbilityButton>} />
      <DataTable
        name="payment.cases" title={say(messages.cases)} operation={listSettlementCases} rowKey={(row) => row.id} rowTitle={(row) => row.caseNumber} columns={useColumns()} views={VIEWS} onOpen={open}
        filters={[{ key: 'month', title: messages.month, kind: 'text' }]} searchHint={messages.caseNumber} empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<SettlementCase>[] {
  const say = useText();
  return [
    { key: 'caseNumber', title: messages.caseNumber, width: 140, sortable: true, render: (row) => row.caseNumber, value: (row) => row.caseNumber },
    { key: 'groupCode', title: messages.group, width: 110, sortable: true, render: (row) => row.groupCode, value: (row) => row.groupCode },
    { key: 'dischargedOn', title: messages.discharged, width: 116, sortable: true, render: (row) => row.dischargedOn, value: (row) => row.dischargedOn },
    { key: 'costFen', title: messages.cost, width: 130, align: 'end', sortable: true, render: (row) => <Yuan fen={row.costFen} />, value: (row) => row.costFen / 100 },
    { key: 'band', title: messages.band, width: 110, render: (row) => say(messages[row.band]), value: (row) => say(messages[row.band]) },
    { key: 'score', title: messages.score, width: 120, align: 'end', sortable: true, onPhone: false, render: (row) => row.score, value: (row) => row.score },
    { key: 'finalScore', title: messages.finalScore, width: 120, align: 'end', sortable: true, onPhone: false, render: (row) => row.finalScore, value: (row) => row.finalScore },
  ];
}

function CaseDetail({ id }: { id: string }) {
  const say = useText();
  const ability = useAbility();
  const answer = useOperation(getSettlementCase, { id });
  return (
    <Answer query={answer}>
      {({ case: given, figures }) => (
        <div className="yg-stack">
          <Facts
            items={[
              { label: say(messages.group), value: given.groupCode }, { label: say(messages.band), value: say(messages[given.band]) }, { label: say(messages.cost), value: <Yuan fen={given.costFen} /> },
              { label: say(messages.discharged), value: given.dischargedOn }, { label: say(messages.score), value: given.score }, { label: say(messages.finalScore), value: given.finalScore },
              ...(given.auxiliary === null ? [] : [{ label: say(messages.auxiliary), value: given.auxiliary }]), ...(given.stayScore === null ? [] : [{ label: say(messages.stayScore), value: given.stayScore }]),
            ]}
          />
          <FigureList figures={figures} about={given.caseNumber} />
          <ActButton operation={applySpecialReview} title={runMessages.apply} explanation={runMessages.applyWhy} ability={ability('payment.apply-review')} inputOf={(reason) => ({ id: given.id, reason })} />
        </div>
      )}
    </Answer>
  );
}
