import { Button } from 'antd';
import { Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderDetail, ReportVersion } from '../../contract/orders.ts';
import { messages, orderMessages } from '../messages.ts';

/** The newest version in full, the older ones below as they were signed. */
export function ReportsPanel({ order }: { order: OrderDetail }) {
  const say = useText();
  const [latest, ...older] = order.reports;
  if (latest === undefined) return null;
  return (
    <Panel title={say(orderMessages.reports)} actions={<Button size="small" onClick={() => window.print()}>{say(orderMessages.print)}</Button>}>
      <ReportView report={latest} />
      {older.map((report) => <details key={report.version}><summary>{say(orderMessages.version, { version: report.version })} · {say(orderMessages[report.status])}</summary><ReportView report={report} /></details>)}
    </Panel>
  );
}

function ReportView({ report }: { report: ReportVersion }) {
  const say = useText();
  const format = useFormat();
  return (
    <article className="diagnosis-report">
      <div className="yg-row">
        <StateTag tone={report.status === 'preliminary' ? 'due' : 'done'} text={say(orderMessages[report.status])} />
        <StateTag tone={report.positive ? 'due' : 'neutral'} text={say(report.positive ? messages.positive : messages.negative)} />
        {report.critical && <StateTag tone="overdue" text={say(messages.critical)} />}
        <span className="yg-quiet">{say(orderMessages.version, { version: report.version })} · {format.dateTime(report.at)}</span>
      </div>
      {report.reason && <p><strong>{say(orderMessages.amendReason)}：</strong>{report.reason}</p>}
      <h3>{say(orderMessages.findings)}</h3>
      <p className="diagnosis-text">{report.findings || '—'}</p>
      {report.measurements.length > 0 && <MeasureTable report={report} />}
      <h3>{say(orderMessages.impression)}</h3>
      <p className="diagnosis-text"><strong>{report.impression}</strong></p>
      <p className="yg-quiet">{report.organisationName} · {say(orderMessages.signedBy, { author: report.authorName })}{report.reviewerName && ` · ${say(orderMessages.reviewedBy, { reviewer: report.reviewerName })}`}</p>
    </article>
  );
}

function MeasureTable({ report }: { report: ReportVersion }) {
  const say = useText();
  const mark = ({ value, low, high }: ReportVersion['measurements'][number]) => (low != null && value < low ? ` ↓ ${say(orderMessages.low)}` : high != null && value > high ? ` ↑ ${say(orderMessages.high)}` : '');
  return (
    <dl className="diagnosis-measures">
      {report.measurements.map((each) => <div key={each.code}><dt>{each.title}</dt><dd className="yg-number">{each.value} {each.unit}{mark(each)}</dd></div>)}
    </dl>
  );
}
