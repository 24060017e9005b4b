import { useFormat } from './format.ts';
import { useNow } from './use-now.ts';

/** `12 分钟前`, exact China time on hover, for screen readers and in print. */
export function TimeAgo({ at }: { at: string | Date }) {
  const format = useFormat();
  const now = useNow();
  const exact = format.dateTime(at);
  return (
    <time className="yg-time" dateTime={new Date(at).toISOString()} title={exact} data-exact={exact}>
      {format.ago(at, now)}
    </time>
  );
}
