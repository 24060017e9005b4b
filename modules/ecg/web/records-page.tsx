import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listEcgRecords } from '../contract.ts';
import type { EcgCard } from '../contract/records.ts';
import './ecg.css';
import { SUGGESTIONS } from '../contract/words.ts';
import { FORMATS, messages } from './messages.ts';
import { UploadPanel } from './upload-panel.tsx';

/** ECGs of one's own organisation and of persons whose record is open. */
export function EcgRecordsPage() {
  const say = useText();
  const navigate = useNavigate();
  const mayRecord = useMay('ecg.record');
  const name = (row: EcgCard): string => row.patientName ?? row.patientId ?? row.fileName;
  const rate = (row: EcgCard): number | null => row.measures.rate ?? row.suggested?.rate ?? null;
  const columns: Column<EcgCard>[] = [
    { key: 'patient', title: messages.patient, width: 180, render: name, value: name },
    { key: 'match', title: messages.match, width: 100, render: (row) => <StateTag tone={row.personId === null ? 'due' : 'done'} text={say(row.personId === null ? messages.notMatched : messages.matched)} />, value: (row) => say(row.personId === null ? messages.notMatched : messages.matched) },
    { key: 'recorded', title: messages.recorded, width: 150, render: (row) => <span className="yg-number">{row.recordedAt?.replace('T', ' ').slice(0, 16) ?? '—'}</span>, value: (row) => row.recordedAt },
    { key: 'rate', title: messages.rate, width: 80, align: 'end', render: (row) => rate(row) ?? '—', value: rate },
    { key: 'suggestion', title: messages.suggestion, width: 220, onPhone: false, render: (row) => row.suggestions.map((each) => say(SUGGESTIONS[each] ?? { zh: each, en: each })).join(' · ') || '—', value: (row) => row.suggestions.join(' ') },
    { key: 'format', title: messages.format, width: 130, onPhone: false, render: (row) => say(FORMATS[row.format] ?? { zh: row.format, en: row.format }), value: (row) => row.format },
    { key: 'device', title: messages.device, width: 170, onPhone: false, render: (row) => row.device ?? '—', value: (row) => row.device },
    { key: 'stored', title: messages.stored, width: 120, render: (row) => <TimeAgo at={row.storedAt} />, value: (row) => row.storedAt },
  ];
  return (
    <>
      <PageHeader title={say(messages.title)} />
      {mayRecord && <UploadPanel />}
      <DataTable
        name="ecg.records" title={say(messages.title)} operation={listEcgRecords} rowKey={(row) => row.id} columns={columns} rowTitle={name} onOpen={(row) => void navigate(`/ecg/records/${row.id}`)}
        views={[{ key: 'unmatched', title: messages.unmatched, filters: { match: 'unmatched' } }]}
        filters={[{ key: 'format', title: messages.format, kind: 'choice', options: Object.entries(FORMATS).map(([value, label]) => ({ value, label })) }, { key: 'from', title: messages.stored, kind: 'date' }]}
        searchHint={messages.search} empty={{ title: messages.nothing, next: messages.nothingNext }}
      />
    </>
  );
}
