import { Button, Select } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { importTable, previewTable, type TableImport } from '../contract/tables.ts';
import { messages } from './messages.ts';

export interface ChosenFile {
  readonly fileName: string;
  readonly content: string;
}

interface TableFileProps {
  readonly file: ChosenFile;
  readonly target: TableImport['target'];
  readonly onStarted: () => void;
}

/** What the file holds, what each column is taken for, and which rows would be refused. */
export function TableFile({ file, target, onStarted }: TableFileProps) {
  const [columns, setColumns] = useState<Readonly<Record<string, string>>>();
  const query = useOperation(previewTable, { ...file, target, ...(columns === undefined ? {} : { columns }) }, { keepPrevious: true });
  return <Answer query={query}>{(preview) => <Preview preview={preview} file={file} target={target} onColumns={setColumns} onStarted={onStarted} />}</Answer>;
}

function Preview({ preview, file, target, onColumns, onStarted }: TableFileProps & { preview: ResultOf<typeof previewTable>; onColumns: (columns: Readonly<Record<string, string>>) => void }) {
  const say = useText();
  const start = useCommand(importTable);
  const fields = [{ value: '', label: say(messages.leave) }, ...preview.fields.map(({ name, title, required }) => ({ value: name, label: `${say(title)}${required ? ' *' : ''}` }))];
  const begin = async (): Promise<void> => {
    if ((await start.run({ ...file, target, columns: preview.columns })) !== undefined) onStarted();
  };
  return (
    <Panel
      title={`${file.fileName} · ${say(messages.charset)} ${preview.charset} · ${say(messages.rows, { total: preview.total, faults: preview.faultTotal })}`}
      actions={<Button type="primary" loading={start.pending} onClick={() => void begin()}>{say(messages.startImport)}</Button>}
    >
      {start.problem === undefined ? null : <ProblemNotice problem={start.problem} showDetails />}
      <PlainTable
        caption={say(messages.columns)} rows={preview.headings.map((heading, index) => ({ heading, index }))} rowKey={(row) => String(row.index)}
        columns={[
          { key: 'heading', title: messages.column, render: (row) => row.heading },
          { key: 'field', title: messages.columns, render: (row) => <Select aria-label={row.heading} value={preview.columns[row.heading] ?? ''} options={fields} style={{ minWidth: 180 }} onChange={(field) => onColumns({ ...preview.columns, [row.heading]: field })} /> },
          { key: 'example', title: messages.sample, render: (row) => preview.rows[0]?.[row.index] ?? '' },
        ]}
      />
      <PlainTable
        caption={say(messages.refused)} rows={preview.faults} rowKey={(row) => String(row.rowNo)}
        columns={[
          { key: 'rowNo', title: messages.rowNo, align: 'end', render: (row) => row.rowNo },
          { key: 'column', title: messages.column, render: (row) => row.column ?? '—' },
          { key: 'message', title: messages.reason, render: (row) => say(row.message) },
        ]}
      />
    </Panel>
  );
}
