import { memo } from 'react';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { priorityTitles, type Priority, type ReferralCard } from '../../contract.ts';
import { useReasonTitle } from '../act/use-reasons.ts';
import { messages } from '../messages.ts';

export const priorityTone: Readonly<Record<Priority, Tone>> = { emergency: 'overdue', urgent: 'due', normal: 'neutral' };

export interface Capacity {
  readonly slotsFree: number | null;
  readonly bedsFree: number | null;
}

/** Five lines: who and how urgent, why, from where to where, what is free there, whose move. Time in this state at the right top. */
export const ReferralBoardCard = memo(function ReferralBoardCard({ card, capacity, own }: { card: ReferralCard; capacity: Capacity | undefined; own: string | undefined }) {
  const say = useText();
  const reason = useReasonTitle(card.direction, card.reasonCode);
  const why = [card.diagnosisText, card.reasonText ?? reason].filter(Boolean).join(' · ');
  return (
    <div className="referral-card">
      <div className="referral-card-top">
        <strong className="referral-card-name">{card.personName}</strong>
        <span className="referral-card-time yg-number">
          {card.deadline ? <Clock until={card.deadline} since={card.since} compact /> : <TimeAgo at={card.since} />}
        </span>
      </div>
      <div className="referral-card-line" title={why}>
        {card.priority !== 'normal' && <StateTag tone={priorityTone[card.priority]} text={say(priorityTitles[card.priority])} />} {why || '—'}
      </div>
      <div className="referral-card-route yg-quiet" title={`${card.fromOrganisationName} → ${card.toOrganisationName}`}>
        <span>{card.fromOrganisationName}</span> → <span>{card.toOrganisationName || '—'}</span>
      </div>
      <div className="referral-card-line yg-quiet">
        {card.resource ? card.resource.label : capacity ? say(messages.capacity, { slots: capacity.slotsFree ?? '—', beds: capacity.bedsFree ?? '—' }) : say(messages.noCapacity)}
      </div>
      <div className="referral-card-line" title={mover(card)}><WhoseMove card={card} own={own} /></div>
    </div>
  );
});

const mover = (card: ReferralCard): string | undefined =>
  card.moveOrganisationId === null ? undefined : card.moveOrganisationId === card.fromOrganisationId ? card.fromOrganisationName : card.toOrganisationName;

export function WhoseMove({ card, own }: { card: ReferralCard; own: string | undefined }) {
  const say = useText();
  if (card.moveOrganisationId === null) return <span className="yg-quiet">{say(messages.moveNone)}</span>;
  if (card.moveOrganisationId === own || card.sides.includes(card.whoseMove as 'sender')) return <StateTag tone="information" text={say(messages.moveOurs)} />;
  return <StateTag tone="waiting" text={say(messages.moveOther, { name: mover(card) ?? '' })} />;
}
