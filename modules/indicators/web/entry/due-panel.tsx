import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { csvOf, offerFile } from '#platform/web/table/csv.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { dueIndicatorEntries, listIndicators } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import type { IndicatorList } from '../lists.ts';

interface DuePanelProps {
  readonly month: string;
  readonly list: IndicatorList;
  readonly onEnter: (indicatorId: string) => void;
}

/** What is still missing for a month; each begins its entry with one press. */
export function DuePanel({ month, list, onEnter }: DuePanelProps) {
  const due = useOperation(dueIndicatorEntries, { month, list }, { keepPrevious: true });
  return <Answer query={due}>{(found) => <Due found={found} onEnter={onEnter} />}</Answer>;
}

function Due({ found, onEnter }: { found: ResultOf<typeof dueIndicatorEntries>; onEnter: DuePanelProps['onEnter'] }) {
  const say = useText();
  const { acting } = useSession();
  const definitions = useOperation(listIndicators, {}, { staleMs: 600_000 });
  const names = new Map((definitions.data?.rows ?? []).map(({ id, name }) => [id, say(name)]));
  const offerTemplate = () => offerFile(
    `indicators-${found.month}.csv`,
    csvOf(['indicator', 'organisation', 'month', 'numerator', 'denominator', 'source'], found.missing.map((id) => [id, acting?.organisationName ?? acting?.organisationId ?? '', found.month, '', '', ''])),
  );
  const line = say(messages.dueLine, { month: found.month, expected: found.expected, given: found.given, dueOn: found.dueOn });
  return (
    <Panel
      title={found.isOverdue ? `${say(messages.due)} · ${say(messages.overdue)}` : say(messages.due)}
      actions={found.missing.length > 0 && <Button size="small" onClick={offerTemplate}>{say(messages.template)}</Button>}
    >
      <p>{found.expected === 0 ? say(messages.nothingDue) : line}</p>
      {found.expected > 0 && found.missing.length === 0 && <p className="yg-quiet">{say(messages.allGiven)}</p>}
      <div className="yg-row">
        {found.missing.map((id) => <button key={id} type="button" className="yg-chip" onClick={() => onEnter(id)}>{id} {names.get(id) ?? ''}</button>)}
      </div>
    </Panel>
  );
}
