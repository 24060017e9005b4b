import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResidentLine } from '../contract/schemas.ts';
import { messages } from './messages.ts';

/** The name with what is unusual about the entry, in words. */
export function ResidentName({ line }: { line: Pick<ResidentLine, 'name' | 'kind' | 'recordOpen'> }) {
  const say = useText();
  return (
    <span className="yg-row">
      <span className="yg-strong">{line.name}</span>
      {!line.recordOpen && <StateTag tone="waiting" text={say(messages.closed)} />}
      {line.kind === 'newborn' && <StateTag tone="information" text={say(messages.kindNewborn)} />}
      {line.kind === 'unidentified' && <StateTag tone="due" text={say(messages.kindUnidentified)} />}
    </span>
  );
}
