import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar, type AbilityAction } from '#platform/web/state/ability-bar.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getCriticalValue, type CriticalDetail } from '../../contract/critical.ts';
import { CRITICAL_ACTIONS, CRITICAL_STATES, type CriticalAction } from '../../contract/states.ts';
import { criticalMessages, messages } from '../messages.ts';
import { StepsPanel } from '../order/steps-panel.tsx';
import { CRITICAL_TONE, useWho } from '../shown.tsx';
import { CriticalActForm } from './critical-act-form.tsx';

export function CriticalPanel({ id }: { id: string }) {
  const value = useOperation(getCriticalValue, { id });
  return <Answer query={value}>{(data) => <CriticalView value={data} />}</Answer>;
}

function CriticalView({ value }: { value: CriticalDetail }) {
  const say = useText();
  const format = useFormat();
  const who = useWho();
  return (
    <div className="yg-stack">
      <p className="diagnosis-wall-value">{value.title} {value.valueText}</p>
      <div className="yg-row diagnosis-head">
        <StateTag tone={CRITICAL_TONE[value.state]} text={say(CRITICAL_STATES[value.state])} />
        <span className="yg-quiet"><TimeAgo at={value.since} /></span>
        {value.acknowledgeBy && <Clock until={value.acknowledgeBy} since={value.notifiedAt ?? value.detectedAt} />}
        {value.escalationLevel > 0 && <StateTag tone="overdue" text={say(criticalMessages.escalated, { level: value.escalationLevel })} />}
      </div>
      <Actions value={value} />
      <Facts
        items={[
          { label: say(messages.person), value: <Link to={`/residents/${value.personId}`}>{who(value)}</Link> }, { label: say(messages.number), value: <span className="yg-number">{value.number}</span> },
          { label: say(criticalMessages.reporter), value: value.reporterOrganisationName }, { label: say(criticalMessages.receiver), value: [value.receiverOrganisationName, value.receiverPhone].filter(Boolean).join(' · ') },
          ...(value.ruleText ? [{ label: say(criticalMessages.rule), value: value.ruleText }] : []),
          { label: say(criticalMessages.detected), value: format.dateTime(value.detectedAt) },
          ...(value.notifiedAt ? [{ label: say(criticalMessages.notified), value: format.dateTime(value.notifiedAt) }] : []),
          ...(value.orderId ? [{ label: say(messages.item), value: <Link to={`/diagnosis/orders/${value.orderId}`}>{value.orderNumber}</Link> }] : []),
          ...(value.actionText ? [{ label: say(criticalMessages.actionText), value: value.actionText, wide: true }] : []),
          ...(value.effectText ? [{ label: say(criticalMessages.effectText), value: value.effectText, wide: true }] : []),
        ]}
      />
      <StepsPanel steps={value.steps} of="critical" />
    </div>
  );
}

/** What is possible now, and the next step of the other side with who can take it. */
function Actions({ value }: { value: CriticalDetail }) {
  const say = useText();
  const workspace = useWorkspace();
  const possible = value.abilities.filter(({ allowed }) => allowed);
  const next: Readonly<Partial<Record<string, CriticalAction>>> = { detected: 'verify', verified: 'notify', notified: 'acknowledge', acknowledged: 'act', acted: 'record-effect', 'effect-recorded': 'close' };
  const shown = possible.length > 0 ? possible : value.abilities.filter(({ action }) => action === next[value.state]);
  const first = shown.find(({ action, allowed }) => allowed && action === next[value.state])?.action;
  const actions = shown.map((ability): AbilityAction => {
    const action = ability.action as CriticalAction;
    const title = say(CRITICAL_ACTIONS[action]);
    const key = `critical-act:${value.id}:${action}`;
    return { key: action, title, ability, primary: action === first, danger: action === 'dismiss', onClick: () => workspace.open({ key, title: `${title} · ${value.personName}`, content: <CriticalActForm value={value} action={action} onDone={() => workspace.close(key)} /> }) };
  });
  return <AbilityBar actions={actions} />;
}
