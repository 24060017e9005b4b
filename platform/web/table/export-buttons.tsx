import { useRef, useState } from 'react';
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import { call } from '../client/call.ts';
import { ProblemError } from '../client/problem-error.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { toast } from '../layout/toast.ts';
import { useSession } from '../session/session.tsx';
import { useFormat } from '../text/format.ts';
import { LANGUAGE_TAGS, useLanguage } from '../text/language.ts';
import { useText } from '../text/messages.ts';
import type { Column } from './columns.ts';
import { csvOf, offerFile } from './csv.ts';
import { printSheet } from './print.ts';
import { readAll } from './read-all.ts';
import { tableMessages } from './table-messages.ts';

const EXPORT_ROWS_MAX = 200_000;
const PRINT_ROWS_MAX = 5_000;

interface ExportButtonsProps<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly operation: Operation<unknown, Page<Row>>;
  readonly input: Readonly<Record<string, unknown>>;
}

/** CSV and print of the whole list, not of the page: read to the end with progress, and stoppable. */
export function ExportButtons<Row>(props: ExportButtonsProps<Row>) {
  const say = useText();
  const job = useExport(props);
  if (job.progress) {
    return (
      <span className="yg-row" role="status">
        {say(tableMessages.exporting, job.progress)}
        <Button size="small" onClick={job.stop}>{say(tableMessages.stop)}</Button>
      </span>
    );
  }
  return (
    <>
      {job.problem && <ProblemNotice problem={job.problem} />}
      <Button icon={<DownloadOutlined />} onClick={() => void job.exportCsv()}>{say(tableMessages.export)}</Button>
      <Button icon={<PrinterOutlined />} aria-label={say(tableMessages.print)} title={say(tableMessages.print)} onClick={() => void job.print()} />
    </>
  );
}

function useExport<Row>({ title, columns, operation, input }: ExportButtonsProps<Row>) {
  const say = useText();
  const format = useFormat();
  const language = useLanguage();
  const { account } = useSession();
  const [progress, setProgress] = useState<{ read: number; total: number }>();
  const [problem, setProblem] = useState<ProblemError>();
  const abort = useRef<AbortController>(undefined);
  const printed = columns.filter((column) => column.value);
  const header = printed.map((column) => say(column.title));

  const read = async (rowsMax: number) => {
    const controller = new AbortController();
    abort.current = controller;
    setProblem(undefined);
    setProgress({ read: 0, total: 0 });
    try {
      const readPage = (offset: number, limit: number) => call(operation, { ...input, offset, limit }, { signal: controller.signal });
      const { rows, total, complete } = await readAll<Row>({ readPage, rowsMax, signal: controller.signal, onProgress: (done, all) => setProgress({ read: done, total: all }) });
      toast(say(complete ? tableMessages.exported : tableMessages.exportCut, { count: rows.length, total }));
      return { rows: rows.map((row) => printed.map((column) => column.value?.(row))), total };
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
      return undefined;
    } finally {
      setProgress(undefined);
    }
  };
  return {
    progress, problem,
    stop: () => abort.current?.abort(),
    exportCsv: async () => {
      const answer = await read(EXPORT_ROWS_MAX);
      if (answer) offerFile(`${title} ${format.dateTime(new Date()).replace(':', '')}.csv`, csvOf(header, answer.rows));
    },
    print: async () => {
      const answer = await read(PRINT_ROWS_MAX);
      if (!answer) return;
      const note = say(tableMessages.printNote, { total: answer.total, name: account?.name ?? '', time: format.dateTime(new Date()) });
      printSheet({ title, notes: [note], header, rows: answer.rows, language: LANGUAGE_TAGS[language] });
    },
  };
}
