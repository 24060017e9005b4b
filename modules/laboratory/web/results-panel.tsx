import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { enterResults, listReferenceItems, verifyResults, type SpecimenDetail } from '../contract/specimens.ts';
import { FLAGS, messages } from './messages.ts';
import { numberOf } from './shown.tsx';

/** Values with ranges, flags and changes; entering and verifying are done by two persons. */
export function ResultsPanel({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const mayVerify = useMay('laboratory.verify');
  const mayEnter = useMay('laboratory.analyse');
  const verify = useCommand(verifyResults);
  const isOpen = specimen.state === 'analysing';
  return (
    <Panel title={say(messages.results)} actions={mayVerify && isOpen && specimen.results.length > 0 && <Button size="small" loading={verify.pending} onClick={() => void verify.run({ id: specimen.id })}>{say(messages.verify)}</Button>}>
      {mayEnter && isOpen && <EnterResult id={specimen.id} />}
      {verify.problem && <ProblemNotice problem={verify.problem} />}
      <PlainTable
        caption={say(messages.results)} rows={specimen.results} rowKey={(row) => row.id} empty={{ zh: '尚无结果', en: 'No result yet' }}
        columns={[
          { key: 'item', title: messages.item, render: (row) => row.name }, { key: 'value', title: messages.value, align: 'end', render: (row) => `${row.value} ${row.unit}` }, { key: 'flag', title: messages.flag, render: (row) => <StateTag tone={row.flag === 'N' ? 'done' : row.flag === 'U' ? 'neutral' : 'overdue'} text={say(FLAGS[row.flag]!)} /> },
          { key: 'range', title: messages.range, render: (row) => (row.low === null && row.high === null ? '—' : `${row.low ?? ''} – ${row.high ?? ''}`) },
          { key: 'previous', title: messages.previous, align: 'end', render: (row) => <>{row.previous ?? '—'} {row.isDeltaNotable && <StateTag tone="due" text={say(messages.delta, { percent: row.deltaPercent ?? 0 })} />}</> },
          { key: 'verified', title: messages.verified, render: (row) => row.verifiedByName ?? say(messages.notVerified) },
        ]}
      />
    </Panel>
  );
}

function EnterResult({ id }: { id: string }) {
  const say = useText();
  const items = useOperation(listReferenceItems, {});
  const enter = useCommand(enterResults);
  const [code, setCode] = useState<string>();
  const [value, setValue] = useState<number | null>(null);
  const options = [...new Map((items.data?.rows ?? []).map((row) => [row.code, { value: row.code, label: `${row.name} (${row.unit})` }])).values()];
  const save = async (): Promise<void> => {
    if (code !== undefined && value !== null && (await enter.run({ id, results: [{ code, value }] })) !== undefined) setValue(null);
  };
  return (
    <div className="yg-row">
      <Select aria-label={say(messages.item)} placeholder={say(messages.item)} style={{ minWidth: 220 }} value={code ?? null} onChange={(next) => setCode(next ?? undefined)} options={options} showSearch={{ optionFilterProp: 'label' }} />
      <InputNumber<number> parser={numberOf} aria-label={say(messages.value)} value={value} onChange={setValue} onPressEnter={() => void save()} />
      <Button type="primary" disabled={code === undefined || value === null} loading={enter.pending} onClick={() => void save()}>{say(messages.enter)}</Button>
      {enter.problem && <ProblemNotice problem={enter.problem} />}
    </div>
  );
}
