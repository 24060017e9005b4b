import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listSpecimens, type SpecimenCard } from '../contract/specimens.ts';
import { formMessages } from './form-messages.ts';
import { SpecimenForm } from './forms.tsx';
import { messages, STATES } from './messages.ts';
import { SpecimenTag } from './shown.tsx';

function SpecimenTable({ part }: { part: 'laboratory' | 'pathology' }) {
  const say = useText();
  const navigate = useNavigate();
  const columns: Column<SpecimenCard>[] = [
    { key: 'tube', title: messages.tube, width: 140, render: (row) => <span className="yg-number">{row.tubeCode}</span>, value: (row) => row.tubeCode }, { key: 'person', title: messages.person, width: 120, render: (row) => row.personName, value: (row) => row.personName },
    { key: 'kind', title: messages.kind, width: 130, render: (row) => <>{row.kind} {row.isFrozenSection && <StateTag tone="overdue" text={say(messages.frozen)} />}</>, value: (row) => row.kind }, { key: 'state', title: messages.state, width: 120, render: (row) => <SpecimenTag state={row.state} />, value: (row) => say(STATES[row.state]!) },
    { key: 'since', title: messages.since, width: 120, render: (row) => <TimeAgo at={row.since} />, value: (row) => row.since }, { key: 'box', title: messages.box, width: 110, onPhone: false, render: (row) => row.boxCode ?? '—', value: (row) => row.boxCode },
    ...(part === 'pathology' ? [{ key: 'ischaemia', title: messages.ischaemia, width: 110, align: 'end' as const, render: (row: SpecimenCard) => (row.coldIschaemiaMinutes === null ? '—' : say(messages.minutes, { minutes: row.coldIschaemiaMinutes })), value: (row: SpecimenCard) => row.coldIschaemiaMinutes }] : []),
  ];
  return (
    <DataTable
      name={`laboratory.${part}`} title={say(part === 'pathology' ? messages.pathology : messages.specimens)} operation={listSpecimens} input={{ part } as never} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => `${row.tubeCode} ${row.personName}`} onOpen={(row) => void navigate(`/laboratory/specimens/${row.id}`)}
      filters={[{ key: 'state', title: messages.state, kind: 'choice', options: Object.entries(STATES).filter(([value]) => value !== 'open').map(([value, label]) => ({ value, label })) }]} searchHint={messages.search} empty={{ title: messages.nothing, next: messages.nothingNext }}
    />
  );
}

export function SpecimensPage() {
  return <><PageHeader title={useText()(messages.specimens)} actions={<RegisterButton part="laboratory" />} /><SpecimenTable part="laboratory" /></>;
}

export function PathologyPage() {
  return <><PageHeader title={useText()(messages.pathology)} actions={<RegisterButton part="pathology" />} /><SpecimenTable part="pathology" /></>;
}

function RegisterButton({ part }: { part: 'laboratory' | 'pathology' }) {
  const say = useText();
  const workspace = useWorkspace();
  const may = useMay('laboratory.register');
  const key = `laboratory.register-${part}`;
  const title = say(formMessages.register);
  return may && <Button type="primary" onClick={() => workspace.open({ key, title, content: <SpecimenForm part={part} onDone={() => workspace.close(key)} /> })}>{title}</Button>;
}
