import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { numberOf } from './shown.tsx';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listControlLots, listExternalRounds, recordControl, type ControlLot } from '../contract/control.ts';
import { formMessages } from './form-messages.ts';
import { LotForm, RoundForm } from './forms.tsx';
import { messages, VERDICTS } from './messages.ts';

/** Levey-Jennings charts of every lot with the Westgard rules that the last value breaks, and the external rounds. */
export function ControlPage() {
  const say = useText();
  const lots = useOperation(listControlLots, { limit: 50, offset: 0 });
  const rounds = useOperation(listExternalRounds, { limit: 50, offset: 0 });
  return (
    <>
      <PageHeader title={say(messages.control)} actions={<ControlButtons />} />
      <div className="yg-stack">
        <Answer query={lots}>{({ rows }) => <>{rows.length === 0 ? <p>{say(messages.noLots)}</p> : rows.map((lot) => <LotPanel key={lot.id} lot={lot} />)}</>}</Answer>
        <Answer query={rounds}>
          {({ rows }) => (
            <Panel title={say(messages.external)}>
              <PlainTable
                caption={say(messages.external)} rows={rows} rowKey={(row) => row.id} empty={{ zh: '尚无室间质评', en: 'No external round yet' }}
                columns={[
                  { key: 'programme', title: messages.programme, render: (row) => row.programme }, { key: 'round', title: messages.round, render: (row) => row.round }, { key: 'item', title: messages.item, render: (row) => row.itemName }, { key: 'value', title: messages.value, align: 'end', render: (row) => row.reported }, { key: 'target', title: messages.target, align: 'end', render: (row) => row.target },
                  { key: 'score', title: messages.score, align: 'end', render: (row) => row.z.toFixed(2) }, { key: 'verdict', title: messages.verdict, render: (row) => <StateTag tone={row.verdict === 'satisfactory' ? 'done' : row.verdict === 'questionable' ? 'due' : 'overdue'} text={say(VERDICTS[row.verdict]!)} /> },
                ]}
              />
            </Panel>
          )}
        </Answer>
      </div>
    </>
  );
}

function ControlButtons() {
  const say = useText();
  const workspace = useWorkspace();
  const may = useMay('laboratory.verify');
  const [lot, external] = ['laboratory.lot', 'laboratory.external'];
  return may && (
    <>
      <Button onClick={() => workspace.open({ key: external, title: say(formMessages.external), content: <RoundForm onDone={() => workspace.close(external)} /> })}>{say(formMessages.external)}</Button>
      <Button type="primary" onClick={() => workspace.open({ key: lot, title: say(formMessages.lot), content: <LotForm onDone={() => workspace.close(lot)} /> })}>{say(formMessages.lot)}</Button>
    </>
  );
}

function LotPanel({ lot }: { lot: ControlLot }) {
  const say = useText();
  const may = useMay('laboratory.analyse');
  const [value, setValue] = useState<number | null>(null);
  const record = useCommand(recordControl);
  const last = lot.values.at(-1);
  return (
    <Panel title={<>{lot.itemName} · {say(messages.level)} {lot.level} · {lot.lotNumber} {last && <StateTag tone={last.isRejected ? 'overdue' : last.rules.length > 0 ? 'due' : 'done'} text={`${say(last.isRejected ? messages.out : messages.inControl)} ${last.rules.join(' ')}`} />}</>}>
      <Chart lot={lot} title={`${say(messages.chart)} ${lot.itemName}`} />
      {may && <div className="yg-row"><InputNumber<number> parser={numberOf} aria-label={say(messages.newValue)} placeholder={say(messages.newValue)} value={value} onChange={setValue} /><Button disabled={value === null} loading={record.pending} onClick={() => void record.run({ id: lot.id, value: value! })}>{say(messages.record)}</Button></div>}
      {record.problem && <ProblemNotice problem={record.problem} />}
    </Panel>
  );
}

const [WIDTH, HEIGHT, SDS] = [640, 170, 4];

/** Mean and one, two, three standard deviations as lines; a value that is out is a square, not only red. */
function Chart({ lot, title }: { lot: ControlLot; title: string }) {
  const x = (index: number): number => 50 + (index * (WIDTH - 60)) / Math.max(1, lot.values.length - 1);
  const y = (z: number): number => HEIGHT / 2 - (Math.max(-SDS, Math.min(SDS, z)) * (HEIGHT - 20)) / (2 * SDS);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} style={{ width: '100%', maxWidth: 900 }}>
      {[-3, -2, -1, 0, 1, 2, 3].map((z) => <g key={z}><line x1={50} x2={WIDTH} y1={y(z)} y2={y(z)} stroke="currentColor" strokeOpacity={z === 0 ? 0.7 : 0.25} strokeDasharray={z === 0 ? undefined : '4 3'} /><text x={0} y={y(z) + 4} fontSize={12} fill="currentColor">{z === 0 ? lot.mean : `${z > 0 ? '+' : ''}${z}s`}</text></g>)}
      <polyline fill="none" stroke="currentColor" strokeOpacity={0.6} points={lot.values.map((each, index) => `${x(index)},${y(each.z)}`).join(' ')} />
      {lot.values.map((each, index) => (each.isRejected ? <rect key={each.id} x={x(index) - 5} y={y(each.z) - 5} width={10} height={10} fill="#c62828" /> : <circle key={each.id} cx={x(index)} cy={y(each.z)} r={3.5} fill={each.rules.length > 0 ? '#b26a00' : '#1565c0'} />))}
    </svg>
  );
}
