import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listStudies } from '../contract.ts';
import type { Study } from '../contract/schemas.ts';
import { MatchForm } from './match-form.tsx';
import { messages } from './messages.ts';

const VIEWS: readonly TableView[] = [{ key: 'unmatched', title: messages.unmatched, filters: { match: 'unmatched' } }, { key: 'matched', title: messages.correct, filters: { match: 'matched' } }];
const nameOf = ({ patientName }: Study): string => patientName.ideographic ?? patientName.alphabetic ?? '—';

/** Studies that no number led to a resident, and those that hang on one, to be set right. */
export function UnmatchedPage() {
  const say = useText();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const columns: Column<Study>[] = [
    { key: 'patient', title: messages.patient, width: 140, render: nameOf, value: nameOf },
    { key: 'patientId', title: messages.patientId, width: 160, render: (row) => row.patientId ?? '—', value: (row) => row.patientId },
    { key: 'date', title: messages.date, width: 150, render: (row) => [row.studyDate, row.studyTime].filter(Boolean).join(' ') || '—', value: (row) => row.studyDate },
    { key: 'modality', title: messages.modality, width: 90, render: (row) => row.modalities.join(' '), value: (row) => row.modalities.join(' ') },
    { key: 'description', title: messages.description, width: 170, onPhone: false, render: (row) => row.description ?? '—', value: (row) => row.description },
    { key: 'accession', title: messages.accession, width: 150, onPhone: false, render: (row) => row.accessionNumber ?? '—', value: (row) => row.accessionNumber },
    { key: 'stored', title: messages.stored, width: 110, render: (row) => <TimeAgo at={row.storedAt} />, value: (row) => row.storedAt },
    { key: 'match', title: messages.match, width: 100, render: (row) => <StateTag tone={row.personId === null ? 'due' : 'neutral'} text={say(row.personId === null ? messages.unmatched : messages.matched)} />, value: (row) => row.personId },
  ];
  const open = (study: Study): void => {
    const key = `imaging.match:${study.studyUid}`;
    workspace.open({
      key, title: `${say(messages.matchTitle)} · ${nameOf(study)}`,
      content: <MatchForm study={study} onDone={() => {
        workspace.close(key);
        void navigate('/imaging/unmatched');
      }} />,
    });
  };
  return (
    <>
      <PageHeader title={say(messages.unmatchedTitle)} />
      <DataTable
        name="imaging.unmatched" title={say(messages.unmatchedTitle)} operation={listStudies} rowKey={(row) => row.studyUid} rowTitle={nameOf} columns={columns} views={VIEWS} filters={[]}
        searchHint={messages.searchHint} onOpen={open} empty={{ title: messages.allMatched, next: messages.allMatchedNext }}
      />
    </>
  );
}
