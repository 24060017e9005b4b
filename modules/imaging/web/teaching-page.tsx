import { Button } from 'antd';
import { Link } from 'react-router';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { Study } from '../contract/schemas.ts';
import { exportForTeaching, listTeachingExports } from '../contract/teaching.ts';
import { qualityMessages as messages } from './quality-messages.ts';

type Export = ResultOf<typeof listTeachingExports>['rows'][number];
const TONES = { making: 'waiting', ready: 'done', removed: 'neutral' } as const;

/** Copies without identity: what was asked for, by whom, and where to fetch it. */
export function TeachingPage() {
  const say = useText();
  const format = useFormat();
  const columns: Column<Export>[] = [
    { key: 'state', title: messages.state, width: 110, render: (row) => <StateTag tone={TONES[row.state]} text={say(messages[row.state])} />, value: (row) => row.state },
    { key: 'purpose', title: messages.purpose, width: 240, render: (row) => row.purpose, value: (row) => row.purpose },
    { key: 'copies', title: messages.copies, width: 110, align: 'end', render: (row) => `${row.writtenCount}/${row.instanceCount}`, value: (row) => row.writtenCount },
    { key: 'leftOut', title: messages.leftOut, width: 190, onPhone: false, render: (row) => (row.refusedCount === 0 ? '—' : `${row.refusedCount} · ${say(messages.leftOutHint)}`), value: (row) => row.refusedCount },
    { key: 'size', title: messages.size, width: 90, align: 'end', onPhone: false, render: (row) => `${(row.byteCount / 1_048_576).toFixed(1)} MB`, value: (row) => row.byteCount },
    { key: 'asked', title: messages.asked, width: 120, render: (row) => <TimeAgo at={row.requestedAt} />, value: (row) => row.requestedAt },
    { key: 'askedBy', title: messages.askedBy, width: 100, onPhone: false, render: (row) => row.requestedByName, value: (row) => row.requestedByName },
    { key: 'until', title: messages.until7, width: 110, onPhone: false, render: (row) => format.date(row.expiresAt), value: (row) => row.expiresAt },
    { key: 'fetch', title: messages.fetch, width: 120, render: (row) => <Fetch row={row} /> },
  ];
  return (
    <>
      <PageHeader title={say(messages.teaching)} actions={<Link to="/imaging/studies"><Button type="primary">{say(messages.chooseStudies)}</Button></Link>} />
      <p className="yg-quiet">{say(messages.teachingHint)}</p>
      <DataTable name="imaging.teaching" title={say(messages.teaching)} operation={listTeachingExports} rowKey={(row) => row.id} rowTitle={(row) => row.purpose} columns={columns} filters={[]} refreshOn={['jobs.task-finished', 'imaging.teaching-export-started']} empty={{ title: messages.noneYet, next: messages.teachingHint }} />
    </>
  );
}

function Fetch({ row }: { row: Export }) {
  const say = useText();
  if (row.state !== 'ready') return null;
  if (!row.isOwn) return <span className="yg-quiet">{say(messages.notOwn)}</span>;
  return <a href={`/api/imaging/teaching-exports/${row.id}/files`} download>{say(messages.fetch)}</a>;
}

/** Only studies that the own organisation keeps are its own to give. */
export function TeachingForm({ studies: ticked, onDone }: { studies: readonly Study[]; onDone: () => void }) {
  const say = useText();
  const { acting } = useSession();
  const studies = ticked.filter(({ ownerOrganisationId }) => ownerOrganisationId === acting?.organisationId);
  const form = useActForm(exportForTeaching, { fixed: { studyUids: studies.map(({ studyUid }) => studyUid) }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.exportTeaching)}>
      <p className="yg-quiet">{say(messages.teachingHint)}</p>
      <ul>{studies.map((study) => <li key={study.studyUid}>{[study.studyDate, study.modalities.join(' '), study.description].filter(Boolean).join(' · ')}</li>)}</ul>
      {studies.length < ticked.length && <p role="status">{say(messages.notOurs, { count: ticked.length - studies.length })}</p>}
      <TextAreaField name="purpose" label={say(messages.purpose)} rows={2} maxLength={200} placeholder={say(messages.purposeExample)} required />
    </DraftForm>
  );
}
