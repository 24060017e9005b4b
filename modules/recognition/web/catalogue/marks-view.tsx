import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listQualityMarks, type QualityMark } from '../../contract/catalogue.ts';
import { QUALITY_KINDS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { usePeriod } from './period.ts';

const FILTERS = [{ key: 'kind', title: messages.kind, kind: 'choice' as const, options: Object.entries(QUALITY_KINDS).map(([value, label]) => ({ value, label })) }];

/** Who passed which assessment and until when: a result without a pass on its day is not recognised. */
export function MarksView() {
  const say = useText();
  const period = usePeriod();
  const passed = (row: QualityMark): string => say(row.passed ? messages.yes : messages.no);
  const columns: Column<QualityMark>[] = [
    { key: 'organisation', title: messages.organisation, width: 220, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'kind', title: messages.kind, width: 140, render: (row) => say(QUALITY_KINDS[row.kind]), value: (row) => say(QUALITY_KINDS[row.kind]) },
    { key: 'code', title: messages.code, width: 140, render: (row) => row.code ?? say(messages.allItems), value: (row) => row.code ?? say(messages.allItems) },
    { key: 'passed', title: messages.passed, width: 100, render: (row) => <StateTag tone={row.passed ? 'done' : 'overdue'} text={passed(row)} />, value: passed },
    { key: 'certificate', title: messages.certificate, width: 160, onPhone: false, render: (row) => row.certificate ?? '—', value: (row) => row.certificate ?? '' },
    { key: 'valid', title: messages.valid, width: 220, render: period, value: period },
  ];
  return <DataTable name="recognition.quality" title={say(messages.quality)} operation={listQualityMarks} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.organisationName} filters={FILTERS} searchHint={messages.searchHint} empty={{ title: messages.nothing }} />;
}
