import { PlusOutlined } from '@ant-design/icons';
import { useCallback } from 'react';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listAgreements, type Agreement } from '../../contract/agreements.ts';
import { AGREEMENT_KINDS, DIRECTIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { filterChoicesOf } from '../words.ts';
import { AgreementDetail } from './agreement-detail.tsx';
import { AgreementStateTag } from './agreement-state.tsx';
import { agreementMessages } from './messages.ts';
import { SignAgreementForm } from './sign-agreement-form.tsx';
import '../consortium.css';

const VIEWS: readonly TableView[] = [
  { key: 'in-force', title: agreementMessages.inForce, filters: { state: ['valid', 'expiring'] } },
  { key: 'expiring', title: agreementMessages.expiring, filters: { state: ['expiring'] } },
  { key: 'expired', title: agreementMessages.expired, filters: { state: ['expired'] } },
  { key: 'ended', title: agreementMessages.ended, filters: { state: ['ended'] } },
  { key: 'all', title: messages.all, filters: {} },
];
const FILTERS: readonly Filter[] = [
  { key: 'kind', title: messages.kind, kind: 'choice', many: true, options: filterChoicesOf(AGREEMENT_KINDS) },
];

/** Who may refer to whom, until when, and whom to call about it. */
export function AgreementsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const columns = useColumns();
  const sign = useSign();
  const open = useCallback((row: Agreement) => workspace.open({
    key: `agreement:${row.id}`, title: row.documentNumber ?? say(agreementMessages.agreements), content: <AgreementDetail id={row.id} row={row} onRenew={sign} />,
  }), [workspace, say, sign]);
  const maySign = ability({ permission: 'consortium.sign-agreement' });
  useHotkey('n', () => sign(), { enabled: maySign.allowed });
  return (
    <>
      <PageHeader
        title={say(agreementMessages.agreements)}
        actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={maySign} shortcut="N" onClick={() => sign()}>{say(agreementMessages.sign)}</AbilityButton>}
      />
      <DataTable
        name="consortium.agreements" title={say(agreementMessages.agreements)} operation={listAgreements} rowKey={(row) => row.id}
        rowTitle={(row) => `${row.firstOrganisationName} – ${row.secondOrganisationName}`} columns={columns} views={VIEWS} filters={FILTERS}
        searchHint={agreementMessages.search} onOpen={open} empty={{ title: agreementMessages.nothing, next: agreementMessages.nothingNext }}
      />
    </>
  );
}

/** Opens the form; an agreement given is renewed: same sides, the next period. */
function useSign(): (former?: Agreement) => void {
  const say = useText();
  const workspace = useWorkspace();
  return useCallback((former) => {
    const key = `sign-agreement:${former?.id ?? 'new'}`;
    workspace.open({ key, width: 'wide', title: say(agreementMessages.sign), content: <SignAgreementForm former={former} onDone={() => workspace.close(key)} /> });
  }, [workspace, say]);
}

function useColumns(): readonly Column<Agreement>[] {
  const say = useText();
  const directions = (row: Agreement) => row.directions.map((each) => say(DIRECTIONS[each])).join(' ');
  return [
    { key: 'kind', title: messages.kind, width: 96, sortable: true, render: (row) => say(AGREEMENT_KINDS[row.kind]), value: (row) => say(AGREEMENT_KINDS[row.kind]) },
    { key: 'firstOrganisationName', title: agreementMessages.first, width: 190, sortable: true, render: (row) => row.firstOrganisationName, value: (row) => row.firstOrganisationName },
    { key: 'secondOrganisationName', title: agreementMessages.second, width: 190, sortable: true, render: (row) => row.secondOrganisationName, value: (row) => row.secondOrganisationName },
    { key: 'directions', title: agreementMessages.directions, width: 120, onPhone: false, render: directions, value: directions },
    { key: 'state', title: messages.state, width: 140, render: (row) => <AgreementStateTag agreement={row} />, value: (row) => say(agreementMessages[row.state]) },
    { key: 'validFrom', title: messages.validFrom, width: 106, sortable: true, onPhone: false, render: (row) => row.validFrom, value: (row) => row.validFrom },
    { key: 'validUntil', title: messages.validUntil, width: 106, sortable: true, render: (row) => row.endedOn ?? row.validUntil, value: (row) => row.endedOn ?? row.validUntil },
    {
      key: 'daysLeft', title: agreementMessages.daysLeft, width: 84, align: 'end', onPhone: false,
      render: (row) => (row.daysLeft > 0 ? say(agreementMessages.days, { days: row.daysLeft }) : '—'), value: (row) => Math.max(0, row.daysLeft),
    },
    { key: 'documentNumber', title: agreementMessages.number, width: 170, onPhone: false, render: (row) => row.documentNumber ?? '—', value: (row) => row.documentNumber },
  ];
}
