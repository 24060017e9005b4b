import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { call } from '#platform/web/client/call.ts';
import { FileButton } from '#platform/web/client/file-button.tsx';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useFileChooser } from '#platform/web/client/use-file-chooser.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { addPicture, getPicture, printPathologyReport, withdrawPicture } from '../contract/pictures.ts';
import type { SpecimenDetail } from '../contract/specimens.ts';
import { pictureMessages as messages } from './form-messages.ts';
import { smallPicture } from './small-picture.ts';
import './laboratory.css';

/** Photographs beside the text, and both as one report to print. */
export function PicturesPanel({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const may = useMay('laboratory.analyse') && ['received', 'analysing', 'resulted', 'stored'].includes(specimen.state);
  return (
    <Panel title={say(messages.pictures)} actions={<FileButton title={messages.report} load={() => call(printPathologyReport, { id: specimen.id })} />}>
      {specimen.pictures.length === 0 && <p className="yg-quiet">{say(messages.none)}</p>}
      <div className="laboratory-pictures">{specimen.pictures.map((picture) => <Picture key={picture.id} specimen={specimen} picture={picture} may={may} />)}</div>
      {may && <AddPicture specimen={specimen} />}
    </Panel>
  );
}

function Picture({ specimen, picture, may }: { specimen: SpecimenDetail; picture: SpecimenDetail['pictures'][number]; may: boolean }) {
  const say = useText();
  const { data } = useOperation(getPicture, { id: specimen.id, pictureId: picture.id }, { staleMs: Infinity });
  const withdraw = useCommand(withdrawPicture);
  const piece = specimen.pieces.find(({ id }) => id === picture.pieceId)?.code;
  const caption = [piece, picture.caption].filter(Boolean).join(' · ');
  return (
    <figure>
      {data ? <img src={`data:${data.mediaType};base64,${data.contentBase64}`} alt={caption} /> : <div className="laboratory-picture-wait" role="status">{say(messages.loading)}</div>}
      <figcaption>{caption} <span className="yg-quiet">{picture.byName}</span> {may && <Button size="small" type="link" loading={withdraw.pending} onClick={() => void withdraw.run({ id: specimen.id, pictureId: picture.id })}>{say(messages.withdraw)}</Button>}</figcaption>
      {withdraw.problem && <ProblemNotice problem={withdraw.problem} />}
    </figure>
  );
}

function AddPicture({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const add = useCommand(addPicture);
  const [of, setOf] = useState('gross');
  const [caption, setCaption] = useState('');
  const [isRefused, setRefused] = useState(false);
  const { chooser, choose } = useFileChooser({ label: say(messages.add), accept: 'image/jpeg,image/png,image/webp' }, async ([file]) => {
    const base64 = await smallPicture(file).catch(() => undefined);
    setRefused(base64 === undefined);
    if (base64 === undefined) return;
    const done = await add.run({ id: specimen.id, kind: of === 'gross' ? 'gross' : 'slide', ...(of === 'gross' ? {} : { pieceId: of }), caption, base64 });
    if (done !== undefined) setCaption('');
  });
  return (
    <div className="yg-row">
      <Select aria-label={say(messages.of)} value={of} onChange={setOf} style={{ minWidth: 160 }} options={[{ value: 'gross', label: say(messages.gross) }, ...specimen.pieces.map(({ id, code }) => ({ value: id, label: code }))]} />
      <Input aria-label={say(messages.caption)} placeholder={say(messages.captionExample)} value={caption} maxLength={200} onChange={(event) => setCaption(event.target.value)} style={{ maxWidth: 280 }} />
      {chooser}
      <Button disabled={caption.trim() === ''} title={caption.trim() === '' ? say(messages.captionFirst) : undefined} loading={add.pending} onClick={choose}>{say(messages.add)}</Button>
      {isRefused && <span role="alert">{say(messages.noPicture)}</span>}
      {add.problem && <ProblemNotice problem={add.problem} />}
    </div>
  );
}
