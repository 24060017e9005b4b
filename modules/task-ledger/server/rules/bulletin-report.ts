import type { Report } from '#platform/documents/report.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Bulletin, BulletinContent } from '../../contract/bulletins.ts';
import { stateTitles } from '../../contract/states.ts';
import type { LedgerSummary, TaskCard } from '../../contract/tasks.ts';

const share = (done: number, total: number): string => (total === 0 ? '—' : `${((done / total) * 100).toFixed(1)}%`);

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八'];

/** The bulletin in the order in which offices write it: the whole, by state, by policy, by body, by organisation and township, overdue, finished, comments. */
export function bulletinReport({ title, number, quarter, comments, publishedAt, publishedBy, digest, content }: Bulletin & { readonly content: BulletinContent }): Report {
  const { summary, overdue, done } = content;
  const { all } = summary;
  const places = summary.byOrganisation ?? [];
  const townships = summary.byTownship ?? [];
  let numbered = 0;
  const heading = (words: string): string => `${NUMERALS[numbered++]}、${words}`;
  const sourceNames = new Map(summary.bySource.map(({ sourceId, name }) => [sourceId, name.zh]));
  return {
    title,
    subtitle: `${number}　${quarter.slice(0, 4)} 年第 ${quarter.slice(5)} 季度`,
    parts: [
      { heading: heading('总体情况'), paragraphs: [`台账共 ${all.total} 项任务，已核验或销号 ${all.done} 项，完成率 ${share(all.done, all.total)}；按期 ${all.green} 项，预警 ${all.amber} 项，超期或指标未达 ${all.red} 项，暂缓 ${all.grey} 项。`], table: statesTable(summary) },
      { heading: heading('各政策进展'), table: countsTable('政策', summary.bySource.map(({ name, ...counts }) => ({ label: name.zh, ...counts }))) },
      { heading: heading('牵头单位排名'), table: countsTable('单位', summary.byBody.map(({ name, sourceId, ...counts }) => ({ label: `${name.zh}（${sourceNames.get(sourceId) ?? sourceId}）`, ...counts }))) },
      ...places.slice(0, 1).map(() => ({ heading: heading('各机构进展'), table: countsTable('机构', places.map(({ name, ...counts }) => ({ label: name, ...counts }))) })),
      ...townships.slice(0, 1).map(() => ({ heading: heading('各乡镇进展'), paragraphs: ['含乡镇牵头和参与的任务，及其辖区内机构牵头和参与的任务；同一任务只计一次。'], table: townshipsTable(townships) })),
      { heading: heading('超期任务'), ...(overdue.length === 0 ? { paragraphs: ['本季度没有超期任务。'] } : { table: tasksTable(overdue) }) },
      { heading: heading('已完成任务'), ...(done.length === 0 ? { paragraphs: ['本季度尚无完成核验的任务。'] } : { table: tasksTable(done) }) },
      ...(comments === '' ? [] : [{ heading: heading('意见和要求'), paragraphs: comments.split('\n').filter((line) => line.trim() !== '') }]),
    ],
    signature: [publishedBy, chinaDate(new Date(publishedAt))],
    footer: `校验码 ${digest.slice(0, 16)}`,
  };
}

const statesTable = ({ byState }: LedgerSummary): NonNullable<Report['parts'][number]['table']> => ({
  columns: [{ title: '状态', share: 2 }, { title: '项数', align: 'right' }],
  rows: byState.map(({ state, count }) => [stateTitles[state].zh, count]),
});

interface Counted {
  readonly label: string;
  readonly total: number;
  readonly done: number;
  readonly green: number;
  readonly amber: number;
  readonly red: number;
}

const countsTable = (what: string, rows: readonly Counted[]): NonNullable<Report['parts'][number]['table']> => ({
  columns: [
    { title: '序', share: 0.5, align: 'right' }, { title: what, share: 3 }, { title: '任务', align: 'right' }, { title: '完成', align: 'right' }, { title: '完成率', align: 'right' }, { title: '预警', align: 'right' },
    { title: '超期或未达', align: 'right' },
  ],
  rows: rows.map(({ label, total, done, amber, red }, index) => [index + 1, label, total, done, share(done, total), amber, red]),
});

const townshipsTable = (rows: NonNullable<LedgerSummary['byTownship']>): NonNullable<Report['parts'][number]['table']> => ({
  columns: [
    { title: '序', share: 0.5, align: 'right' }, { title: '乡镇', share: 3 }, { title: '任务', align: 'right' }, { title: '其中牵头', align: 'right' }, { title: '完成', align: 'right' }, { title: '完成率', align: 'right' },
    { title: '预警', align: 'right' }, { title: '超期或未达', align: 'right' },
  ],
  rows: rows.map(({ name, total, leading, done, amber, red }, index) => [index + 1, name, total, leading, done, share(done, total), amber, red]),
});

const tasksTable = (tasks: readonly TaskCard[]): NonNullable<Report['parts'][number]['table']> => ({
  columns: [{ title: '政策', share: 1.2 }, { title: '任务', share: 3 }, { title: '牵头单位', share: 2 }, { title: '期限', share: 1.2 }, { title: '进度', align: 'right' }, { title: '状态' }],
  rows: tasks.map(({ sourceName, title, leadName, due, progress, state }) => [sourceName.zh, title.zh, leadName.zh, due, `${progress}%`, stateTitles[state].zh]),
});
