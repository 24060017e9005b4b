import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { getCalendarYear, loadCalendarYear } from '../contract/calendar.ts';
import { regionsModule } from './module.ts';

let house: TestHouse;
let office: Subject;
let year = 2040;

beforeAll(async () => {
  house = await openTestHouse({ modules: [regionsModule] });
  await house.database.transaction(async (tx) => {
    for (const organisationId of ['office', 'other']) await registerOrganisation(tx, { organisationId, parentId: null });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
}, 120_000);
afterAll(() => house?.close());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** A notice of a year of its own. */
const notice = (lines = ['10-04,,放假,桥接', '10-07,10-08,放假,桥接']) => {
  year += 1;
  return { year, source: '示例〔2040〕1号', contentBase64: base64(['日期,至,安排,说明', ...lines.map((line) => line.replace(/\d\d-\d\d/g, (day) => `${year}-${day}`))].join('\n')) };
};
const faultsOf = async (lines: readonly string[], head = '日期,至,安排,说明'): Promise<string[]> => {
  const given = { year: 2026, source: '示例〔2026〕1号', contentBase64: base64([head, ...lines].join('\n')) };
  const refused = await house.as(office).run(loadCalendarYear, given).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'regions.calendar-faulty' });
  return (refused as { details: { message: { zh: string } }[] }).details.map(({ message }) => message.zh);
};

proveCommand(loadCalendarYear, {
  house: () => house,
  possible: async () => ({ input: notice(), subject: office }),
  wrongState: async () => {
    const input = notice();
    await house.as(office).run(loadCalendarYear, input);
    return { input, subject: office, code: 'regions.calendar-unchanged' };
  },
  effect: async (_, answer) => {
    expect(answer.notices).toMatchObject([{ version: 1, daysOff: 3, daysWorked: 0, source: '示例〔2040〕1号' }]);
    expect(await house.as(office).run(getCalendarYear, { year: answer.year })).toEqual(answer);
    const rows = await house.owner.query('select days from regions.calendar_notice where year = $1', [answer.year]);
    expect(rows).toEqual([{ days: ['10-04', '10-07', '10-08'].map((day) => ({ day: `${answer.year}-${day}`, worked: false, name: '桥接' })) }]);
  },
});

describe('the notice of a year', () => {
  it('stands over week-ends and the law, and a later version over the former', async () => {
    const load = (lines: string) => house.as(office).run(loadCalendarYear, { year: 2027, source: '示例〔2027〕1号', contentBase64: base64(`date,until,kind\n${lines}`) });
    const before = await house.as(office).run(getCalendarYear, { year: 2027 });
    expect([before.lunarKnown, before.days.length, before.notices]).toEqual([true, 13, []]);
    const first = await load('2027/10/4,2027年10月7日,off\n20271009,,worked\n');
    expect(first.days.filter(({ day }) => day >= '2027-10-03').map(({ day, kind, festival }) => [day.slice(5), kind, festival])).toEqual([
      ['10-03', 'law', 'national'], ['10-04', 'off', null], ['10-05', 'off', null], ['10-06', 'off', null], ['10-07', 'off', null], ['10-09', 'worked', null],
    ]);
    expect(first.workingDays[9]).toBe((before.workingDays[9] ?? 0) - 3);
    const second = await load('2027-10-04,,off\n');
    expect(second.notices.map(({ version, daysOff, daysWorked }) => [version, daysOff, daysWorked])).toEqual([[2, 1, 0], [1, 4, 1]]);
    expect(second.workingDays[9]).toBe((before.workingDays[9] ?? 0) - 1);
    expect(second.years).toContain(2027);
  });

  it('of another organisation is not replaced', async () => {
    const given = notice();
    await house.as(office).run(loadCalendarYear, given);
    const other = await house.subject({ roles: ['consortium-office'], organisationId: 'other' });
    await expect(house.as(other).run(loadCalendarYear, { ...given, source: '另一份安排' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
  });

  it('is read from Excel too', async () => {
    const { writeXlsx } = await import('hucre/xlsx');
    const bytes = await writeXlsx({ sheets: [{ name: 'a', rows: [['日期', '安排'], [new Date('2028-10-04T00:00:00Z'), '放假'], ['2028-10-08', '上班']] }] });
    const answer = await house.as(office).run(loadCalendarYear, { year: 2028, source: '示例〔2028〕1号', contentBase64: Buffer.from(bytes).toString('base64') });
    expect(answer.days.filter(({ kind }) => kind !== 'law').map(({ day, kind }) => [day, kind])).toEqual([['2028-10-04', 'off'], ['2028-10-08', 'worked']]);
  });

  it.each<[string, string[], string[]]>([
    ['days that no calendar has', ['2026-02-31,,放假,', '2026-13-01,,放假,', '明天,,放假,'], ['第 2 行：“2026-02-31”不是日历', '第 3 行：“2026-13-01”', '第 4 行：“明天”']],
    ['a day both off and worked', ['2026-02-14,,上班,', '2026-02-13,2026-02-15,放假,'], ['第 3 行：2026-02-14 既放假又上班（第 2 行）']],
    ['a day that stands twice', ['2026-02-20,,放假,', '2026-02-20,,放假,'], ['第 3 行：2026-02-20 已在第 2 行写过']],
    ['days outside the year', ['2025-12-31,2026-01-02,放假,', '2027-01-02,,上班,'], ['第 2 行：2025-12-31 不在所选年份内', '第 3 行：2027-01-02 不在所选年份内']],
    ['a span that ends before it begins', ['2026-02-20,2026-02-18,放假,'], ['第 2 行：截止日期 2026-02-18 早于开始日期']],
    ['a word that says neither', ['2026-02-20,,调休,'], ['第 2 行：“调休”不是']],
    ['a make-up day that is worked anyway', ['2026-02-13,,上班,'], ['第 2 行：2026-02-13 本来就是工作日']],
    ['more cells than headings, or an open quote', ['2026-02-20,,放假,a,b', '"2026-02-21,,放假,'], ['第 2 行：列数多于首行', '第 3 行：引号没有成对']],
    ['no line at all', [], ['第 1 行：没有数据行']],
  ])('with %s is refused with its lines and taken in no part', async (_, lines, wanted) => {
    const faults = await faultsOf(lines);
    expect(faults.map((fault, index) => fault.slice(0, wanted[index]?.length))).toEqual(wanted);
    expect((await house.as(office).run(getCalendarYear, { year: 2026 })).notices).toEqual([]);
  });

  it('without its columns, or that is no table, is refused', async () => {
    expect(await faultsOf(['2026-02-20,放假'], 'a,b')).toEqual([expect.stringContaining('首行应有列名')]);
    const picture = Buffer.from([0, 1, 2, 3, 4, 5]).toString('base64');
    await expect(house.as(office).run(loadCalendarYear, { year: 2026, source: '示例〔2026〕1号', contentBase64: picture })).rejects.toMatchObject({ code: 'regions.calendar-faulty' });
  });
});
