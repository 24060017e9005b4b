import { Input } from 'antd';
import { useState } from 'react';
import { chinaDate } from '#platform/kernel/period.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useFileChooser } from '#platform/web/client/use-file-chooser.tsx';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { comparePack, putPackInForce, storePackFile, withdrawPack, type Pack } from '../contract/packs.ts';
import { CataloguePanel } from './catalogue/catalogue-panel.tsx';
import { FormCatalogue } from './catalogue/form-catalogue.tsx';
import { messages } from './messages.ts';
import { useAbility } from './use-ability.ts';
import { listed } from '#platform/web/text/listed.ts';

/** Files, comparison with the pack in force, and the step that gives it force. */
export function PackPanel({ pack, onDone }: { pack: Pack; onDone: () => void }) {
  const say = useText();
  const ability = useAbility();
  const [files, setFiles] = useState(pack.files);
  const [note, setNote] = useState('');
  const store = useCommand(storePackFile);
  const withdraw = useCommand(withdrawPack);
  const draft = pack.state === 'draft';
  const { chooser, choose } = useFileChooser({ label: say(messages.storeFiles), accept: '.json,.csv', multiple: true }, async (chosen) => {
    for (const file of chosen) {
      const stored = await store.run({ id: pack.id, fileName: file.name, content: await file.text() });
      if (stored === undefined) return;
      setFiles(stored.files);
    }
  });
  const end = async (): Promise<void> => {
    if ((await withdraw.run({ id: pack.id, note })) !== undefined) onDone();
  };
  return (
    <div className="yg-stack">
      <Panel title={say(messages.files)} level={3}>
        <p>{listed(files) || '—'}</p>
        {chooser}
        <AbilityButton ability={ability('casemix.store-pack-file', !draft && messages.onlyDraft)} loading={store.pending} onClick={choose}>{say(messages.storeFiles)}</AbilityButton>
        {store.problem && <ProblemNotice problem={store.problem} showDetails />}
      </Panel>
      {draft && pack.scheme === 'dip' && <FormCatalogue pack={pack} onDone={(formed) => setFiles(formed.files)} />}
      {pack.scheme === 'dip' && files.includes('levels.csv') && <CataloguePanel key={`catalogue ${files.join()}`} packId={pack.id} />}
      {draft && files.length > 0 && <Comparison key={files.join()} pack={pack} onDone={onDone} />}
      {pack.state === 'in-force' && (
        <Panel title={say(messages.withdraw)} level={3}>
          <Input aria-label={say(messages.note)} placeholder={say(messages.note)} value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
          <AbilityButton danger ability={ability('casemix.withdraw-pack', note.trim() === '' && messages.note)} loading={withdraw.pending} onClick={() => void end()}>{say(messages.withdraw)}</AbilityButton>
          {withdraw.problem && <ProblemNotice problem={withdraw.problem} showDetails />}
        </Panel>
      )}
    </div>
  );
}

function Comparison({ pack, onDone }: { pack: Pack; onDone: () => void }) {
  const say = useText();
  const query = useOperation(comparePack, { id: pack.id });
  return <Panel title={say(messages.compare)} level={3}><Answer query={query}>{(compared) => <Compared compared={compared} pack={pack} onDone={onDone} />}</Answer></Panel>;
}

function Compared({ compared, pack, onDone }: { compared: ResultOf<typeof comparePack>; pack: Pack; onDone: () => void }) {
  const say = useText();
  const ability = useAbility();
  const [note, setNote] = useState('');
  const [validFrom, setValidFrom] = useState(chinaDate(new Date()));
  const put = useCommand(putPackInForce);
  const go = async (): Promise<void> => {
    if ((await put.run({ id: pack.id, validFrom, movedSeen: compared.moved, note })) !== undefined) onDone();
  };
  return (
    <div className="yg-stack">
      <p role="status">{compared.against === null ? say(messages.firstPack) : say(messages.compared, { against: compared.against, cases: compared.cases, moved: compared.moved })}</p>
      {compared.remarks.map((remark) => <p key={remark} className="yg-quiet">{remark}</p>)}
      {compared.rows.length > 0 && (
        <PlainTable
          caption={say(messages.compare)} rows={compared.rows} rowKey={(row) => `${row.from} ${row.to}`}
          columns={[
            { key: 'from', title: messages.from, render: (row) => row.from }, { key: 'to', title: messages.to, render: (row) => row.to }, { key: 'cases', title: messages.cases, align: 'end', render: (row) => row.cases },
            { key: 'weightFrom', title: messages.weightFrom, align: 'end', render: (row) => row.weightFrom ?? '—' }, { key: 'weightTo', title: messages.weightTo, align: 'end', render: (row) => row.weightTo ?? '—' },
          ]}
        />
      )}
      {compared.groups.length > 0 && (
        <PlainTable caption={say(messages.change)} rows={compared.groups} rowKey={(row) => row.code} columns={[
          { key: 'code', title: messages.group, render: (row) => row.code }, { key: 'before', title: messages.weightFrom, align: 'end', render: (row) => row.scoreBefore ?? '—' }, { key: 'after', title: messages.weightTo, align: 'end', render: (row) => row.scoreAfter ?? '—' },
          { key: 'why', title: messages.reason, render: (row) => say(row) },
        ]} />
      )}
      {compared.rowsTotal > compared.rows.length && <p className="yg-quiet">{say(messages.cutAt, { total: compared.rowsTotal, shown: compared.rows.length })}</p>}
      {compared.groupsTotal > compared.groups.length && <p className="yg-quiet">{say(messages.cutAt, { total: compared.groupsTotal, shown: compared.groups.length })}</p>}
      <div className="yg-row">
        <DateInput label={say(messages.validFrom)} aria-label={say(messages.validFrom)} value={validFrom} onChange={setValidFrom} />
        <Input aria-label={say(messages.note)} placeholder={say(messages.note)} value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} style={{ width: 220 }} />
        <AbilityButton type="primary" ability={ability('casemix.put-pack-in-force', note.trim() === '' && messages.note)} loading={put.pending} onClick={() => void go()}>{say(messages.putInForce)}</AbilityButton>
      </div>
      {put.problem && <ProblemNotice problem={put.problem} showDetails />}
    </div>
  );
}
