import { Switch } from 'antd';
import { useState } from 'react';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { GroupingAnswer as Answer } from '../contract/discharges.ts';
import { messages } from './messages.ts';

/** The group, its weight, every decision on the way, and what another order of the same codes would give. */
export function GroupingAnswer({ answer }: { answer: Answer }) {
  const say = useText();
  const { result, alternatives } = answer;
  return (
    <div className="yg-stack">
      <Panel title={say(messages.result)} level={3}>
        <Facts columns={2} items={[
          { label: say(messages.status), value: <StateTag tone={result.group === '' ? 'due' : 'done'} text={result.status} /> },
          { label: say(messages.packs), value: answer.packId === null ? say(messages.noPack) : answer.packName },
          { label: say(messages.group), value: result.group === '' ? '—' : `${result.group} ${result.name}`, wide: true },
          { label: say(messages.weight), value: result.weight ?? say(messages.pendingWeight) },
        ]} />
      </Panel>
      <Panel title={say(messages.whatIf)} level={3}>
        <p className="yg-quiet">{say(messages.whatIfHint)}</p>
        <PlainTable
          caption={say(messages.whatIf)} rows={alternatives.map((row, index) => ({ ...row, index }))} rowKey={(row) => String(row.index)} empty={messages.noAlternatives}
          columns={[
            { key: 'change', title: messages.change, render: (row) => say(row) },
            { key: 'group', title: messages.group, render: (row) => (row.group === '' ? row.status : `${row.group} ${row.name}`) },
            { key: 'weight', title: messages.weight, align: 'end', render: (row) => row.weight ?? '—' },
          ]}
        />
      </Panel>
      <Explanation answer={answer} />
    </div>
  );
}

function Explanation({ answer }: { answer: Answer }) {
  const say = useText();
  const [onlyMet, setOnlyMet] = useState(true);
  const rows = answer.explanation.map((step, index) => ({ ...step, index })).filter(({ met, step }) => !onlyMet || met !== false || step === 'severity' || step === 'result' || step === 'check');
  return (
    <Panel title={say(messages.explanation)} level={3} actions={<label><Switch size="small" checked={onlyMet} onChange={setOnlyMet} /> {say(messages.hideUnmet)}</label>}>
      <PlainTable
        caption={say(messages.explanation)} rows={rows} rowKey={(row) => String(row.index)}
        columns={[
          { key: 'code', title: messages.step, render: (row) => row.code || row.step },
          { key: 'met', title: messages.decision, render: (row) => (row.met === undefined ? '' : say(row.met ? messages.met : messages.unmet)) },
          { key: 'text', title: messages.reason, render: (row) => say(row) },
        ]}
      />
    </Panel>
  );
}
