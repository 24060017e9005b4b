import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateLine } from '#platform/web/state/state-line.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listMembershipHistory, type MembershipState } from '../../contract/memberships.ts';
import { MEMBERSHIP_STATES, ROLES } from '../../contract/words.ts';
import { ActionHistory } from '../action-history.tsx';
import { messages } from '../messages.ts';
import { membershipTone } from '../organisations/membership-timeline.tsx';
import { actionWords } from '../organisations/messages.ts';
import { MembershipActions } from './membership-actions.tsx';
import { membershipMessages } from './messages.ts';

/** One membership: its state and whose move it is, what can be done, what was done. */
export function MembershipDetail({ id }: { id: string }) {
  const say = useText();
  const answer = useOperation(listMembershipHistory, { id });
  return (
    <Answer query={answer}>
      {({ membership, history }) => (
        <div className="yg-stack">
          <StateLine
            tone={membershipTone(membership.state)} state={say(MEMBERSHIP_STATES[membership.state])} since={membership.stateSince}
            {...whoseMove(membership.state, say)}
          />
          <MembershipActions membership={membership} />
          <Facts
            items={[
              { label: say(messages.organisation), value: <Link to={`/organisations?open=${membership.organisationId}`}>{membership.organisationName}</Link>, wide: true },
              { label: say(membershipMessages.consortium), value: membership.consortiumName, wide: true },
              { label: say(membershipMessages.role), value: say(ROLES[membership.role]) },
              { label: say(messages.validFrom), value: membership.validFrom },
              { label: say(messages.validUntil), value: membership.validUntil ?? (membership.validFrom ? say(messages.openEnded) : null) },
            ]}
          />
          <Panel level={3} title={say(membershipMessages.history)}><ActionHistory history={history} words={actionWords} /></Panel>
        </div>
      )}
    </Answer>
  );
}

function whoseMove(state: MembershipState, say: ReturnType<typeof useText>): { whoseMove?: string } {
  if (state === 'applied') return { whoseMove: say(membershipMessages.whoApplied) };
  return state === 'reviewed' ? { whoseMove: say(membershipMessages.whoReviewed) } : {};
}
