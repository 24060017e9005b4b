import { useCallback } from 'react';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listPackages, type ConsortiumPackage } from '../../contract/packages.ts';
import { messages, stateWords } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { StateWord } from '../state-word.tsx';
import { useAbility } from '../use-ability.ts';
import { OpenPackageForm } from './package-forms.tsx';
import { PackageDetail } from './package-detail.tsx';
import { packageMessages } from './package-messages.ts';
import '../payment.css';

/** The desk of the package: budget, use, forecast, shares. */
export function PackagesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const open = useCallback((row: ConsortiumPackage) => workspace.open({ key: `package:${row.id}`, width: 'wide', title: `${row.name} ${row.year}`, content: <PackageDetail id={row.id} /> }), [workspace]);
  const start = () => workspace.open({ key: 'open-package', title: say(packageMessages.open), content: <OpenPackageForm onDone={() => workspace.close('open-package')} /> });
  return (
    <>
      <PageHeader title={say(messages.packages)} actions={<AbilityButton type="primary" ability={ability('payment.open-package')} onClick={start}>{say(packageMessages.open)}</AbilityButton>} />
      <DataTable
        name="payment.packages" title={say(messages.packages)} operation={listPackages} rowKey={(row) => row.id} rowTitle={(row) => row.name} columns={useColumns()} onOpen={open}
        empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<ConsortiumPackage>[] {
  const say = useText();
  return [
    { key: 'name', title: packageMessages.name, width: 220, sortable: true, render: (row) => row.name, value: (row) => row.name },
    { key: 'year', title: messages.year, width: 80, sortable: true, render: (row) => row.year, value: (row) => row.year },
    { key: 'state', title: messages.state, width: 110, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'packageFen', title: packageMessages.whole, width: 160, align: 'end', sortable: true, render: (row) => <Yuan fen={row.packageFen} />, value: (row) => row.packageFen / 100 },
    { key: 'spentFen', title: packageMessages.spent, width: 160, align: 'end', render: (row) => <Yuan fen={row.spentFen} />, value: (row) => row.spentFen / 100 },
    { key: 'forecastFen', title: packageMessages.forecast, width: 160, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.forecastFen} />, value: (row) => (row.forecastFen === null ? null : row.forecastFen / 100) },
    { key: 'differenceFen', title: packageMessages.difference, width: 160, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.differenceFen} />, value: (row) => (row.differenceFen === null ? null : row.differenceFen / 100) },
  ];
}
