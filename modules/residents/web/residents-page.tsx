import { UserAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { findResidents } from '../contract.ts';
import type { ResidentLine } from '../contract/schemas.ts';
import { messages, sexMessages, wordOf } from './messages.ts';
import { ClosedRecord } from './closed-record.tsx';
import { ResidentName } from './resident-name.tsx';
import { ScanCode } from './scan-code.tsx';

/** Find a person by what is at hand: a name, three letters, a number, a card. */
export function ResidentsPage() {
  const say = useText();
  const navigate = useNavigate();
  const open = useOpenResident();
  const mayRegister = useMay('resident.register');
  const mayScan = useMay('resident.resolve-code');
  const columns = useColumns();
  useHotkey('n', () => void navigate('/register-resident'), { enabled: mayRegister });
  return (
    <>
      <PageHeader
        title={say(messages.residents)}
        actions={
          <>
            {mayScan && <ScanCode onFound={open} />}
            {mayRegister && (
              <Button type="primary" icon={<UserAddOutlined aria-hidden />} aria-keyshortcuts="N" onClick={() => void navigate('/register-resident')}>
                {say(messages.register)} <kbd aria-hidden>N</kbd>
              </Button>
            )}
          </>
        }
      />
      <DataTable
        name="resident.list"
        title={say(messages.residents)}
        operation={findResidents}
        rowKey={(row) => row.id}
        rowTitle={(row) => row.name}
        columns={columns}
        searchHint={messages.searchHint}
        onOpen={open}
        empty={{ title: messages.nobody, next: messages.nobodyNext }}
      />
    </>
  );
}

/** An open record leads to the card; a closed one says what would open it. */
function useOpenResident(): (row: ResidentLine) => void {
  const say = useText();
  const navigate = useNavigate();
  const workspace = useWorkspace();
  return (row) => {
    if (row.recordOpen) void navigate(`/residents/${row.id}`);
    else workspace.open({ key: `resident-closed:${row.id}`, title: say(messages.closed), content: <ClosedRecord line={row} /> });
  };
}

function useColumns(): readonly Column<ResidentLine>[] {
  const say = useText();
  const format = useFormat();
  return [
    { key: 'name', title: messages.name, width: 170, render: (row) => <ResidentName line={row} />, value: (row) => row.name },
    { key: 'sex', title: messages.sex, width: 70, render: (row) => say(wordOf(sexMessages, row.sex)), value: (row) => say(wordOf(sexMessages, row.sex)) },
    { key: 'age', title: messages.age, width: 80, render: (row) => (row.birthDate === null ? '—' : format.age(row.birthDate)) },
    { key: 'birthDate', title: messages.birth, width: 110, onPhone: false, render: (row) => row.birthDate ?? '—', value: (row) => row.birthDate },
    { key: 'idCard', title: messages.idCard, width: 180, render: (row) => row.maskedIdCard ?? '—', value: (row) => row.maskedIdCard },
    { key: 'phone', title: messages.phone, width: 130, onPhone: false, render: (row) => row.maskedPhone ?? '—', value: (row) => row.maskedPhone },
    { key: 'address', title: messages.address, width: 240, onPhone: false, render: (row) => row.address ?? '—', value: (row) => row.address },
    {
      key: 'organisation', title: messages.organisation, width: 180, onPhone: false,
      render: (row) => row.managingOrganisationName ?? '—', value: (row) => row.managingOrganisationName,
    },
  ];
}
