import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useText } from '#platform/web/text/messages.ts';
import { findLiveReferral, stateTitles } from '../../contract.ts';
import { messages, referMessages } from '../messages.ts';

/** Track instead of refer: what already runs for this person. */
export function LiveNotice({ personId, diagnosisCode }: { personId: string; diagnosisCode: string | undefined }) {
  const say = useText();
  const { data } = useOperation(findLiveReferral, { personId, ...(diagnosisCode ? { diagnosisCode } : {}) }, { keepPrevious: true });
  if (!data || data.referrals.length === 0) return null;
  return (
    <div className="yg-notice" role="status">
      <strong>{say(referMessages.live)}</strong>
      <p>{say(referMessages.liveWhy)}</p>
      {data.referrals.map((referral) => (
        <div key={referral.id} className="yg-row">
          <span>{referral.fromOrganisationName} → {referral.toOrganisationName} · {say(stateTitles[referral.state])} · {referral.diagnosisText ?? ''}</span>
          <Link to={`/referrals/${referral.id}`}>{say(messages.track)}</Link>
        </div>
      ))}
    </div>
  );
}
