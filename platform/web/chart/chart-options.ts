import type { Palette } from '../theme/tokens.ts';

export interface TrendPoint {
  /** ISO instant or calendar day. */
  readonly at: string;
  /** Null = missing: a gap, never a zero. */
  readonly value: number | null;
}

export interface TrendSeries {
  readonly name: string;
  readonly points: readonly TrendPoint[];
}

export interface BarItem {
  readonly name: string;
  readonly value: number | null;
}

export interface ChartTarget {
  readonly name: string;
  readonly value: number;
}

export interface ChartLook {
  readonly palette: Palette;
  readonly colours: readonly string[];
  readonly unit: string;
  readonly target: ChartTarget | undefined;
  readonly motion: boolean;
}

const axisText = (look: ChartLook) => ({ color: look.palette.ink2, fontSize: 12 });

const base = (look: ChartLook) => ({
  animation: look.motion,
  animationDuration: 180,
  color: [...look.colours],
  textStyle: { fontFamily: 'inherit', color: look.palette.ink },
  tooltip: { trigger: 'axis', backgroundColor: look.palette.raised, borderColor: look.palette.line, textStyle: { color: look.palette.ink, fontSize: 13 }, confine: true },
  aria: { enabled: false },
});

interface ValueAxis {
  readonly fromZero: boolean;
  /** Counts have no half steps. */
  readonly whole: boolean;
  /** Where the unit stands: right of an upright axis, before the end of a lying one. */
  readonly unitAlign?: 'left' | 'right';
}

const valueAxis = (look: ChartLook, { fromZero, whole, unitAlign = 'left' }: ValueAxis) => ({
  type: 'value', scale: !fromZero, ...(whole ? { minInterval: 1 } : {}), name: look.unit, nameTextStyle: { ...axisText(look), align: unitAlign }, axisLabel: axisText(look),
  splitLine: { lineStyle: { color: look.palette.line } }, ...(fromZero ? { min: (range: { min: number }) => Math.min(0, range.min) } : {}),
});

const targetLine = (look: ChartLook) =>
  look.target && {
    silent: true, symbol: 'none', lineStyle: { type: 'dashed', color: look.palette.ink2 },
    label: { formatter: `${look.target.name} ${look.target.value}`, color: look.palette.ink2, position: 'insideEndTop' },
    data: [{ yAxis: look.target.value }],
  };

const areWhole = (values: readonly (number | null)[]): boolean => values.every((value) => value === null || Number.isInteger(value));

const NAME_PX = 84;

/** Room for the longest name at 12 px: a Han character is as wide as high, others about 7 px. */
const nameRoom = (names: readonly string[]): number =>
  Math.max(NAME_PX, ...names.map((name) => 20 + [...name].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 12 : 7), 0)));

/** Lines over time with their names at the right end instead of a legend. */
export function lineTrendOption(series: readonly TrendSeries[], look: ChartLook): Record<string, unknown> {
  return {
    ...base(look),
    grid: { left: 8, right: nameRoom(series.map((line) => line.name)), top: 28, bottom: 8, containLabel: true },
    xAxis: { type: 'time', axisLabel: { ...axisText(look), hideOverlap: true }, axisLine: { lineStyle: { color: look.palette.lineStrong } } },
    yAxis: valueAxis(look, { fromZero: false, whole: areWhole(series.flatMap((line) => line.points.map((point) => point.value))) }),
    series: series.map((line, index) => ({
      type: 'line', name: line.name, connectNulls: false, symbolSize: 6, symbol: ['circle', 'rect', 'triangle', 'diamond'][index % 4],
      data: line.points.map((point) => [point.at, point.value ?? '-']),
      endLabel: { show: true, formatter: '{a}', color: look.palette.ink }, labelLayout: { moveOverlap: 'shiftY' },
      ...(index === 0 ? { markLine: targetLine(look) } : {}),
    })),
  };
}

/** Bars from zero with the number at each bar; a missing value leaves the place empty. Lying bars have this much room for their names. */
export function barsOption(items: readonly BarItem[], look: ChartLook, lyingNamePx: number | undefined): Record<string, unknown> {
  const horizontal = lyingNamePx !== undefined;
  const names = {
    type: 'category', data: items.map((item) => item.name), axisLabel: { ...axisText(look), interval: 0, ...(horizontal ? { width: lyingNamePx, overflow: 'truncate' } : {}) }, axisTick: { show: false },
    axisLine: { lineStyle: { color: look.palette.lineStrong } }, inverse: horizontal,
  };
  const values = valueAxis(look, { fromZero: true, whole: areWhole(items.map((item) => item.value)), unitAlign: horizontal ? 'right' : 'left' });
  return {
    ...base(look),
    // Han names measure wider on screen than the library reckons.
    grid: { left: horizontal ? 28 : 8, right: horizontal ? 48 : 16, top: 28, bottom: 8, containLabel: true },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    series: [{
      type: 'bar', data: items.map((item) => item.value ?? '-'), barMaxWidth: 28,
      label: { show: true, position: horizontal ? 'right' : 'top', color: look.palette.ink },
      ...(horizontal ? {} : { markLine: targetLine(look) }),
    }],
  };
}
