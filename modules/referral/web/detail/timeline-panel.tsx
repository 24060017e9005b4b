import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { actionRules, stateTitles, type ReferralDetail } from '../../contract.ts';
import { messages } from '../messages.ts';

/** Every signed act, oldest first. */
export function TimelinePanel({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  return (
    <Panel title={say(messages.timeline)}>
      <ol className="referral-timeline">
        {referral.timeline.map((act) => (
          <li key={act.actionId}>
            <div className="yg-row">
              <strong>{say(actionRules[act.action].title)}</strong>
              {act.fromState !== act.toState && <span>→ {say(stateTitles[act.toState])}</span>}
              <span className="yg-quiet"><TimeAgo at={act.at} /></span>
            </div>
            <div className="yg-quiet" title={`${say(messages.signature)} ${act.signature}`}>{[act.actorName, act.organisationName].filter(Boolean).join(' · ')}</div>
            {act.note && <p className="referral-note">{act.note}</p>}
            <ActDetail detail={act.detail} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** Details worth reading aloud; the rest stays in the record. */
function ActDetail({ detail }: { detail: Readonly<Record<string, unknown>> }) {
  const shown = ['reason', 'label', 'told', 'contactName', 'informant', 'findings', 'bloodPressure', 'result'].map((key) => detail[key]).filter((value): value is string => typeof value === 'string' && value !== '');
  return shown.length === 0 ? null : <p className="referral-note">{shown.join(' · ')}</p>;
}
