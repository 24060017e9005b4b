import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ReferralDetail } from '../../contract.ts';
import { actMessages, messages } from '../messages.ts';

/** What came back: the outcome for the sender, the plan for primary care. */
export function OutcomePanel({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  const { outcome, carePlan } = referral;
  return (
    <>
      {outcome && (
        <Panel title={say(messages.outcome)}>
          <Facts
            items={[
              { label: say(messages.diagnosis), value: outcome.diagnoses.map(({ code, display }) => `${code} ${display}`).join('；'), wide: true },
              { label: say(actMessages.treatment), value: outcome.treatment, wide: true },
              { label: say(actMessages.advice), value: outcome.advice, wide: true },
              { label: say(actMessages.result), value: say(actMessages[outcome.result]) },
              { label: say(actMessages.followUpDate), value: outcome.followUpDate },
              { label: say(actMessages.warning), value: outcome.warningSigns, wide: true },
            ]}
          />
        </Panel>
      )}
      {carePlan && (
        <Panel title={say(messages.carePlan)}>
          <Facts
            items={[
              { label: say(actMessages.goals), value: carePlan.goals, wide: true },
              { label: say(actMessages.activities), value: carePlan.activities.join('；'), wide: true },
              { label: say(messages.firstVisitDue), value: referral.firstVisitDue },
              { label: say(actMessages.warning), value: carePlan.warningSigns },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
