import { useFormat } from '../text/format.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { useNow } from '../text/use-now.ts';
import { StateTag } from './state-tag.tsx';
import { toneOfTimeLeft } from './time-left.ts';

/** Time left in this state: `剩 25 分钟`, amber when short, red `超时 10 分钟` when past; `compact` = largest unit, for cards. */
export function Clock({ until, since, compact }: { until: string | Date; since?: string | Date; compact?: boolean }) {
  const say = useText();
  const format = useFormat();
  const now = useNow();
  const end = new Date(until);
  const tone = toneOfTimeLeft({ until: end, now, ...(since ? { since: new Date(since) } : {}) });
  const left = end.getTime() - now.getTime();
  const span = compact ? format.roughSpan(left) : format.span(left);
  return (
    <time dateTime={end.toISOString()} title={format.dateTime(end)} className="yg-clock">
      <StateTag tone={tone} text={say(tone === 'overdue' ? kitMessages.overdueBy : kitMessages.timeLeft, { span })} />
    </time>
  );
}
