import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { TimeAgo } from '../text/time-ago.tsx';
import { Clock } from './clock.tsx';
import { StateTag, type Tone } from './state-tag.tsx';

/** State, since when, whose move, until when: on one line. */
export function StateLine(props: { tone: Tone; state: string; since: string; whoseMove?: string; until?: string | null }) {
  const say = useText();
  return (
    <div className="yg-row yg-state-line">
      <StateTag tone={props.tone} text={props.state} />
      <span className="yg-quiet">{say(kitMessages.since)} <TimeAgo at={props.since} /></span>
      {props.whoseMove && <span>{say(kitMessages.whoseMove, { who: props.whoseMove })}</span>}
      {props.until && <Clock until={props.until} since={props.since} />}
    </div>
  );
}
