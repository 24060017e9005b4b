import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { actionRules, stateTitles, verifyReferral, type ReferralDetail } from '../../contract.ts';
import { messages } from '../messages.ts';

/** Every signed act, oldest first. */
export function TimelinePanel({ referral }: { referral: ReferralDetail }) {
  const say = useText();
  const { data } = useOperation(verifyReferral, { id: referral.id });
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
            {data?.documents.filter(({ actionId }) => actionId === act.actionId).map((signed) => <SignatureMark key={signed.kind} signed={signed} organisationName={act.organisationName ?? ''} />)}
            {act.note && <p className="referral-note">{act.note}</p>}
            <ActDetail detail={act.detail} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const VERDICTS = { valid: messages.signatureValid, changed: messages.signatureChanged, forged: messages.signatureForged } as const;

/** Verified by the server when the screen opens. */
function SignatureMark({ signed, organisationName }: { signed: ResultOf<typeof verifyReferral>['documents'][number]; organisationName: string }) {
  const say = useText();
  const { verdict, signerName: name, algorithm, digest } = signed;
  return (
    <div className="yg-row" title={digest}>
      <strong>{verdict === 'valid' ? '✓' : '✗'} {say(VERDICTS[verdict])}</strong>
      <span className="yg-quiet">{say(messages.signatureBy, { organisation: organisationName, name, algorithm })}</span>
    </div>
  );
}

/** Details worth reading aloud; the rest stays in the record. */
function ActDetail({ detail }: { detail: Readonly<Record<string, unknown>> }) {
  const shown = ['reason', 'label', 'told', 'contactName', 'informant', 'findings', 'bloodPressure', 'result'].map((key) => detail[key]).filter((value): value is string => typeof value === 'string' && value !== '');
  return shown.length === 0 ? null : <p className="referral-note">{shown.join(' · ')}</p>;
}
