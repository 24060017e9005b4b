import { Button } from 'antd';
import { useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Embedded } from '#platform/web/embed/embed.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { recogniseResult, type Result } from '../../contract/decisions.ts';
import { DECISIONS, OBSTACLES, RELATIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { DeclineForm } from './decline-form.tsx';
import type { Target } from './target.ts';
import './recognition.css';

interface ResultLineProps {
  readonly result: Result;
  readonly target: Target;
  /** With the reference of the result. */
  readonly onRecognised?: ((reference: string) => void) | undefined;
}

/** Report, picture, date and place of an earlier result, and what the doctor decides on it. */
export function ResultLine({ result, target, onRecognised }: ResultLineProps) {
  const say = useText();
  const format = useFormat();
  const when = result.at === '' ? null : `${format.date(result.at)}${result.ageDays === null ? '' : ` · ${say(messages.daysAgo, { days: result.ageDays })}`}`;
  return (
    <article className="recognition-result" aria-label={result.title}>
      {result.picture && <Picture address={result.picture} />}
      <div className="recognition-words">
        <div className="yg-row">
          <strong>{result.title}</strong>
          {result.how !== 'item' && <StateTag tone="information" text={`${say(RELATIONS[result.how])} ${result.code}`} />}
          {result.obstacle && <StateTag tone="due" text={say(OBSTACLES[result.obstacle])} />}
          {result.decision && <StateTag tone={result.decision === 'recognised' ? 'done' : 'due'} text={say(DECISIONS[result.decision])} />}
        </div>
        <span className="yg-quiet">{[when, result.organisationName].filter(Boolean).join(' · ')}</span>
        {result.findings && <p>{result.findings}</p>}
        {(result.value ?? result.conclusion) && <p><strong>{[result.value, result.conclusion].filter(Boolean).join(' · ')}</strong></p>}
        {result.values.length > 0 && <Values result={result} />}
        {result.ecgId !== null && <Waveform id={result.ecgId} personId={target.personId} startsOpen={result.obstacle === null && result.decision === null} />}
        <Acts result={result} target={target} onRecognised={onRecognised} />
      </div>
    </article>
  );
}

/** Thumbnail of the study; a click opens the viewer beside the form. */
function Picture({ address }: { address: string }) {
  const say = useText();
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return null;
  const uid = address.split('/').at(-1) ?? '';
  return <a className="recognition-picture" href={address} target="_blank" rel="noreferrer"><img src={`/dicom-web/studies/${uid}/thumbnail`} alt={say(messages.picture)} loading="lazy" onError={() => setBroken(true)} /></a>;
}

/** The paper of the ECG room; what the doctor has still to decide on is open at once. */
function Waveform({ id, personId, startsOpen }: { id: string; personId: string; startsOpen: boolean }) {
  const say = useText();
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <div className="recognition-waveform">
      <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{say(isOpen ? messages.hideWaveform : messages.waveform)}</Button>
      {isOpen && <Embedded name="ecg.record" id={id} personId={personId} otherwise={<p className="yg-quiet">{say(messages.noWaveform)}</p>} />}
    </div>
  );
}

function Values({ result }: { result: Result }) {
  return (
    <table className="recognition-values">
      <tbody>{result.values.map(({ name, value, flag }) => <tr key={name}><th scope="row">{name}</th><td>{value}</td><td>{flag ?? ''}</td></tr>)}</tbody>
    </table>
  );
}

function Acts({ result, target, onRecognised }: ResultLineProps) {
  const say = useText();
  const workspace = useWorkspace();
  const recognise = useCommand(recogniseResult);
  const [mayRecognise, mayDecline] = [useMay('recognition.recognise'), useMay('recognition.decline')];
  const input = { ...target, resultReference: result.reference };
  const accept = async () => {
    if (!(await recognise.run(input))) return;
    toast(say(messages.recognised));
    onRecognised?.(result.reference);
  };
  const key = `decline-${result.reference}`;
  const decline = () => workspace.open({ key, title: say(messages.decline), content: <DeclineForm input={input} onDone={() => workspace.close(key)} /> });
  return (
    <>
      {recognise.problem && <ProblemNotice problem={recognise.problem} />}
      <div className="yg-row">
        {result.obstacle === null && mayRecognise && result.decision !== 'recognised' && <Button type="primary" loading={recognise.pending} onClick={() => void accept()}>{say(messages.recognise)}</Button>}
        {result.obstacle === null && mayDecline && result.decision !== 'declined' && <Button onClick={decline}>{say(messages.decline)}</Button>}
        {result.picture && <Button type="link" href={result.picture} target="_blank">{say(messages.picture)}</Button>}
      </div>
    </>
  );
}
