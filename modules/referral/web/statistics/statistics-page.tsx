import { Bars } from '#platform/web/chart/bars.tsx';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useAddressPeriod } from '#platform/web/form/use-address-period.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { referralStatistics } from '../../contract.ts';
import { messages, statisticsMessages } from '../messages.ts';
import '../referral.css';

type Statistics = ResultOf<typeof referralStatistics>;
const DEFAULT_DAYS = 90;

/** Counts of the database over a period; every chart can be read as a table. */
export function StatisticsPage() {
  const say = useText();
  const { from, until, text, fields } = useAddressPeriod(DEFAULT_DAYS);
  const statistics = useOperation(referralStatistics, { from, until }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={say(messages.statistics)} subtitle={text} actions={fields} />
      <Answer query={statistics}>{(data) => <Figures data={data} />}</Answer>
    </>
  );
}

function Figures({ data }: { data: Statistics }) {
  const say = useText();
  const format = useFormat();
  const { total } = data;
  const minutes = (value: number | null) => (value === null ? '—' : format.span(value * 60_000));
  const share = (value: number | null) => (value === null ? '—' : format.percent(value));
  const figures: [string, string][] = [
    [say(statisticsMessages.up), format.number(total.sent)], [say(statisticsMessages.down), format.number(total.down)],
    [say(statisticsMessages.accepted), format.number(total.received)], [say(statisticsMessages.rejected), format.number(total.rejected)],
    [say(statisticsMessages.expired), format.number(total.expired)], [say(statisticsMessages.median), minutes(total.acceptMinutesMedian)],
    [say(statisticsMessages.p90), minutes(total.acceptMinutesP90)], [say(statisticsMessages.returnRate), share(total.returnRate)],
  ];
  return (
    <div className="yg-stack">
      <dl className="referral-figures">
        {figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
      </dl>
      <p className="yg-quiet">{say(statisticsMessages.returnWhy)}</p>
      <LineTrend
        title={say(statisticsMessages.byDay)} unit={say(statisticsMessages.count)}
        series={[
          { name: say(statisticsMessages.up), points: data.byDay.map((day) => ({ at: day.day, value: day.up })) },
          { name: say(statisticsMessages.down), points: data.byDay.map((day) => ({ at: day.day, value: day.down })) },
        ]}
      />
      <div className="referral-charts">
        <Bars title={say(statisticsMessages.refusals)} unit={say(statisticsMessages.count)} items={data.refusalReasons.map(({ text, count }) => ({ name: say(text), value: count }))} />
        <Bars title={say(statisticsMessages.diseases)} unit={say(statisticsMessages.count)} items={data.diseases.map(({ category, text, up, down }) => ({ name: `${category} ${text}`, value: up + down }))} />
      </div>
      <OrganisationsPanel rows={data.organisations} />
    </div>
  );
}

type Row = Statistics['organisations'][number];

function OrganisationsPanel({ rows }: { rows: readonly Row[] }) {
  const say = useText();
  const format = useFormat();
  const count = (key: 'sent' | 'received' | 'down' | 'rejected' | 'expired', title: Column<Row>['title']): Column<Row> => ({ key, title, align: 'end', render: (row) => format.number(row[key]) });
  const columns: Column<Row>[] = [
    { key: 'organisation', title: statisticsMessages.organisation, render: (row) => row.organisationName },
    count('sent', statisticsMessages.up),
    count('received', messages.boxIn),
    count('down', statisticsMessages.down),
    count('rejected', statisticsMessages.rejected),
    count('expired', statisticsMessages.expired),
    { key: 'median', title: statisticsMessages.median, align: 'end', render: (row) => (row.acceptMinutesMedian === null ? '—' : format.span(row.acceptMinutesMedian * 60_000)) },
    { key: 'returnRate', title: statisticsMessages.returnRate, align: 'end', render: (row) => (row.returnRate === null ? '—' : format.percent(row.returnRate)) },
  ];
  return <Panel title={say(statisticsMessages.organisations)}><PlainTable caption={say(statisticsMessages.organisations)} columns={columns} rows={rows} rowKey={(row) => row.organisationId} /></Panel>;
}
