import type { ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { defineMessages, useText } from '#platform/web/text/messages.ts';
import { listOwnReports } from '../contract/orders.ts';

const messages = defineMessages({
  title: ['我的检查报告', 'My reports'],
  nothing: ['您还没有检查报告', 'You have no report yet'],
  nothingNext: ['做过检查后，报告会出现在这里', 'Reports appear here after an examination'],
  conclusion: ['结论', 'Conclusion'],
  details: ['详细描述', 'Details'],
  places: ['在{site}检查，由{centre}诊断', 'Examined at {site}, read by {centre}'],
  amended: ['这份报告已更正，以此版本为准', 'This report was corrected; this version counts'],
  range: ['参考 {low}–{high}', 'usually {low}–{high}'],
});

type Own = ResultOf<typeof listOwnReports>['reports'][number];

/** Own examinations in plain words, the report itself below. */
export function OwnReports() {
  const say = useText();
  const answer = useOperation(listOwnReports, {});
  return (
    <>
      <PageHeader title={say(messages.title)} />
      <Answer query={answer}>
        {(data) => (data.reports.length === 0 ? <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} /> : <div className="yg-stack">{data.reports.map((report) => <OwnReport key={report.id} report={report} />)}</div>)}
      </Answer>
    </>
  );
}

function OwnReport({ report }: { report: Own }) {
  const say = useText();
  const format = useFormat();
  return (
    <Panel title={`${report.title}${report.at ? ` · ${format.date(report.at)}` : ''}`}>
      <p><strong>{say(report.plain)}</strong></p>
      {report.amended && <p>{say(messages.amended)}</p>}
      {report.impression && <><h3>{say(messages.conclusion)}</h3><p style={{ whiteSpace: 'pre-wrap' }}>{report.impression}</p></>}
      {report.measurements.length > 0 && (
        <ul>{report.measurements.map((each) => <li key={each.code}>{each.title}：{each.value} {each.unit} {each.low != null && each.high != null && <span className="yg-quiet">{say(messages.range, { low: each.low, high: each.high })}</span>}</li>)}</ul>
      )}
      {report.findings && <details><summary>{say(messages.details)}</summary><p style={{ whiteSpace: 'pre-wrap' }}>{report.findings}</p></details>}
      <p className="yg-quiet">{say(messages.places, { site: report.performedBy, centre: report.reportedBy })}</p>
    </Panel>
  );
}
