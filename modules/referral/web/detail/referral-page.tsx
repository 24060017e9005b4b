import { useParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { directionTitles, getReferral } from '../../contract.ts';
import { messages } from '../messages.ts';
import '../referral.css';
import { ReferralView } from './referral-view.tsx';

export function ReferralPage() {
  const say = useText();
  const { id = '' } = useParams();
  const referral = useOperation(getReferral, { id });
  return (
    <Answer query={referral}>
      {(data) => (
        <>
          <PageHeader title={`${say(directionTitles[data.direction])} · ${data.personName}`} subtitle={<span className="yg-number">{data.number}</span>} back={{ to: '/referrals', label: say(messages.desk) }} />
          <ReferralView referral={data} wide />
        </>
      )}
    </Answer>
  );
}
