import { useEffect, useState } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import type { EmbedProps } from '#platform/web/embed/embed.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { checkRecognition } from '../../contract/decisions.ts';
import { messages } from '../messages.ts';
import { ResultLine } from './result-line.tsx';
import './recognition.css';

/** In the order form of another room: valid earlier results of the same or an equivalent item, newest first. Nothing for what is in no catalogue. */
export function CheckEmbed({ id, personId, onDone }: EmbedProps) {
  const say = useText();
  const { acting } = useSession();
  const [code, organisationId] = [id.trim(), acting?.organisationId ?? ''];
  const isAsked = useRest() && code !== '' && personId !== undefined && organisationId !== '';
  const { data } = useOperation(checkRecognition, { personId: personId ?? '', codes: [code], organisationId }, { enabled: isAsked });
  const checked = data?.checks[0];
  if (!isAsked || !checked?.item) return null;
  if (checked.candidates.length === 0) return <p className="yg-quiet" role="status">{say(messages.noResult)}</p>;
  const target = { personId, organisationId, code: checked.code };
  const isFree = checked.candidates[0]?.decision === 'declined';
  return (
    <section className="recognition-check" aria-label={say(messages.found)}>
      <p className="recognition-rule" role={isFree ? 'status' : 'alert'}>{say(isFree ? messages.mayOrder : messages.decideFirst, { item: say({ zh: checked.item.name, en: checked.item.nameEn }), days: checked.item.windowDays })}</p>
      {checked.candidates.map((result) => <ResultLine key={result.reference} result={result} target={target} onRecognised={onDone} />)}
    </section>
  );
}

const REST_MS = 400;

/** True once nothing was typed for a moment: the shell shows this part anew with each code, and every look is a look into the record. */
function useRest(): boolean {
  const [rests, setRests] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRests(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return rests;
}
