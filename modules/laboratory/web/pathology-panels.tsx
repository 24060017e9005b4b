import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { addPiece, recordOpinion, type SpecimenDetail } from '../contract/specimens.ts';
import { messages, OPINIONS } from './messages.ts';
import { PicturesPanel } from './pictures-panel.tsx';

/** The surgeon waits: thirty minutes from receipt to the answer of a frozen section. */
const FROZEN_MS = 30 * 60_000;

/** Times of the tissue, its blocks and slides, and what was found. */
export function PathologyPanels({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const may = useMay('laboratory.analyse');
  const add = useCommand(addPiece);
  const isWaiting = specimen.isFrozenSection && specimen.receivedAt !== null && !specimen.opinions.some(({ kind }) => kind === 'frozen');
  const blocks = specimen.pieces.filter(({ kind }) => kind === 'block');
  return (
    <>
      <Panel title={say(messages.pathology)}>
        {isWaiting && <p>{say(messages.frozen)} <Clock until={new Date(Date.parse(specimen.receivedAt!) + FROZEN_MS).toISOString()} since={specimen.receivedAt!} /></p>}
        <Facts columns={2} items={[{ label: say(messages.ischaemia), value: specimen.coldIschaemiaMinutes === null ? null : say(messages.minutes, { minutes: specimen.coldIschaemiaMinutes }) }, { label: say(messages.frozen), value: specimen.isFrozenSection ? '✓' : null }]} />
      </Panel>
      <Panel title={say(messages.pieces)} actions={may && <Button size="small" loading={add.pending} onClick={() => void add.run({ id: specimen.id, kind: 'block' })}>{say(messages.addBlock)}</Button>}>
        {add.problem && <ProblemNotice problem={add.problem} />}
        <ul>{blocks.map((block) => (
          <li key={block.id}>
            <span className="yg-number">{block.code}</span> {may && <Button size="small" onClick={() => void add.run({ id: specimen.id, kind: 'slide', parentId: block.id })}>{say(messages.addSlide)}</Button>}
            <ul>{specimen.pieces.filter(({ parentId }) => parentId === block.id).map((slide) => <li key={slide.id}><span className="yg-number">{slide.code}</span></li>)}</ul>
          </li>
        ))}</ul>
      </Panel>
      <Opinions specimen={specimen} />
      <PicturesPanel specimen={specimen} />
    </>
  );
}

function Opinions({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const may = useMay('laboratory.verify');
  const record = useCommand(recordOpinion);
  const [kind, setKind] = useState<'gross' | 'frozen' | 'diagnosis' | 'second'>('diagnosis');
  const [text, setText] = useState('');
  const save = async (): Promise<void> => {
    if ((await record.run({ id: specimen.id, kind, text })) !== undefined) setText('');
  };
  return (
    <Panel title={say(messages.opinions)}>
      <ul>{specimen.opinions.map((opinion) => <li key={opinion.id}><strong>{say(OPINIONS[opinion.kind]!)}</strong> · {opinion.byName} · <TimeAgo at={opinion.at} />{opinion.minutesFromReceipt !== null && <> · {say(messages.minutes, { minutes: opinion.minutesFromReceipt })}</>}<br />{opinion.text}</li>)}</ul>
      {may && (
        <div className="yg-stack">
          <Select aria-label={say(messages.opinionKind)} value={kind} onChange={setKind} options={(['gross', 'frozen', 'diagnosis', 'second'] as const).map((value) => ({ value, label: say(OPINIONS[value]!) }))} />
          <Input.TextArea aria-label={say(messages.opinionText)} rows={3} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
          {record.problem && <ProblemNotice problem={record.problem} />}
          <Button disabled={text.trim().length < 2} loading={record.pending} onClick={() => void save()}>{say(messages.save)}</Button>
        </div>
      )}
    </Panel>
  );
}
