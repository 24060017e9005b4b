import { Link } from 'react-router';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { directionTitles, priorityTitles, stateTitles, type ReferralDetail } from '../../contract.ts';
import { ReferralActBar } from '../act/use-act-bar.tsx';
import { useReasonTitle } from '../act/use-reasons.ts';
import { priorityTone, WhoseMove } from '../desk/referral-card.tsx';
import { messages } from '../messages.ts';
import { FollowUpList } from './follow-up-list.tsx';
import { LetterPanel } from './letter-panel.tsx';
import { MedicationTable } from './medication-table.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

/** State, clock and whose move first, then what one can do, then everything else. */
export function ReferralView({ referral, wide = false }: { referral: ReferralDetail; wide?: boolean }) {
  const say = useText();
  const facts = (
    <>
      <StateHead referral={referral} />
      <ReferralActBar referral={referral} />
      <RoutePanel referral={referral} />
      <OutcomePanel referral={referral} />
      {referral.medications.length > 0 && <Panel title={say(messages.medications)}><MedicationTable lines={referral.medications} /></Panel>}
      {referral.followUps.length > 0 && <Panel title={say(messages.followUps)}><FollowUpList tasks={referral.followUps} /></Panel>}
      <LetterPanel letter={referral.letter} />
    </>
  );
  if (!wide) return <div className="yg-stack">{facts}<TimelinePanel referral={referral} /></div>;
  return (
    <div className="referral-frame">
      <div className="referral-columns">
        <div className="yg-stack">{facts}</div>
        <TimelinePanel referral={referral} />
      </div>
    </div>
  );
}

function StateHead({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  const { acting } = useSession();
  return (
    <div className="yg-row" style={{ flexWrap: 'wrap' }}>
      <StateTag tone={priorityTone[referral.priority]} text={say(priorityTitles[referral.priority])} />
      <strong>{say(stateTitles[referral.state])}</strong>
      <span className="yg-quiet"><TimeAgo at={referral.since} /></span>
      {referral.deadline && <Clock until={referral.deadline} since={referral.since} />}
      <WhoseMove card={referral} own={acting?.organisationId} />
      {referral.escalationLevel > 0 && <StateTag tone="overdue" text={say(messages.escalated, { level: referral.escalationLevel })} />}
    </div>
  );
}

function RoutePanel({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  const format = useFormat();
  const sex = referral.personSex === 'male' ? say(messages.male) : referral.personSex === 'female' ? say(messages.female) : '';
  const age = referral.personAge === null ? '' : say(messages.years, { age: referral.personAge });
  const { counterOffer } = referral;
  const reason = useReasonTitle(referral.direction, referral.reasonCode);
  const refusal = useReasonTitle(referral.flow === 'down' ? 'decline-down' : 'reject', referral.rejectionCode);
  return (
    <Panel title={say(messages.route)}>
      <Facts
        items={[
          { label: say(messages.person), value: <Link to={`/residents/${referral.personId}`}>{[referral.personName, sex, age].filter(Boolean).join(' · ')}</Link> },
          { label: say(messages.number), value: <span className="yg-number">{referral.number}</span> },
          { label: say(messages.from), value: [referral.fromOrganisationName, referral.fromDepartment, referral.fromPractitionerName, referral.fromPhone].filter(Boolean).join(' · ') },
          { label: say(messages.to), value: [referral.toOrganisationName, referral.outside ? say(messages.outside) : null, referral.toDepartment, referral.toPractitionerName].filter(Boolean).join(' · ') },
          { label: say(messages.reason), value: [reason, referral.reasonText].filter(Boolean).join(' · '), wide: true },
          ...(refusal ? [{ label: say(messages.rejection), value: refusal, wide: true }] : []),
          { label: say(messages.resource), value: referral.resource?.label },
          { label: say(messages.arriveBy), value: referral.arriveBy ? format.dateTime(referral.arriveBy) : null },
          ...(counterOffer ? [{ label: say(messages.counterOffer), wide: true, value: [counterOffer.organisationName, counterOffer.department, counterOffer.label, counterOffer.start ? format.dateTime(counterOffer.start) : null, counterOffer.reason].filter(Boolean).join(' · ') }] : []),
          ...(referral.overrideReason ? [{ label: say(messages.override), value: referral.overrideReason, wide: true }] : []),
          ...(referral.related.length > 0 ? [{ label: say(messages.related), wide: true, value: <RelatedLinks referral={referral} /> }] : []),
        ]}
      />
    </Panel>
  );
}

function RelatedLinks({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  return (
    <span className="yg-row" style={{ flexWrap: 'wrap' }}>
      {referral.related.map((each) => (
        <Link key={each.id} to={`/referrals/${each.id}`}>{say(directionTitles[each.direction])} {each.number}（{say(stateTitles[each.state])}）</Link>
      ))}
    </span>
  );
}
