import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { useNow } from '#platform/web/text/use-now.ts';
import { criticalBoard, type CriticalCard } from '../../contract/critical.ts';
import { CRITICAL_STATES } from '../../contract/states.ts';
import { criticalMessages } from '../messages.ts';
import { CRITICAL_TONE, useWho } from '../shown.tsx';
import '../diagnosis.css';

const REFRESH_MS = 15_000;

/** For the wall: large type, live, the most pressing first. */
export function BoardPage() {
  const say = useText();
  const format = useFormat();
  const board = useOperation(criticalBoard, {}, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  return (
    <Answer query={board}>
      {(data) => (
        <>
          <PageHeader title={say(criticalMessages.board)} subtitle={`${say(criticalMessages.today, data.today)} · ${say(criticalMessages.asOf)} ${format.time(data.asOf)}`} back={{ to: '/diagnosis/critical', label: say(criticalMessages.title) }} />
          <div className="diagnosis-wall" aria-live="polite">
            <div className="yg-row">{data.counts.map(({ state, total }) => <StateTag key={state} tone={CRITICAL_TONE[state]} text={`${say(CRITICAL_STATES[state])} ${total}`} />)}</div>
            {data.open.length === 0 ? <Empty title={say(criticalMessages.calm)} /> : <ul>{data.open.map((card) => <WallCard key={card.id} card={card} />)}</ul>}
          </div>
        </>
      )}
    </Answer>
  );
}

function WallCard({ card }: { card: CriticalCard }) {
  const say = useText();
  const format = useFormat();
  const now = useNow();
  const who = useWho();
  const late = card.state === 'notified' && card.acknowledgeBy !== null && new Date(card.acknowledgeBy) < now;
  return (
    <li className="diagnosis-wall-card" data-late={late}>
      <div>
        <div className="diagnosis-wall-value">{card.title} {card.valueText}</div>
        <div className="diagnosis-wall-person">{who(card)}{card.place ? ` · ${card.place}` : ''}</div>
      </div>
      <div>
        <div>{card.reporterOrganisationName} → <strong>{card.receiverOrganisationName}</strong></div>
        <div className="yg-quiet">{card.receiverPhone} {format.time(card.notifiedAt ?? card.detectedAt)}</div>
      </div>
      <div className="yg-stack">
        <StateTag tone={CRITICAL_TONE[card.state]} text={say(CRITICAL_STATES[card.state])} />
        {card.acknowledgeBy && <Clock until={card.acknowledgeBy} since={card.notifiedAt ?? card.detectedAt} />}
        {card.escalationLevel > 0 && <StateTag tone="overdue" text={say(criticalMessages.escalated, { level: card.escalationLevel })} />}
      </div>
    </li>
  );
}
