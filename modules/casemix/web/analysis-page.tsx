import { Button, Select } from 'antd';
import { useState } from 'react';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { analyseCasemix, exportCasemix, type Analysis } from '../contract/analysis.ts';
import { GroupStandard } from './analysis/group-standard.tsx';
import { spread, yuanText } from './file-text.ts';
import { messages } from './messages.ts';
import './casemix.css';

type By = 'organisation' | 'department' | 'doctor';

interface Days {
  readonly from: string;
  readonly until: string;
}

interface Asked extends Partial<Days> {
  readonly scheme: 'drg' | 'dip';
  readonly by: By;
}

/** CMI, grouping rate and spread as plots; cost of each group against its bundle; cases far from it. */
export function AnalysisPage() {
  const say = useText();
  const [by, setBy] = useState<By>('organisation');
  const [scheme, setScheme] = useState<'drg' | 'dip'>('drg');
  const [days, setDays] = useState<Days>({ from: '', until: '' });
  const asked: Asked = { scheme, by, ...(isCalendarDate(days.from) ? { from: days.from } : {}), ...(isCalendarDate(days.until) ? { until: days.until } : {}) };
  const query = useOperation(analyseCasemix, asked, { keepPrevious: true });
  const save = async (format: 'xlsx' | 'pdf'): Promise<void> => saveFile(await call(exportCasemix, { ...asked, format }));
  return (
    <>
      <PageHeader
        title={say(messages.analysis)} subtitle={query.data?.packName}
        actions={(
          <>
            <Select aria-label={say(messages.scheme)} value={scheme} onChange={setScheme} options={[{ value: 'drg', label: 'DRG' }, { value: 'dip', label: 'DIP' }]} />
            <Select aria-label={say(messages.by)} value={by} onChange={setBy} options={(['organisation', 'department', 'doctor'] as const).map((value) => ({ value, label: say(messages[value]) }))} />
            <Button onClick={() => void save('xlsx')}>{say(messages.excel)}</Button>
            <Button onClick={() => void save('pdf')}>{say(messages.pdf)}</Button>
          </>
        )}
      />
      <div className="yg-row casemix-days">
        <span>{say(messages.fromDay)}</span>
        <DateInput label={say(messages.fromDay)} aria-label={say(messages.fromDay)} value={days.from} onChange={(from) => setDays({ ...days, from })} />
        <span>{say(messages.untilDay)}</span>
        <DateInput label={say(messages.untilDay)} aria-label={say(messages.untilDay)} value={days.until} onChange={(until) => setDays({ ...days, until })} />
      </div>
      <Answer query={query}>{(analysis) => (analysis.cases === 0 ? <Empty title={say(messages.noAnalysis)} /> : <Body analysis={analysis} asked={asked} />)}</Answer>
    </>
  );
}

function Body({ analysis, asked }: { analysis: Analysis; asked: Asked }) {
  const say = useText();
  const number = (text: string): number | null => (Number.isFinite(Number(text)) ? Number(text) : null);
  return (
    <div className="yg-stack">
      <div className="casemix-charts">
        <Bars title={say(messages.cmi)} items={analysis.units.slice(0, 12).map(({ unit, cmi }) => ({ name: unit, value: number(cmi) }))} />
        <Bars title={say(messages.groupingRate)} unit="%" items={analysis.units.slice(0, 12).map(({ unit, groupingRate }) => ({ name: unit, value: number(groupingRate) }))} />
        <Bars title={say(messages.cvDistribution)} items={analysis.cvDistribution.map(({ from, until, groups }) => ({ name: until === '' ? `≥${Number(from)}` : `<${Number(until)}`, value: groups }))} />
      </div>
      <Units analysis={analysis} />
      <Groups analysis={analysis} asked={asked} />
      <Deviations analysis={analysis} />
    </div>
  );
}

function Units({ analysis }: { analysis: Analysis }) {
  const say = useText();
  return (
    <Panel title={say(messages.unit)}>
      <PlainTable
        caption={say(messages.unit)} rows={analysis.units} rowKey={(row) => row.unit}
        columns={[
          { key: 'unit', title: messages.unit, render: (row) => row.unit }, { key: 'cases', title: messages.cases, align: 'end', render: (row) => row.cases }, { key: 'rate', title: messages.groupingRate, align: 'end', render: (row) => `${row.groupingRate}%` },
          { key: 'groups', title: messages.groups, align: 'end', render: (row) => row.groups }, { key: 'weight', title: messages.totalWeight, align: 'end', render: (row) => row.totalWeight }, { key: 'cmi', title: messages.cmi, align: 'end', render: (row) => row.cmi },
          { key: 'cost', title: messages.costIndex, align: 'end', render: (row) => row.costIndex }, { key: 'time', title: messages.timeIndex, align: 'end', render: (row) => row.timeIndex },
          { key: 'deaths', title: messages.lowRiskDeaths, align: 'end', render: (row) => (row.lowRiskDeaths === null ? '—' : `${row.lowRiskDeaths}/${row.lowRiskCases}`) },
        ]}
      />
      {analysis.unitsTotal > analysis.units.length && <p className="yg-quiet">{say(messages.cutAt, { total: analysis.unitsTotal, shown: analysis.units.length })}</p>}
    </Panel>
  );
}

function Groups({ analysis, asked }: { analysis: Analysis; asked: Asked }) {
  const say = useText();
  const workspace = useWorkspace();
  const open = (group: string) => workspace.open({ key: `casemix-group:${group}`, width: 'wide', title: say(messages.groupStandard, { group }), content: <GroupStandard asked={{ ...asked, group }} /> });
  return (
    <Panel title={say(messages.bundle)}>
      <PlainTable
        caption={say(messages.bundle)} rows={analysis.groups} rowKey={(row) => row.group}
        columns={[
          { key: 'group', title: messages.group, render: (row) => <Button type="link" size="small" className="casemix-name" onClick={() => open(row.group)}>{`${row.group} ${row.name}`}</Button> }, { key: 'cases', title: messages.cases, align: 'end', render: (row) => row.cases }, { key: 'cv', title: messages.cv, align: 'end', render: (row) => row.cv ?? '—' },
          { key: 'mean', title: messages.mean, align: 'end', render: (row) => yuanText(row.meanFen) }, { key: 'total', title: messages.median, align: 'end', render: (row) => spread(row.total) }, { key: 'drugs', title: messages.drugs, align: 'end', render: (row) => spread(row.drugs) },
          { key: 'consumables', title: messages.consumables, align: 'end', render: (row) => spread(row.consumables) }, { key: 'examinations', title: messages.examinations, align: 'end', render: (row) => spread(row.examinations) },
        ]}
      />
      {analysis.groupsTotal > analysis.groups.length && <p className="yg-quiet">{say(messages.cutAt, { total: analysis.groupsTotal, shown: analysis.groups.length })}</p>}
    </Panel>
  );
}

function Deviations({ analysis }: { analysis: Analysis }) {
  const say = useText();
  return (
    <Panel title={say(messages.deviations)}>
      <PlainTable
        caption={say(messages.deviations)} rows={analysis.deviations} rowKey={(row) => row.dischargeId}
        columns={[
          { key: 'record', title: messages.record, render: (row) => row.recordNumber }, { key: 'group', title: messages.group, render: (row) => row.group }, { key: 'unit', title: messages.unit, render: (row) => row.unit },
          { key: 'cost', title: messages.cost, align: 'end', render: (row) => yuanText(row.totalFen) }, { key: 'median', title: messages.median, align: 'end', render: (row) => yuanText(row.medianFen) }, { key: 'ratio', title: messages.ratio, align: 'end', render: (row) => row.ratio },
        ]}
      />
      {analysis.deviationsTotal > analysis.deviations.length && <p className="yg-quiet">{say(messages.cutAt, { total: analysis.deviationsTotal, shown: analysis.deviations.length })}</p>}
    </Panel>
  );
}
