import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { OrderDetail } from '../../contract/orders.ts';
import { CRITICAL_ACTIONS, ORDER_ACTIONS, titleOf } from '../../contract/states.ts';
import { orderMessages } from '../messages.ts';

/** Every signed act, oldest first. */
export function StepsPanel({ steps, of = 'order' }: { steps: OrderDetail['steps']; of?: 'order' | 'critical' }) {
  const say = useText();
  return (
    <Panel title={say(orderMessages.steps)}>
      <ol className="diagnosis-steps">
        {steps.map((step) => (
          <li key={step.sequence}>
            <div className="yg-row"><strong>{say(titleOf(of === 'order' ? ORDER_ACTIONS : CRITICAL_ACTIONS, step.action))}</strong> <span className="yg-quiet"><TimeAgo at={step.at} /></span></div>
            <div className="yg-quiet" title={step.signature}>{[step.actorName, step.organisationName].filter(Boolean).join(' · ')}</div>
            {step.note && <p className="diagnosis-text">{step.note}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
