import { PlusOutlined } from '@ant-design/icons';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { createPack, listPacks, type Pack } from '../contract/packs.ts';
import { messages } from './messages.ts';
import { PackPanel } from './pack-panel.tsx';
import { useAbility } from './use-ability.ts';

/** Versions with their validity; a draft is compared before it takes force. */
export function PacksPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const columns = useColumns();
  const open = (pack: Pack) => workspace.open({ key: `pack:${pack.id}`, ...(pack.scheme === 'dip' ? { width: 'wide' as const } : {}), title: `${pack.name} ${pack.version}`, content: <PackPanel pack={pack} onDone={() => workspace.close(`pack:${pack.id}`)} /> });
  const create = () => workspace.open({ key: 'create-pack', title: say(messages.newPack), content: <CreatePack onDone={(pack) => { workspace.close('create-pack'); open(pack); }} /> });
  return (
    <>
      <PageHeader title={say(messages.packs)} actions={<AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={ability('casemix.create-pack')} onClick={create}>{say(messages.newPack)}</AbilityButton>} />
      <DataTable
        name="casemix.packs" title={say(messages.packs)} operation={listPacks} rowKey={(row) => row.id} rowTitle={(row) => `${row.name} ${row.version}`} columns={columns} onOpen={open}
        empty={{ title: messages.noPacks, next: messages.noPacksNext }}
      />
    </>
  );
}

const TONES: Readonly<Record<Pack['state'], Tone>> = { draft: 'waiting', 'in-force': 'done', withdrawn: 'neutral' };

function useColumns(): readonly Column<Pack>[] {
  const say = useText();
  return [
    { key: 'scheme', title: messages.scheme, width: 80, render: (row) => row.scheme.toUpperCase(), value: (row) => row.scheme },
    { key: 'name', title: messages.packs, width: 300, render: (row) => row.name, value: (row) => row.name },
    { key: 'version', title: messages.version, width: 120, render: (row) => row.version, value: (row) => row.version },
    { key: 'state', title: messages.state, width: 110, render: (row) => <StateTag tone={TONES[row.state]} text={say(messages[row.state])} />, value: (row) => say(messages[row.state]) },
    { key: 'validFrom', title: messages.validFrom, width: 110, render: (row) => row.validFrom ?? '—', value: (row) => row.validFrom },
    { key: 'validUntil', title: messages.validUntil, width: 110, onPhone: false, render: (row) => row.validUntil ?? '—', value: (row) => row.validUntil },
    { key: 'files', title: messages.files, width: 80, align: 'end', onPhone: false, render: (row) => row.files.length, value: (row) => row.files.length },
    { key: 'weights', title: messages.weights, width: 80, align: 'end', onPhone: false, render: (row) => row.weights, value: (row) => row.weights },
  ];
}

function CreatePack({ onDone }: { onDone: (pack: Pack) => void }) {
  const say = useText();
  const ability = useAbility();
  const organisationId = useSession().acting?.organisationId ?? '';
  const [scheme, setScheme] = useState<'drg' | 'dip'>('drg');
  const [name, setName] = useState('');
  const [version, setVersion] = useState('');
  const create = useCommand(createPack);
  const missing = name.trim() === '' ? messages.name : version.trim() === '' && messages.version;
  const go = async (): Promise<void> => {
    const pack = await create.run({ organisationId, scheme, name, version });
    if (pack !== undefined) onDone(pack);
  };
  return (
    <div className="yg-stack">
      <Select aria-label={say(messages.scheme)} value={scheme} onChange={setScheme} options={[{ value: 'drg', label: 'DRG' }, { value: 'dip', label: 'DIP' }]} />
      <Input aria-label={say(messages.name)} placeholder={say(messages.name)} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      <Input aria-label={say(messages.version)} placeholder={say(messages.version)} value={version} maxLength={40} onChange={(event) => setVersion(event.target.value)} />
      <AbilityButton type="primary" ability={ability('casemix.create-pack', missing)} loading={create.pending} onClick={() => void go()}>{say(messages.create)}</AbilityButton>
      {create.problem && <ProblemNotice problem={create.problem} showDetails />}
    </div>
  );
}
