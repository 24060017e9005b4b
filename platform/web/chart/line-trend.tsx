import { useCallback } from 'react';
import { useFormat } from '../text/format.ts';
import { PlainTable } from '../table/plain-table.tsx';
import type { Column } from '../table/columns.ts';
import { ChartFrame } from './chart-frame.tsx';
import { lineTrendOption, type ChartLook, type ChartTarget, type TrendSeries } from './chart-options.ts';

export interface LineTrendProps {
  readonly title: string;
  readonly series: readonly TrendSeries[];
  readonly unit?: string | null;
  readonly target?: ChartTarget;
  readonly height?: number;
}

interface TrendRow {
  readonly at: string;
  readonly values: readonly (number | null | undefined)[];
}

/** Values over time. A missing value is a gap, a target is a named line. */
export function LineTrend({ title, series, unit, target, height = 240 }: LineTrendProps) {
  const format = useFormat();
  const optionFor = useCallback((look: ChartLook) => lineTrendOption(series, look), [series]);
  const columns: Column<TrendRow>[] = [
    { key: 'at', title: { zh: '时间', en: 'Time' }, render: (row) => (row.at.length > 10 ? format.dateTime(row.at) : row.at) },
    ...series.map((line, index): Column<TrendRow> => ({
      key: line.name, title: { zh: line.name, en: line.name }, align: 'end', render: (row) => row.values[index] ?? '—',
    })),
  ];
  return (
    <ChartFrame
      title={title} unit={unit} target={target} height={height} optionFor={optionFor}
      table={<PlainTable caption={title} columns={columns} rows={rowsOf(series)} rowKey={(row) => row.at} />}
    />
  );
}

function rowsOf(series: readonly TrendSeries[]): TrendRow[] {
  const times = [...new Set(series.flatMap((line) => line.points.map((point) => point.at)))].sort();
  const byTime = series.map((line) => new Map(line.points.map((point) => [point.at, point.value])));
  return times.map((at) => ({ at, values: byTime.map((values) => values.get(at)) }));
}
