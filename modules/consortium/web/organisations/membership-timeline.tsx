import { Link } from 'react-router';
import type { Tone } from '#platform/web/state/state-tag.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Membership, MembershipState } from '../../contract/memberships.ts';
import { MEMBERSHIP_STATES, ROLES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { wordOf } from '../words.ts';
import { organisationMessages } from './messages.ts';
import { percentAt, scaleOf, type Scale } from './timeline-scale.ts';

const TONES: Readonly<Record<MembershipState, Tone>> = {
  applied: 'due', reviewed: 'information', refused: 'neutral', active: 'done', warned: 'overdue', exited: 'neutral',
};
export const membershipTone = (state: MembershipState): Tone => TONES[state];

/** Each membership as a bar on one scale, and the same as a table. */
export function MembershipTimeline({ memberships }: { memberships: readonly Membership[] }) {
  const say = useText();
  const today = useToday();
  if (memberships.length === 0) return <p className="yg-quiet">{say(organisationMessages.noMemberships)}</p>;
  const begun = memberships.filter((each) => each.validFrom !== null);
  const scale = scaleOf(begun.map((each) => ({ from: each.validFrom!, until: each.validUntil })), today);
  return (
    <div className="yg-stack">
      <div className="consortium-timeline">
        {memberships.map((membership) => <Bar key={membership.id} membership={membership} scale={scale} today={today} />)}
        <span />
        <div className="consortium-years" aria-hidden>
          {scale.years.map((year) => <span key={year} style={{ left: `${percentAt(scale, year)}%` }}>{year.slice(0, 4)}</span>)}
        </div>
      </div>
      <details>
        <summary>{say(organisationMessages.asTable)}</summary>
        <MembershipTable memberships={memberships} />
      </details>
    </div>
  );
}

interface BarProps {
  readonly membership: Membership;
  readonly scale: Scale;
  readonly today: string;
}

function Bar({ membership, scale, today }: BarProps) {
  const say = useText();
  const { validFrom, validUntil, state } = membership;
  const role = say(wordOf(ROLES, membership.role));
  const from = validFrom ?? say(organisationMessages.notBegun);
  const until = validUntil ?? say(messages.openEnded);
  const words = say(organisationMessages.barText, { name: membership.consortiumName, role, from, until, state: say(MEMBERSHIP_STATES[state]) });
  const left = percentAt(scale, validFrom ?? today);
  const right = percentAt(scale, validUntil ?? scale.last);
  return (
    <>
      <div className="consortium-timeline-name">
        <Link to={`/memberships?consortiumId=${membership.consortiumId}`}>{membership.consortiumName}</Link>
        <span className="yg-row"><span className="yg-quiet">{role}</span> <StateTag tone={membershipTone(state)} text={say(MEMBERSHIP_STATES[state])} /></span>
      </div>
      <div className="consortium-track" role="img" aria-label={words} title={words}>
        {scale.years.map((year) => <i key={year} className="consortium-year" style={{ left: `${percentAt(scale, year)}%` }} />)}
        <i className="consortium-today" style={{ left: `${percentAt(scale, today)}%` }} title={say(messages.today)} />
        {validFrom === null
          ? <span className="consortium-bar-none" style={{ right: `${100 - left}%` }}>{say(organisationMessages.notBegun)}</span>
          : <span className={`consortium-bar consortium-bar-${state}${validUntil === null ? ' consortium-bar-open' : ''}`} style={{ left: `${left}%`, width: `${Math.max(1, right - left)}%` }}>{validFrom}{validUntil ? ` – ${validUntil}` : ' →'}</span>}
      </div>
    </>
  );
}

function MembershipTable({ memberships }: { memberships: readonly Membership[] }) {
  const say = useText();
  return (
    <PlainTable
      caption={say(organisationMessages.memberships)} rows={memberships} rowKey={(row) => row.id}
      columns={[
        { key: 'consortium', title: organisationMessages.consortium, render: (row) => row.consortiumName },
        { key: 'role', title: organisationMessages.role, render: (row) => say(wordOf(ROLES, row.role)) },
        { key: 'state', title: messages.state, render: (row) => say(MEMBERSHIP_STATES[row.state]) },
        { key: 'from', title: messages.validFrom, render: (row) => row.validFrom ?? '—' },
        { key: 'until', title: messages.validUntil, render: (row) => row.validUntil ?? say(messages.openEnded) },
      ]}
    />
  );
}
