import { Button } from 'antd';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listQualityMarks, type QualityMark } from '../../contract/catalogue.ts';
import { MARK_STATE_WORDS, QUALITY_KINDS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { usePeriod } from './period.ts';
import { WithdrawForm } from './withdraw-form.tsx';

const FILTERS = [{ key: 'kind', title: messages.kind, kind: 'choice' as const, options: Object.entries(QUALITY_KINDS).map(([value, label]) => ({ value, label })) }];

/** Who passed which assessment and until when: a result without a pass on its day is not recognised. */
export function MarksView() {
  const say = useText();
  const period = usePeriod();
  const may = useMay('recognition.withdraw-quality');
  const workspace = useWorkspace();
  const state = (row: QualityMark): string => say(row.withdrawal === null ? MARK_STATE_WORDS.standing : MARK_STATE_WORDS.withdrawn);
  const told = (row: QualityMark): string => (row.withdrawal === null ? state(row) : say(messages.withdrawnFrom, { day: row.withdrawal.from, reason: row.withdrawal.reason, name: row.withdrawal.byName }));
  const ask = (row: QualityMark): void => {
    const key = `recognition.withdraw:${row.id}`;
    workspace.open({ key, title: say(messages.withdrawTitle), content: <WithdrawForm mark={row} onDone={() => workspace.close(key)} /> });
  };
  const passed = (row: QualityMark): string => say(row.passed ? messages.yes : messages.no);
  const columns: Column<QualityMark>[] = [
    { key: 'organisation', title: messages.organisation, width: 220, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'kind', title: messages.kind, width: 140, render: (row) => say(QUALITY_KINDS[row.kind]), value: (row) => say(QUALITY_KINDS[row.kind]) },
    { key: 'code', title: messages.code, width: 140, render: (row) => row.code ?? say(messages.allItems), value: (row) => row.code ?? say(messages.allItems) },
    { key: 'passed', title: messages.passed, width: 100, render: (row) => <StateTag tone={row.passed ? 'done' : 'overdue'} text={passed(row)} />, value: passed },
    { key: 'certificate', title: messages.certificate, width: 160, onPhone: false, render: (row) => row.certificate ?? '—', value: (row) => row.certificate ?? '' },
    { key: 'valid', title: messages.valid, width: 220, render: period, value: period },
    { key: 'state', title: messages.standing, width: 300, render: (row) => (row.withdrawal === null ? <StateTag tone="done" text={state(row)} /> : <span><StateTag tone="overdue" text={state(row)} /> {told(row)}</span>), value: told },
    { key: 'end', title: messages.actions, width: 100, render: (row) => (may && row.withdrawal === null ? <Button size="small" onClick={() => ask(row)}>{say(messages.withdrawMark)}</Button> : null) },
  ];
  return <DataTable name="recognition.quality" title={say(messages.quality)} operation={listQualityMarks} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.organisationName} filters={FILTERS} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />;
}
