import type { Report } from '#platform/documents/report.ts';
import { arrange, pathOf, tracesOf, type Paper, type PaperOptions } from '../../contract/paper.ts';
import type { EcgCard, Measures, Strip } from '../../contract/records.ts';
import { MEASURES, SUGGESTIONS } from '../../contract/words.ts';

const SEXES: Readonly<Record<EcgCard['patientSex'], string>> = { male: '男', female: '女', unknown: '—' };
/** What a table of one line has room for. */
const PRINTED = ['rate', 'pr', 'qrs', 'qt', 'qtc', 'qrsAxis'] as const;
const SPEED = 25;
const GAIN = 10;

/** One sheet: who and when, what the device and this machine measured, and the paper to scale. */
export function paperReport(record: EcgCard, { strips, fromMs }: { strips: readonly Strip[]; fromMs: number }): Report {
  const has = strips.some(({ kind }) => kind === 'rhythm');
  const options: PaperOptions = { arrangement: has ? '3x4' : 'median', speed: SPEED, gain: GAIN, fromMs };
  const paper = arrange(tracesOf(strips, has ? 'rhythm' : 'median'), options);
  const line = (title: string, measures: Measures | null): (string | null)[] => [title, ...PRINTED.map((key) => (measures?.[key] == null ? null : `${Math.round(measures[key])} ${MEASURES[key]!.unit}`))];
  const suggestions = record.suggestions.map((each) => SUGGESTIONS[each]?.zh ?? each).join('、');
  return {
    title: '心电图',
    subtitle: [record.patientName ?? '姓名未记录', SEXES[record.patientSex], record.patientAge === null ? null : `${record.patientAge} 岁`, record.recordedAt?.replace('T', ' ').slice(0, 16), record.orderNumber, record.device].filter(Boolean).join('  ·  '),
    isLandscape: true,
    parts: [
      { table: { columns: [{ title: '' }, ...PRINTED.map((key) => ({ title: MEASURES[key]!.zh }))], rows: [line('设备测量', record.measures), line('机器提示（非诊断）', record.suggested)] } },
      ...(suggestions === '' ? [] : [{ paragraphs: [`机器提示：${suggestions}`] }]),
      { drawing: { svg: paperDrawing(paper, options), widthMillimetres: paper.width } },
    ],
    footer: `${SPEED} mm/s  ${GAIN} mm/mV  按实际大小打印（100%）  ${record.sha256.slice(0, 16)}`,
  };
}

const FINE = '#f3c9c9';
const COARSE = '#e49a9a';
const INK = '#111111';

/** The paper in millimetres, with the pulse of one millivolt before each row. */
export function paperDrawing(paper: Paper, options: PaperOptions): string {
  const { width, height } = paper;
  const grid = (step: number): string => [...range(width, step).map((x) => `M${x},0V${height}`), ...range(height, step).map((y) => `M0,${y}H${width}`)].join('');
  const stroke = (d: string, colour: string, thickness: number): string => `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${thickness}"/>`;
  const pulses = paper.rows.map(({ baseline, calibrationX }) => `M${calibrationX},${baseline}h1v${-options.gain}h${options.speed * 0.2}v${options.gain}h1`).join('');
  const names = paper.segments.map(({ name, x, baseline }) => `<text x="${x + 1}" y="${baseline - 9}" font-family="Noto" font-size="3.4" fill="${INK}">${name.replace(/[<>&"]/g, '')}</text>`);
  const traces = paper.segments.map((segment) => pathOf(segment, options)).filter((d) => d !== '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${stroke(grid(1), FINE, 0.1)}${stroke(grid(5), COARSE, 0.2)}${stroke(pulses, INK, 0.25)}${traces.map((d) => stroke(d, INK, 0.25)).join('')}${names.join('')}</svg>`;
}

const range = (end: number, step: number): number[] => Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
