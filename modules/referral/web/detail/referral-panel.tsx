import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getReferral } from '../../contract.ts';
import { messages } from '../messages.ts';
import '../referral.css';
import { ReferralView } from './referral-view.tsx';

/** The referral beside the board. */
export function ReferralPanel({ id }: { id: string }) {
  const say = useText();
  const referral = useOperation(getReferral, { id });
  return (
    <Answer query={referral}>
      {(data) => (
        <div className="yg-stack">
          <Link to={`/referrals/${data.id}`}>{say(messages.openFull)}</Link>
          <ReferralView referral={data} />
        </div>
      )}
    </Answer>
  );
}
