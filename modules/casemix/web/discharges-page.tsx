import { Button } from 'antd';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import type { Column, Filter } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listDischarges, listImports, type Discharge, type FrontPageImport } from '../contract/discharges.ts';
import { DischargeDetail } from './discharge-detail.tsx';
import { yuanText } from './file-text.ts';
import { ImportOutcome, ImportPanel } from './import-panel.tsx';
import { messages } from './messages.ts';

const STATUSES = ['分组成功', '歧义病案', '无法入组', '信息校验不通过', 'PENDING_LOCAL_PARAMETERS'];
const FILTERS: readonly Filter[] = [
  { key: 'status', title: messages.status, kind: 'choice', options: STATUSES.map((value) => ({ value, label: { zh: value, en: value } })) },
  { key: 'group', title: messages.group, kind: 'text' },
  { key: 'qualityMax', title: messages.qualityMax, kind: 'choice', options: [60, 80, 90, 99].map((value) => ({ value: String(value), label: { zh: `${value}`, en: `${value}` } })) },
];

/** Discharges with the score of their front page and their group; import and its refusals above. */
export function DischargesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const columns = useColumns();
  const open = (row: Discharge) => workspace.open({ key: `discharge:${row.id}`, title: `${row.recordNumber} ${row.personName}`, content: <DischargeDetail id={row.id} scheme="drg" /> });
  const openImports = () => workspace.open({ key: 'casemix-imports', title: say(messages.imports), content: <Imports /> });
  return (
    <>
      <PageHeader title={say(messages.discharges)} actions={<Button onClick={openImports}>{say(messages.imports)}</Button>} />
      <div className="yg-stack">
        <ImportPanel />
        <DataTable
          name="casemix.discharges" title={say(messages.discharges)} operation={listDischarges} rowKey={(row) => row.id} rowTitle={(row) => row.recordNumber} columns={columns} filters={FILTERS}
          searchHint={messages.searchHint} onOpen={open} empty={{ title: messages.nothing, next: messages.nothingNext }}
        />
      </div>
    </>
  );
}

function useColumns(): readonly Column<Discharge>[] {
  const say = useText();
  return [
    { key: 'record', title: messages.record, width: 110, render: (row) => row.recordNumber, value: (row) => row.recordNumber },
    { key: 'name', title: messages.name, width: 90, render: (row) => row.personName, value: (row) => row.personName },
    { key: 'department', title: messages.department, width: 110, onPhone: false, render: (row) => row.department || '—', value: (row) => row.department },
    { key: 'dischargedOn', title: messages.dischargedOn, width: 110, render: (row) => row.dischargedOn, value: (row) => row.dischargedOn },
    { key: 'principal', title: messages.principal, width: 220, render: (row) => row.principal, value: (row) => row.principal },
    { key: 'group', title: messages.group, width: 110, render: (row) => row.group ?? row.status ?? '—', value: (row) => row.group ?? row.status },
    { key: 'weight', title: messages.weight, width: 80, align: 'end', onPhone: false, render: (row) => row.weight ?? '—', value: (row) => row.weight },
    { key: 'cost', title: messages.cost, width: 110, align: 'end', onPhone: false, render: (row) => yuanText(row.totalFen), value: (row) => yuanText(row.totalFen) },
    { key: 'quality', title: messages.quality, width: 90, align: 'end', render: (row) => row.quality, value: (row) => row.quality },
    { key: 'open', title: messages.toComplete, width: 80, align: 'end', onPhone: false, render: (row) => row.open, value: (row) => say(messages.toComplete) + row.open },
  ];
}

const IMPORT_COLUMNS: readonly Column<FrontPageImport>[] = [
  { key: 'file', title: messages.file, width: 180, render: (row) => row.fileName, value: (row) => row.fileName },
  { key: 'at', title: messages.at, width: 160, render: (row) => row.importedAt.slice(0, 16).replace('T', ' '), value: (row) => row.importedAt },
  { key: 'taken', title: messages.taken, width: 70, align: 'end', render: (row) => row.taken, value: (row) => row.taken },
  { key: 'refused', title: messages.refused, width: 70, align: 'end', render: (row) => row.refused, value: (row) => row.refused },
];

function Imports() {
  const say = useText();
  const workspace = useWorkspace();
  return (
    <DataTable
      name="casemix.imports" title={say(messages.imports)} operation={listImports} rowKey={(row) => row.id} rowTitle={(row) => row.fileName} columns={IMPORT_COLUMNS} address={false} height="60vh"
      onOpen={(row) => workspace.open({ key: `front-page-import:${row.id}`, title: row.fileName, content: <ImportOutcome done={row} /> })} empty={{ title: messages.nothing, next: messages.nothingNext }}
    />
  );
}
