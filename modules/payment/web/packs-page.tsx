import { useCallback, useState } from 'react';
import { Input, Select } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { defineMessages, useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { approveParameterPack, compareParameterPacks, getParameterPack, listParameterPacks, loadParameterPack, retireParameterPack, withdrawParameterPack, type Pack } from '../contract/packs.ts';
import { ActButton } from './act-button.tsx';
import { History } from './history.tsx';
import { messages, stateWords } from './messages.ts';
import { StateWord } from './state-word.tsx';
import { useAbility, wrongState } from './use-ability.ts';
import './payment.css';

const words = defineMessages({
  city: ['统筹区', 'City'],
  validity: ['有效期', 'Validity'],
  groups: ['病种数', 'Groups'],
  institutions: ['机构数', 'Institutions'],
  missing: ['未定参数', 'Not decided'],
  load: ['载入参数包', 'Load a pack'],
  loadHint: ['粘贴参数包 JSON（city、insurance、year、version、validFrom、validUntil、content）', 'Paste the JSON of the pack (city, insurance, year, version, validFrom, validUntil, content)'],
  notJson: ['不是正确的 JSON，未载入。', 'Not valid JSON; nothing was loaded.'],
  approve: ['批准', 'Approve'],
  withdraw: ['撤回', 'Withdraw'],
  retire: ['停用', 'Retire'],
  compare: ['生效前比较', 'Compare before force'],
  compareWith: ['与哪个版本比较', 'Compare with'],
  place: ['位置', 'Place'],
  before: ['原值', 'Before'],
  after: ['新值', 'After'],
  changes: ['{total} 处不同', '{total} differences'],
  loadedBy: ['载入人', 'Loaded by'],
  approvedBy: ['批准人', 'Approved by'],
});

const VIEWS: readonly TableView[] = [
  { key: 'live', title: stateWords.approved, filters: { state: ['approved'] } },
  { key: 'draft', title: stateWords.draft, filters: { state: ['draft'] } },
  { key: 'all', title: messages.all, filters: {} },
];

/** Versions of the parameters: loaded by one person, approved by another. */
export function PacksPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const open = useCallback((row: Pack) => workspace.open({ key: `pack:${row.id}`, width: 'wide', title: `${row.city} ${row.year} · ${row.version}`, content: <PackDetail id={row.id} /> }), [workspace]);
  const load = () => workspace.open({ key: 'load-pack', width: 'wide', title: say(words.load), content: <LoadPack onDone={() => workspace.close('load-pack')} /> });
  return (
    <>
      <PageHeader title={say(messages.packs)} actions={<AbilityButton type="primary" ability={ability('payment.load-pack')} onClick={load}>{say(words.load)}</AbilityButton>} />
      <DataTable
        name="payment.packs" title={say(messages.packs)} operation={listParameterPacks} rowKey={(row) => row.id} rowTitle={(row) => `${row.city} ${row.version}`} columns={useColumns()} views={VIEWS} onOpen={open}
        searchHint={words.city} empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<Pack>[] {
  const say = useText();
  return [
    { key: 'city', title: words.city, width: 140, sortable: true, render: (row) => row.city, value: (row) => row.city },
    { key: 'year', title: messages.year, width: 80, sortable: true, render: (row) => row.year, value: (row) => row.year },
    { key: 'version', title: messages.version, width: 110, sortable: true, render: (row) => row.version, value: (row) => row.version },
    { key: 'state', title: messages.state, width: 110, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'validFrom', title: words.validity, width: 210, sortable: true, render: (row) => `${row.validFrom} – ${row.validUntil}`, value: (row) => `${row.validFrom} – ${row.validUntil}` },
    { key: 'groups', title: words.groups, width: 90, align: 'end', onPhone: false, render: (row) => row.groups, value: (row) => row.groups },
    { key: 'institutions', title: words.institutions, width: 90, align: 'end', onPhone: false, render: (row) => row.institutions, value: (row) => row.institutions },
    { key: 'missing', title: words.missing, width: 180, onPhone: false, render: (row) => row.missing.join(', ') || '—', value: (row) => row.missing.join(', ') },
    { key: 'stateSince', title: messages.when, width: 110, sortable: true, onPhone: false, render: (row) => <TimeAgo at={row.stateSince} />, value: (row) => row.stateSince },
  ];
}

function LoadPack({ onDone }: { onDone: () => void }) {
  const say = useText();
  const load = useCommand(loadParameterPack);
  const [text, setText] = useState('');
  const [fault, setFault] = useState(false);
  const run = async () => {
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      setFault(true);
      return;
    }
    setFault(false);
    if ((await load.run(given as never)) === undefined) return;
    toast(say(messages.saved));
    onDone();
  };
  return (
    <div className="yg-stack">
      <label htmlFor="payment-pack-text">{say(words.loadHint)}</label>
      <Input.TextArea id="payment-pack-text" value={text} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 12, maxRows: 24 }} spellCheck={false} className="yg-code" />
      {fault && <p role="alert">{say(words.notJson)}</p>}
      {load.problem && <ProblemNotice problem={load.problem} />}
      <AbilityButton type="primary" loading={load.pending} onClick={() => void run()}>{say(words.load)}</AbilityButton>
    </div>
  );
}

function PackDetail({ id }: { id: string }) {
  const say = useText();
  const ability = useAbility();
  const answer = useOperation(getParameterPack, { id });
  return (
    <Answer query={answer}>
      {({ pack, content, history }) => (
        <div className="yg-stack">
          <div className="yg-row"><StateWord state={pack.state} /></div>
          <div className="yg-row">
            <ActButton operation={approveParameterPack} title={words.approve} primary ability={ability('payment.approve-pack', pack.state !== 'draft' && wrongState)} inputOf={(reason) => ({ id, reason })} />
            <ActButton operation={withdrawParameterPack} title={words.withdraw} ability={ability('payment.withdraw-pack', pack.state !== 'draft' && wrongState)} inputOf={(reason) => ({ id, reason })} />
            <ActButton operation={retireParameterPack} title={words.retire} danger ability={ability('payment.retire-pack', pack.state !== 'approved' && wrongState)} inputOf={(reason) => ({ id, reason })} />
          </div>
          <Facts
            items={[
              { label: say(words.validity), value: `${pack.validFrom} – ${pack.validUntil}` }, { label: say(words.missing), value: pack.missing.join(', ') },
              { label: say(words.loadedBy), value: pack.loadedBy }, { label: say(words.approvedBy), value: pack.approvedBy },
              { label: say(words.groups), value: content.groups.length }, { label: say(words.institutions), value: content.institutions.length },
            ]}
          />
          <Comparison pack={pack} />
          <PlainTable
            caption={say(words.institutions)} showCaption rows={content.institutions} rowKey={(row) => row.institution}
            columns={[{ key: 'name', title: messages.institution, render: (row) => row.name ?? row.institution }, { key: 'level', title: messages.kind, render: (row) => row.level ?? '—' }, { key: 'coefficient', title: { zh: '系数', en: 'Coefficient' }, align: 'end', render: (row) => row.coefficient }, { key: 'assessment', title: { zh: '考核系数', en: 'Assessment' }, align: 'end', render: (row) => row.assessment ?? '—' }]}
          />
          <History actions={history} />
        </div>
      )}
    </Answer>
  );
}

function Comparison({ pack }: { pack: Pack }) {
  const say = useText();
  const packs = useOperation(listParameterPacks, { q: pack.city, limit: 100 });
  const [other, setOther] = useState<string>();
  const options = (packs.data?.rows ?? []).filter(({ id }) => id !== pack.id).map((each) => ({ value: each.id, label: `${each.year} · ${each.version}` }));
  return (
    <Panel level={3} title={say(words.compare)}>
      <Select aria-label={say(words.compareWith)} placeholder={say(words.compareWith)} options={options} value={other} onChange={setOther} className="yg-wide" />
      {other !== undefined && <Changes id={pack.id} other={other} />}
    </Panel>
  );
}

function Changes({ id, other }: { id: string; other: string }) {
  const say = useText();
  const answer = useOperation(compareParameterPacks, { id, with: other });
  return (
    <Answer query={answer}>
      {({ changes, total }) => (
        <PlainTable
          caption={say(words.changes, { total })} showCaption rows={changes} rowKey={(row) => row.path} empty={messages.none}
          columns={[{ key: 'path', title: words.place, render: (row) => row.path }, { key: 'before', title: words.before, align: 'end', render: (row) => row.before ?? '—' }, { key: 'after', title: words.after, align: 'end', render: (row) => row.after ?? '—' }]}
        />
      )}
    </Answer>
  );
}
