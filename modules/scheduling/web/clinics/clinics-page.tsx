import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay, useSession } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OutputOf } from '#platform/kernel/contract.ts';
import { listClinics } from '../../contract/clinics.ts';
import { specialityText } from '../../contract/words.ts';
import { specialityFilter } from '../form-values.ts';
import { messages } from '../messages.ts';
import '../scheduling.css';
import { CreateClinicForm } from './create-clinic-form.tsx';
import { clinicMessages } from './messages.ts';

type ClinicRow = OutputOf<(typeof listClinics)['output']>['rows'][number];

export function ClinicsPage() {
  const say = useText();
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={say(clinicMessages.clinics)} actions={<NewClinicButton />} />
      <DataTable
        name="scheduling.clinics" title={say(clinicMessages.clinics)} operation={listClinics} rowKey={(row) => row.id} rowTitle={(row) => row.name}
        columns={useColumns()} searchHint={clinicMessages.search} onOpen={(row) => void navigate(`/clinics/${row.id}`)}
        filters={[{ key: 'speciality', title: messages.speciality, kind: 'choice', many: true, options: specialityFilter }]}
        empty={{ title: clinicMessages.nothing, next: clinicMessages.nothingNext }}
      />
    </>
  );
}

function NewClinicButton() {
  const say = useText();
  const workspace = useWorkspace();
  const { acting } = useSession();
  const mayCreate = useMay('scheduling.create-clinic');
  if (!mayCreate || !acting) return null;
  const open = () =>
    workspace.open({
      key: 'create-clinic', title: say(clinicMessages.newClinic),
      content: <CreateClinicForm organisationId={acting.organisationId} onDone={() => workspace.close('create-clinic')} />,
    });
  return <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={open}>{say(clinicMessages.newClinic)}</Button>;
}

function useColumns(): readonly Column<ClinicRow>[] {
  const say = useText();
  return [
    { key: 'name', title: messages.clinic, width: 220, sortable: true, render: (row) => row.name, value: (row) => row.name },
    { key: 'speciality', title: messages.speciality, width: 140, sortable: true, render: (row) => say(specialityText(row.speciality)), value: (row) => say(specialityText(row.speciality)) },
    { key: 'doctor', title: messages.doctor, width: 120, render: (row) => row.practitionerName ?? '—', value: (row) => row.practitionerName },
    { key: 'organisation', title: messages.organisation, width: 220, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'room', title: clinicMessages.room, width: 100, onPhone: false, render: (row) => row.room ?? '—', value: (row) => row.room },
    { key: 'state', title: messages.state, width: 90, onPhone: false, render: (row) => say(clinicMessages[row.state]), value: (row) => say(clinicMessages[row.state]) },
  ];
}
