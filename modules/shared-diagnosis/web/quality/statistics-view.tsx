import type { ResultOf } from '#platform/kernel/contract.ts';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { diagnosisStatistics } from '../../contract/quality.ts';
import { KINDS } from '../../contract/words.ts';
import { messages, qualityMessages } from '../messages.ts';

type Statistics = ResultOf<typeof diagnosisStatistics>;
const MINUTE_MS = 60_000;

/** The last 30 days; each chart can be read as a table. */
export function StatisticsView() {
  const statistics = useOperation(diagnosisStatistics, {});
  return <Answer query={statistics}>{(data) => <Figures data={data} />}</Answer>;
}

const useShown = () => {
  const format = useFormat();
  return { format, share: (value: number | null) => (value === null ? '—' : format.percent(value)), minutes: (value: number | null) => (value === null ? '—' : format.span(value * MINUTE_MS)) };
};

function Figures({ data }: { data: Statistics }) {
  const say = useText();
  const { format, share, minutes } = useShown();
  const figures: [string, string][] = [
    [say(qualityMessages.ordered), format.number(data.ordered)], [say(qualityMessages.issued), format.number(data.issued)], [say(qualityMessages.onTime), share(data.onTimeRate)], [say(qualityMessages.median), minutes(data.minutesMedian)],
    [say(qualityMessages.p90), minutes(data.minutesP90)], [say(qualityMessages.returned), format.number(data.returned)], [say(qualityMessages.amended), format.number(data.amended)],
    [say(qualityMessages.agreement), share(data.agreement.agreementRate)], [say(qualityMessages.kappa), data.agreement.kappa === null ? '—' : format.number(data.agreement.kappa, 2)], [say(qualityMessages.major), format.number(data.agreement.major)],
  ];
  return (
    <div className="yg-stack">
      <p className="yg-quiet">{data.from} – {data.until}</p>
      <dl className="diagnosis-figures">{figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <LineTrend
        title={say(qualityMessages.byDay)} unit={say(qualityMessages.count)}
        series={[{ name: say(qualityMessages.ordered), points: data.byDay.map((day) => ({ at: day.day, value: day.ordered })) }, { name: say(qualityMessages.issued), points: data.byDay.map((day) => ({ at: day.day, value: day.issued })) }]}
      />
      <Centres rows={data.byCentre} />
      <Sites rows={data.bySite} />
    </div>
  );
}

function Centres({ rows }: { rows: Statistics['byCentre'] }) {
  const say = useText();
  const { format, share, minutes } = useShown();
  const columns: Column<Statistics['byCentre'][number]>[] = [
    { key: 'centre', title: messages.centre, render: (row) => row.organisationName }, { key: 'kind', title: messages.kind, render: (row) => say(KINDS[row.kind]) },
    { key: 'issued', title: qualityMessages.issued, align: 'end', render: (row) => format.number(row.issued) }, { key: 'onTime', title: qualityMessages.onTime, align: 'end', render: (row) => share(row.onTimeRate) },
    { key: 'median', title: qualityMessages.median, align: 'end', render: (row) => minutes(row.minutesMedian) }, { key: 'gradeA', title: qualityMessages.gradeA, align: 'end', render: (row) => format.number(row.gradeA) },
    { key: 'returned', title: qualityMessages.returned, align: 'end', render: (row) => format.number(row.returned) }, { key: 'read', title: qualityMessages.read, align: 'end', render: (row) => format.number(row.read) },
    { key: 'agreement', title: qualityMessages.agreement, align: 'end', render: (row) => share(row.agreementRate) }, { key: 'kappa', title: qualityMessages.kappa, align: 'end', render: (row) => (row.kappa === null ? '—' : format.number(row.kappa, 2)) },
  ];
  return <Panel title={say(qualityMessages.byCentre)}><PlainTable caption={say(qualityMessages.byCentre)} columns={columns} rows={rows} rowKey={(row) => `${row.organisationId}${row.kind}`} empty={messages.nothing} /></Panel>;
}

function Sites({ rows }: { rows: Statistics['bySite'] }) {
  const say = useText();
  const { format, minutes } = useShown();
  const columns: Column<Statistics['bySite'][number]>[] = [
    { key: 'site', title: messages.site, render: (row) => row.organisationName }, { key: 'ordered', title: qualityMessages.ordered, align: 'end', render: (row) => format.number(row.ordered) },
    { key: 'issued', title: qualityMessages.issued, align: 'end', render: (row) => format.number(row.issued) }, { key: 'returned', title: qualityMessages.returned, align: 'end', render: (row) => format.number(row.returned) },
    { key: 'median', title: qualityMessages.median, align: 'end', render: (row) => minutes(row.minutesMedian) },
  ];
  return <Panel title={say(qualityMessages.bySite)}><PlainTable caption={say(qualityMessages.bySite)} columns={columns} rows={rows} rowKey={(row) => row.organisationId} empty={messages.nothing} /></Panel>;
}
