import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getDiagnosisOrder, type OrderDetail } from '../../contract/orders.ts';
import { messages, orderMessages } from '../messages.ts';
import { OrderStateTag, OverflowTag, PriorityTag, useWho } from '../shown.tsx';
import '../diagnosis.css';
import { ClinicalPanel } from './clinical-panel.tsx';
import { DataPanel, type Beside } from './data-panel.tsx';
import { OrderActBar } from './order-act-bar.tsx';
import { PriorPanel } from './prior-panel.tsx';
import { ReportForm } from './report-form.tsx';
import { ReportsPanel } from './reports-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';

/** What is read, the report being written, and beside it everything earlier of the person. */
export function OrderPage() {
  const say = useText();
  const who = useWho();
  const { id = '' } = useParams();
  const mayRead = useMay('shared-diagnosis.claim');
  const order = useOperation(getDiagnosisOrder, { id });
  return (
    <Answer query={order}>
      {(data) => (
        <>
          <PageHeader
            title={`${data.itemName} · ${who(data)}`} subtitle={<span className="yg-number">{data.number}</span>}
            back={mayRead ? { to: '/diagnosis/reading', label: say(messages.reading) } : { to: '/diagnosis/orders', label: say(messages.orders) }}
          />
          <div className="diagnosis-frame">
            <StateHead order={data} />
            <OrderActBar order={data} />
            <Desk key={data.id} order={data} mayRead={mayRead} />
          </div>
        </>
      )}
    </Answer>
  );
}

/** What is read stays in sight while the report beside it is written. */
function Desk({ order, mayRead }: { order: OrderDetail; mayRead: boolean }) {
  const [beside, setBeside] = useState<Beside>({});
  return (
    <div className="diagnosis-columns">
      <div className="yg-stack diagnosis-seen">
        <DataPanel order={order} beside={beside} />
      </div>
      <div className="yg-stack">
        <ReportForm order={order} />
        <ReportsPanel order={order} />
        <ClinicalPanel order={order} />
        {mayRead && <PriorPanel order={order} onBeside={setBeside} />}
        <CriticalPanel order={order} />
        <StepsPanel steps={order.steps} />
      </div>
    </div>
  );
}

function StateHead({ order }: { order: OrderDetail }) {
  const say = useText();
  const format = useFormat();
  return (
    <div className="yg-row diagnosis-head">
      <PriorityTag priority={order.priority} />
      <OrderStateTag state={order.state} />
      <span className="yg-quiet"><TimeAgo at={order.since} /></span>
      {order.deadline && <Clock until={order.deadline} since={order.createdAt} />}
      {order.moveOrganisationName && <span>{say(messages.move)}：{order.moveOrganisationName}</span>}
      {order.claimedByName && order.state === 'reading' && <span>{order.claimedByName} · {say(orderMessages.lockUntil)} {order.claimUntil ? format.time(order.claimUntil) : ''}</span>}
      <OverflowTag overflow={order.overflow} />
      {order.escalationLevel > 0 && <StateTag tone="overdue" text={say({ zh: `已上报 ${order.escalationLevel} 次`, en: `Escalated ${order.escalationLevel}×` })} />}
      <span className="diagnosis-question">{say(orderMessages.question)}：{[order.clinical.question, order.clinical.diagnosis].filter(Boolean).join(' · ')}</span>
      {order.reviewDueAt && <span>{say(orderMessages.reviewDue)} <Clock until={order.reviewDueAt} /></span>}
    </div>
  );
}

function CriticalPanel({ order }: { order: OrderDetail }) {
  const say = useText();
  if (order.criticalValues.length === 0) return null;
  return (
    <Panel title={say(messages.critical)}>
      <ul className="diagnosis-plain">
        {order.criticalValues.map((value) => <li key={value.id}><StateTag tone="overdue" text={value.state} /> <Link to={`/diagnosis/critical?open=${value.id}`}>{value.title}</Link></li>)}
      </ul>
    </Panel>
  );
}
