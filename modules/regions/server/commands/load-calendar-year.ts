import { createHash } from 'node:crypto';
import { readTable } from '#platform/documents/read-table.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf, type Text } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { CalendarYear, loadCalendarYear as operation } from '../../contract/calendar.ts';
import { calendarYearOf } from '../rules/calendar-year.ts';
import { readCalendar, type CalendarFinding } from '../rules/read-calendar.ts';
import { insertNotice, listNotices, listNoticeYears, lockYear } from '../store/calendar.ts';

const problem = problemsOf(contract.problems);
const UNREADABLE: Text = { zh: '不是可读的 CSV 或 Excel 文件', en: 'This is no CSV or Excel file that can be read' };
const FINDINGS_MAX = 200;

/** The notice of a year whole or not at all; it replaces the former one of that year, which stays readable as a version. */
export async function loadCalendarYear(context: CommandContext, { year, source, contentBase64 }: InputOf<typeof operation>): Promise<CalendarYear> {
  const { tx, subject, now } = context;
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  await lockYear(tx, year);
  const [former] = await listNotices(tx, year);
  // One calendar holds for everybody: who loaded a year, or stands above, answers for it.
  if (former !== undefined) context.gate.requireOrganisation(former.ownerOrganisationId);
  const table = await readTable(Buffer.from(contentBase64, 'base64'));
  if (table === undefined) throw refusedFor([{ line: 1, message: UNREADABLE }]);
  const { days, findings } = readCalendar(table, year);
  if (findings.length > 0) throw refusedFor(findings);
  const digest = createHash('sha256').update(JSON.stringify([source, days])).digest('hex');
  if (former?.digest === digest) throw problem('regions.calendar-unchanged');
  const version = (former?.version ?? 0) + 1;
  await insertNotice(tx, { year, version, source, digest, days, ownerOrganisationId: subject.organisationId, subject, now });
  context.about({ organisationId: subject.organisationId });
  context.emit('regions.calendar-loaded', { year, version, days: days.map(({ day, worked }) => ({ day, worked })) }, [subject.organisationId]);
  return calendarYearOf(year, await listNotices(tx, year), await listNoticeYears(tx));
}

const refusedFor = (findings: readonly CalendarFinding[]) =>
  problem('regions.calendar-faulty', findings.slice(0, FINDINGS_MAX).map(({ line, message }) => ({ path: `line ${line}`, message: { zh: `第 ${line} 行：${message.zh}`, en: `Line ${line}: ${message.en}` } })));
