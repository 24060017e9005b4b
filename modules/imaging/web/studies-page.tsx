import { Link, useLocation, useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { BulkAction, Column, Filter } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listStudies } from '../contract.ts';
import type { Study } from '../contract/schemas.ts';
import { messages } from './messages.ts';
import { qualityMessages } from './quality-messages.ts';
import { TeachingForm } from './teaching-page.tsx';
import { UploadPanel } from './upload-panel.tsx';
import './viewer/viewer.css';

/** DICOM's own words for kinds of devices; they stand on every image and are not translated. */
const MODALITIES = ['CT', 'MR', 'DX', 'CR', 'US', 'XA', 'MG', 'NM', 'PT', 'RF', 'ES', 'OT'];
const FILTERS: readonly Filter[] = [
  { key: 'modality', title: messages.modality, kind: 'choice', many: true, options: MODALITIES.map((value) => ({ value, label: { zh: value, en: value } })) },
  { key: 'from', title: messages.from, kind: 'date' },
  { key: 'until', title: messages.until, kind: 'date' },
  { key: 'quality', title: qualityMessages.quality, kind: 'choice', options: [{ value: 'counts', label: qualityMessages.counts }, { value: 'refused', label: qualityMessages.refused }] },
  { key: 'match', title: messages.match, kind: 'choice', options: [{ value: 'matched', label: messages.matched }, { value: 'unmatched', label: messages.unmatched }] },
];

/** The filters go with it: the viewer's next study is the next of this list. */
const addressOf = (row: Study, search: string): string => `/imaging/studies/${row.studyUid}${search}`;
const nameOf = ({ patientName }: Study): string => patientName.ideographic ?? patientName.alphabetic ?? '—';

/** Every study that the signed-in person may open; filters stand in the address. */
export function StudiesPage() {
  const say = useText();
  const navigate = useNavigate();
  const columns = useColumns();
  const mayStore = useMay('imaging.store');
  const bulkActions = useTeaching();
  return (
    <>
      <PageHeader title={say(messages.studies)} />
      {mayStore && <div className="imaging-upload"><UploadPanel /></div>}
      <DataTable
        name="imaging.studies" title={say(messages.studies)} operation={listStudies} rowKey={(row) => row.studyUid} rowTitle={nameOf} columns={columns} filters={FILTERS}
        {...(bulkActions === undefined ? {} : { bulkActions })} searchHint={messages.searchHint} onOpen={(row) => void navigate(addressOf(row, window.location.search))} empty={{ title: messages.nothing, next: messages.nothingNext }}
      />
    </>
  );
}

const STUDIES_MAX = 50;

/** Ticked studies as copies without identity, for whoever may export. */
function useTeaching(): readonly BulkAction<Study>[] | undefined {
  const workspace = useWorkspace();
  const say = useText();
  const may = useMay('imaging.export-for-teaching');
  if (!may) return undefined;
  const run = (rows: readonly Study[]): void => {
    const key = 'imaging.teaching';
    workspace.open({ key, title: say(qualityMessages.exportTeaching), content: <TeachingForm studies={rows.slice(0, STUDIES_MAX)} onDone={() => workspace.close(key)} /> });
  };
  return [{ key: 'teaching', title: qualityMessages.exportTeaching, run }];
}

function useColumns(): readonly Column<Study>[] {
  const say = useText();
  const { search } = useLocation();
  const sex = (row: Study): string => ({ M: say(messages.man), F: say(messages.woman) })[row.patientSex ?? ''] ?? '—';
  const when = (row: Study): string => [row.studyDate, row.studyTime].filter(Boolean).join(' ') || '—';
  const match = (row: Study): string => say(row.personId === null ? messages.unmatched : messages.matched);
  return [
    { key: 'patient', title: messages.patient, width: 180, render: (row) => <Link to={addressOf(row, search)}>{nameOf(row)}</Link>, value: nameOf },
    { key: 'quality', title: qualityMessages.quality, width: 100, render: (row) => (row.refusal === null ? <span className="yg-quiet">{say(qualityMessages.counts)}</span> : <StateTag tone="overdue" text={say(qualityMessages.refused)} />), value: (row) => (row.refusal === null ? '' : row.refusal.reason) },
    { key: 'patientId', title: messages.patientId, width: 150, onPhone: false, render: (row) => row.patientId ?? '—', value: (row) => row.patientId },
    { key: 'sex', title: messages.sex, width: 70, onPhone: false, render: sex, value: sex },
    { key: 'birth', title: messages.birth, width: 110, onPhone: false, render: (row) => row.patientBirthDate ?? '—', value: (row) => row.patientBirthDate },
    { key: 'date', title: messages.date, width: 150, render: when, value: when },
    { key: 'modality', title: messages.modality, width: 90, render: (row) => row.modalities.join(' ') || '—', value: (row) => row.modalities.join(' ') },
    { key: 'description', title: messages.description, width: 220, render: (row) => row.description ?? '—', value: (row) => row.description },
    { key: 'accession', title: messages.accession, width: 140, onPhone: false, render: (row) => row.accessionNumber ?? '—', value: (row) => row.accessionNumber },
    { key: 'series', title: messages.series, width: 70, align: 'end', onPhone: false, render: (row) => row.seriesCount, value: (row) => row.seriesCount },
    { key: 'images', title: messages.images, width: 80, align: 'end', render: (row) => row.instanceCount, value: (row) => row.instanceCount },
    { key: 'match', title: messages.match, width: 100, onPhone: false, render: (row) => <StateTag tone={row.personId === null ? 'due' : 'neutral'} text={match(row)} />, value: match },
  ];
}
