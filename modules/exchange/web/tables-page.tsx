import { UploadOutlined } from '@ant-design/icons';
import { Button, Select, Space } from 'antd';
import { useState } from 'react';
import { base64OfFile } from '#platform/web/client/base64.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { cancelTableImport, listTableFaults, listTableImports, type RowFault, type TableImport } from '../contract/tables.ts';
import { messages } from './messages.ts';
import { TableFile, type ChosenFile } from './table-file.tsx';

/** A file is looked at first, then imported; every refused row is told with its reason. */
export function TablesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const [target, setTarget] = useState<TableImport['target']>('residents');
  const [file, setFile] = useState<ChosenFile>();
  const columns = useColumns();
  const { chooser, choose } = useTableChooser(say(messages.file), async (chosen) => setFile({ fileName: chosen.name, content: await base64OfFile(chosen) }));
  return (
    <>
      <PageHeader title={say(messages.tables)} />
      <div className="yg-stack">
      <Space wrap>
        <Select aria-label={say(messages.target)} value={target} onChange={setTarget} style={{ minWidth: 200 }} options={[{ value: 'residents', label: say(messages.residents) }, { value: 'observations', label: say(messages.observations) }]} />
        <Button type="primary" icon={<UploadOutlined aria-hidden />} onClick={choose}>{say(messages.file)}</Button>
        {chooser}
      </Space>
      {file === undefined ? null : <TableFile key={`${file.fileName}-${target}`} file={file} target={target} onStarted={() => setFile(undefined)} />}
      <DataTable
        name="exchange.imports" title={say(messages.imports)} operation={listTableImports} rowKey={(row) => row.id} rowTitle={(row) => row.fileName} columns={columns} views={[]} filters={[]}
        onOpen={(row) => workspace.open({ key: `import:${row.id}`, title: row.fileName, content: <ImportReport row={row} /> })} empty={{ title: messages.noImports, next: messages.noImportsNext }}
      />
      </div>
    </>
  );
}

type ImportState = 'queued' | 'running' | 'finished' | 'broken' | 'stopped';
const IMPORT_WORDS: Readonly<Record<string, ImportState>> = { waiting: 'queued', running: 'running', done: 'finished', failed: 'broken', cancelled: 'stopped' };
const importWord = (state: string): ImportState => IMPORT_WORDS[state] ?? 'queued';

const FAULT_COLUMNS: readonly Column<RowFault>[] = [
  { key: 'rowNo', title: messages.rowNo, width: 70, align: 'end', render: (row) => row.rowNo, value: (row) => row.rowNo },
  { key: 'column', title: messages.column, width: 140, render: (row) => row.column ?? '—', value: (row) => row.column },
  { key: 'code', title: messages.reason, width: 320, render: (row) => <FaultText fault={row} />, value: (row) => row.message.zh },
];

function FaultText({ fault }: { fault: RowFault }) {
  const say = useText();
  return <>{say(fault.message)}</>;
}

function ImportReport({ row }: { row: TableImport }) {
  const say = useText();
  const cancel = useCommand(cancelTableImport);
  const isOver = row.state === 'done' || row.state === 'failed' || row.state === 'cancelled';
  return (
    <>
      {isOver ? null : <Button danger onClick={() => void cancel.run({ id: row.id })}>{say(messages.stop)}</Button>}
      {cancel.problem === undefined ? null : <ProblemNotice problem={cancel.problem} />}
      <DataTable
        name="exchange.faults" title={say(messages.report)} operation={listTableFaults} input={{ id: row.id }} rowKey={(fault) => String(fault.rowNo)} rowTitle={(fault) => String(fault.rowNo)} columns={FAULT_COLUMNS} views={[]} filters={[]}
        empty={{ title: messages.none, next: messages.none }}
      />
    </>
  );
}

function useColumns(): readonly Column<TableImport>[] {
  const say = useText();
  const format = useFormat();
  return [
    { key: 'fileName', title: messages.name, width: 220, render: (row) => row.fileName, value: (row) => row.fileName },
    { key: 'target', title: messages.target, width: 140, render: (row) => say(messages[row.target]), value: (row) => row.target },
    { key: 'startedAt', title: messages.kept, width: 170, render: (row) => format.dateTime(row.startedAt), value: (row) => row.startedAt },
    { key: 'progress', title: messages.progress, width: 120, align: 'end', render: (row) => `${row.done} / ${row.total ?? '—'}`, value: (row) => row.done },
    { key: 'refused', title: messages.refused, width: 90, align: 'end', render: (row) => row.outcomes['refused'] ?? 0, value: (row) => row.outcomes['refused'] ?? 0 },
    { key: 'state', title: messages.state, width: 100, render: (row) => say(messages[importWord(row.state)]), value: (row) => row.state },
  ];
}
