import type { ResultOf } from '#platform/kernel/contract.ts';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useAddressPeriod } from '#platform/web/form/use-address-period.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { recognitionStatistics } from '../../contract/decisions.ts';
import { messages } from '../messages.ts';

const SHOWN_DAYS = 29;
type Statistics = ResultOf<typeof recognitionStatistics>;

/** The last 30 days of the own organisations, or the days in the address. */
export function StatisticsPage() {
  const say = useText();
  const { from, until, text, fields } = useAddressPeriod(SHOWN_DAYS);
  const statistics = useOperation(recognitionStatistics, { from, until }, { keepPrevious: true });
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
  const figures: [string, string][] = [
    [say(messages.recognised), format.number(data.recognised)], [say(messages.declined), format.number(data.declined)], [say(messages.rate), data.rate === null ? '—' : format.percent(data.rate)], [say(messages.money), format.money(data.savedFen)],
  ];
  const trend = (name: string, value: 'recognised' | 'declined') => ({ name, points: data.byDay.map((day) => ({ at: day.day, value: day[value] })) });
  return (
    <div className="yg-stack">
      <div className="yg-row">{figures.map(([label, value]) => <span key={label}>{label} <strong className="yg-number">{value}</strong></span>)}</div>
      <LineTrend title={say(messages.byDay)} unit={say(messages.count)} series={[trend(say(messages.recognised), 'recognised'), trend(say(messages.declined), 'declined')]} />
      <Panel title={say(messages.byReason)}>
        <PlainTable
          caption={say(messages.byReason)} rows={data.byReason} rowKey={(row) => row.code} empty={messages.nothing}
          columns={[{ key: 'reason', title: messages.reason, render: ({ zh, en }) => say({ zh, en }) }, { key: 'declined', title: messages.declined, align: 'end', render: (row) => format.number(row.declined) }]}
        />
      </Panel>
      <Counts title={say(messages.byItem)} head={messages.name} rows={data.byItem.map((row) => ({ ...row, key: row.code, label: row.name }))} />
      <Counts title={say(messages.bySource)} head={messages.source} rows={data.bySource.map((row) => ({ ...row, key: row.organisationId, label: row.organisationName }))} />
      <Counts title={say(messages.bySite)} head={messages.organisation} rows={data.bySite.map((row) => ({ ...row, key: row.organisationId, label: row.organisationName }))} />
      <Counts title={say(messages.byDoctor)} head={messages.doctor} rows={data.byDoctor.map((row) => ({ ...row, key: row.doctorId, label: `${row.doctorName} · ${row.organisationName}` }))} />
    </div>
  );
}

interface Row {
  readonly key: string;
  readonly label: string;
  readonly recognised: number;
  readonly declined: number;
  readonly savedFen: number;
}

function Counts({ title, head, rows }: { title: string; head: Column<Row>['title']; rows: readonly Row[] }) {
  const format = useFormat();
  const columns: Column<Row>[] = [
    { key: 'label', title: head, render: (row) => row.label }, { key: 'recognised', title: messages.recognised, align: 'end', render: (row) => format.number(row.recognised) },
    { key: 'declined', title: messages.declined, align: 'end', render: (row) => format.number(row.declined) }, { key: 'saved', title: messages.money, align: 'end', render: (row) => format.money(row.savedFen) },
  ];
  return <Panel title={title}><PlainTable caption={title} columns={columns} rows={[...rows]} rowKey={(row) => row.key} empty={messages.nothing} /></Panel>;
}
