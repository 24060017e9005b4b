import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { handOverBox, listBoxes, packSpecimen, receiveBox, recordTemperature, type Box } from '../contract/specimens.ts';
import { formMessages } from './form-messages.ts';
import { BoxForm } from './forms.tsx';
import { messages } from './messages.ts';
import { numberOf, SpecimenTag } from './shown.tsx';

/** Boxes of one's own organisation, on the way from it and to it. */
export function BoxesPage() {
  const say = useText();
  const boxes = useOperation(listBoxes, { limit: 50, offset: 0 });
  const workspace = useWorkspace();
  const mayPack = useMay('laboratory.pack');
  const openForm = () => workspace.open({ key: 'laboratory.open-box', title: say(formMessages.openBox), content: <BoxForm onDone={() => workspace.close('laboratory.open-box')} /> });
  return (
    <>
      <PageHeader title={say(messages.boxes)} actions={mayPack && <Button type="primary" onClick={openForm}>{say(formMessages.openBox)}</Button>} />
      <Answer query={boxes}>{({ rows }) => <div className="yg-stack">{rows.length === 0 ? <p>{say(messages.noBox)}。{say(messages.noBoxNext)}</p> : rows.map((box) => <BoxPanel key={box.id} box={box} />)}</div>}</Answer>
    </>
  );
}

function BoxPanel({ box }: { box: Box }) {
  const say = useText();
  const [celsius, setCelsius] = useState<number | null>(null);
  const [tube, setTube] = useState('');
  const [courier, setCourier] = useState('');
  const [record, hand, receive, pack] = [useCommand(recordTemperature), useCommand(handOverBox), useCommand(receiveBox), useCommand(packSpecimen)];
  const problem = record.problem ?? hand.problem ?? receive.problem ?? pack.problem;
  const latest = box.temperatures.at(-1);
  const isOpen = box.state === 'open';
  // A scanner ends with Enter; the field is free for the next tube at once.
  const packTube = async (): Promise<void> => {
    if (tube.trim() !== '' && (await pack.run({ id: box.id, tubeCode: normaliseInput(tube).toUpperCase() })) !== undefined) setTube('');
  };
  return (
    <Panel title={<>{box.code} <SpecimenTag state={box.state} /> {box.alarms > 0 && <StateTag tone="overdue" text={say(messages.alarms, { count: box.alarms })} />}</>}>
      <Facts columns={4} items={[{ label: say(messages.count), value: box.specimens }, { label: say(messages.courier), value: box.courier }, { label: say(messages.temperature), value: latest === undefined ? null : `${latest.celsius}` }, { label: say(messages.since), value: <TimeAgo at={box.since} /> }]} />
      {box.state !== 'received' && (
        <div className="yg-row">
          <InputNumber<number> parser={numberOf} aria-label={say(messages.temperature)} placeholder={say(messages.temperature)} value={celsius} onChange={setCelsius} />
          <Button disabled={celsius === null} loading={record.pending} onClick={() => void record.run({ id: box.id, celsius: celsius! })}>{say(messages.record)}</Button>
          {isOpen && <Input aria-label={say(messages.packTube)} placeholder={say(messages.packTube)} style={{ width: 160 }} value={tube} onChange={(event) => setTube(event.target.value)} onPressEnter={() => void packTube()} />}
          {isOpen && <Button disabled={tube.trim() === ''} loading={pack.pending} onClick={() => void packTube()}>{say(messages.pack)}</Button>}
          {isOpen && <Input aria-label={say(messages.courier)} placeholder={say(messages.courier)} style={{ width: 140 }} value={courier} onChange={(event) => setCourier(event.target.value)} />}
          {isOpen && <Button disabled={courier.trim() === '' || box.specimens === 0} loading={hand.pending} onClick={() => void hand.run({ id: box.id, courier: normaliseInput(courier) })}>{say(messages.handOver)}</Button>}
          {!isOpen && <Button type="primary" loading={receive.pending} onClick={() => void receive.run({ id: box.id })}>{say(messages.receive)}</Button>}
        </div>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </Panel>
  );
}
