import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { defineMessages, useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { directionTitles, listOwnReferrals } from '../contract.ts';

const messages = defineMessages({
  title: ['我的转诊', 'My referrals'],
  nothing: ['您目前没有转诊', 'You have no referral'],
  nothingNext: ['需要转诊时，请联系您的家庭医生', 'If you need one, contact your family doctor'],
  next: ['接下来', 'Next'],
  from: ['转出', 'From'],
  to: ['前往', 'To'],
  appointment: ['预约', 'Appointment'],
  firstVisit: ['医生最迟来访', 'Your doctor sees you by'],
  steps: ['进度', 'Steps'],
  number: ['单号', 'Number'],
});

type Own = ResultOf<typeof listOwnReferrals>['referrals'][number];

/** Where the own referral stands, in plain words. */
export function OwnReferrals() {
  const say = useText();
  const answer = useOperation(listOwnReferrals, {});
  return (
    <>
      <PageHeader title={say(messages.title)} />
      <Answer query={answer}>
        {(data) =>
          data.referrals.length === 0 ? (
            <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} />
          ) : (
            <div className="yg-stack">{data.referrals.map((referral) => <OwnReferral key={referral.id} referral={referral} />)}</div>
          )
        }
      </Answer>
    </>
  );
}

function OwnReferral({ referral }: { referral: Own }) {
  const say = useText();
  const { appointment } = referral;
  return (
    <Panel title={`${say(directionTitles[referral.direction])} · ${referral.toOrganisationName}`}>
      <p><strong>{say(referral.plain)}</strong></p>
      <p>{say(messages.next)}：{say(referral.nextStep)}</p>
      <Facts
        columns={1}
        items={[
          { label: say(messages.to), value: [referral.toOrganisationName, referral.toDepartment].filter(Boolean).join(' · ') },
          { label: say(messages.from), value: referral.fromOrganisationName },
          ...(appointment ? [{ label: say(messages.appointment), value: appointment.label }] : []),
          ...(referral.firstVisitDue ? [{ label: say(messages.firstVisit), value: referral.firstVisitDue }] : []),
          { label: say(messages.number), value: <span className="yg-number">{referral.number}</span> },
        ]}
      />
      <h3>{say(messages.steps)}</h3>
      <ol>{referral.steps.map((step) => <li key={`${step.state}${step.at}`}>{say(step.title)} <span className="yg-quiet"><TimeAgo at={step.at} /></span></li>)}</ol>
    </Panel>
  );
}
