import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '#platform/documents/read-table.ts';
import { csvLine } from '#platform/documents/csv.ts';
import { fenOfYuan, readBills, type ReadBills } from './read-bills.ts';

const TITLES = ['账单号', '居民编号', '就诊类型', '入院日期', '出院日期', '性别', '出生日期', '诊断编码', '诊断名称', '项目编码', '项目名称', '收费时间', '数量', '金额', '账单总额'];
const LINE = { 账单号: 'B1', 居民编号: 'p1', 就诊类型: '住院', 入院日期: '2026-03-01', 出院日期: '2026-03-05', 性别: '女', 出生日期: '1970-03-01', 诊断编码: 'J18.900', 诊断名称: '肺炎', 项目编码: 'A1', 项目名称: '床位费', 收费时间: '2026-03-02', 数量: '1', 金额: '12.50', 账单总额: '' };
type Line = Partial<Record<keyof typeof LINE, string>>;

async function read(lines: readonly Line[], titles: readonly string[] = TITLES) {
  const text = [titles, ...lines.map((line) => titles.map((title) => ({ ...LINE, ...line })[title as keyof typeof LINE] ?? ''))].map((cells) => csvLine(cells)).join('');
  const table = await readTable(Buffer.from(text));
  return { table: table!, read: readBills(table!) };
}
const places = ({ findings }: Pick<ReadBills, 'findings'>): string[] => findings.map(({ line, column }) => `${line} ${column}`);

describe('a file of bills', () => {
  it('is put together by the number of the bill, with days, times and amounts as they are written in offices', async () => {
    const { read: { bills, findings } } = await read([{ 账单总额: '1,250.75' , 金额: '￥1,200.00', 收费时间: '2026/3/2 9:05:00' }, { 账单号: 'B2', 就诊类型: '门诊', 出院日期: '', 性别: '' }, { 项目编码: 'A2', 金额: '50.75', 账单总额: '1,250.75' }]);
    expect(findings).toEqual([]);
    expect(bills).toMatchObject([
      { billNumber: 'B1', rows: [2, 4], fen: 125_075, bill: { setting: 'inpatient', sex: 'female', ageDays: 20_454, diagnoses: [{ code: 'J18.900', name: '肺炎' }], lines: [{ id: '1', item: 'A1', at: '2026-03-02T09:05', amountFen: 120_000 }, { id: '2', item: 'A2', amountFen: 5_075 }] } },
      { billNumber: 'B2', rows: [3], bill: { setting: 'outpatient', sex: null, dischargedOn: null } },
    ]);
  });

  it.each<[string, Line, string]>([
    ['a day that is none', { 入院日期: '2026-02-30' }, '入院日期'], ['a discharge before the admission', { 出院日期: '2026-02-01' }, '出院日期'], ['a charge outside the stay', { 收费时间: '2026-04-02' }, '收费时间'], ['a time that is none', { 收费时间: '2026-03-02 25:00' }, '收费时间'],
    ['a negative amount', { 金额: '-3.00' }, '金额'], ['words for an amount', { 金额: '十元' }, '金额'], ['three decimals', { 金额: '1.005' }, '金额'], ['no amount', { 金额: '' }, '金额'], ['no quantity', { 数量: '' }, '数量'], ['a quantity of zero', { 数量: '0' }, '数量'], ['words for a quantity', { 数量: '两次' }, '数量'],
    ['a setting that is none', { 就诊类型: '急诊' }, '就诊类型'], ['a sex that is none', { 性别: '?' }, '性别'], ['a birth after the admission', { 出生日期: '2027-01-01' }, '出生日期'], ['no item', { 项目编码: '' }, '项目编码'], ['a name too long', { 项目名称: '长'.repeat(201) }, '项目名称'], ['nobody', { 居民编号: '' }, '居民编号'],
    ['a total that the rows do not have', { 账单总额: '99.00' }, '账单总额'],
  ])('%s refuses its bill with line and column, and the others are read', async (_, fault, column) => {
    const { read: answer } = await read([{ 账单号: 'B0' }, fault, { 账单号: 'B2' }]);
    expect(places(answer)).toContain(`3 ${column}`);
    expect(answer.findings.every(({ line }) => line === 3)).toBe(true);
    expect(answer.bills?.map(({ billNumber, bill }) => [billNumber, bill !== undefined])).toEqual([['B0', true], ['B1', false], ['B2', true]]);
  });

  it('rows of one bill that say different things of it are refused, and a row without a number is a stray one', async () => {
    const { read: answer } = await read([{}, { 入院日期: '2026-03-02' }, { 账单号: '', 金额: '7.00' }]);
    expect(places(answer)).toEqual(['3 入院日期', '4 账单号']);
    expect(answer.bills === undefined ? undefined : answer.stray).toEqual({ lines: 1, fen: 700 });
  });

  it('without a column that is needed, or with one twice, is refused by its titles', async () => {
    expect(places((await read([{}], TITLES.filter((title) => !['金额', '居民编号'].includes(title)))).read)).toEqual(['1 金额', '1 居民编号']);
    expect(places((await read([{}], [...TITLES, '金额'])).read)).toEqual(['1 金额']);
  });

  it('loses no row and no fen, whatever its cells hold', async () => {
    const cell = fc.oneof(fc.constantFrom('', '1', '-1', '2026-03-02', '0.005', '合计', '"', 'B1'), fc.string({ maxLength: 12 }).filter((text) => !/[\r\n]/.test(text)));
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ 账单号: fc.constantFrom('B1', 'B2', '', ' '), 金额: fc.oneof(cell, fc.constantFrom('1.00', '2.5')), 数量: fc.oneof(cell, fc.constant('1')), 收费时间: fc.oneof(cell, fc.constant('2026-03-02')) }), { minLength: 1, maxLength: 12 }), async (lines) => {
      const { table, read: answer } = await read(lines);
      if (answer.bills === undefined) throw new Error('the titles are right');
      const rows = answer.bills.flatMap((bill) => bill.rows).length + answer.stray.lines;
      expect(rows).toBe(table.rows.length);
      const fen = answer.bills.reduce((sum, bill) => sum + bill.fen, answer.stray.fen);
      expect(fen).toBe(lines.reduce((sum, line) => sum + (fenOfYuan(line.金额.trim()) ?? 0), 0));
      for (const { bill, fen: own, rows: lineNumbers } of answer.bills) if (bill !== undefined) expect([bill.lines.length, bill.lines.reduce((sum, line) => sum + line.amountFen, 0)]).toEqual([lineNumbers.length, own]);
    }));
  });
});

it.each([['1', 100], ['1.5', 150], ['1,234.56', 123_456], ['￥0.10', 10], ['-2', -200], ['1.2300', 123], ['1.005', undefined], ['', undefined], ['1,2', undefined], ['一', undefined]])('%s yuan are %s fen', (text, fen) => expect(fenOfYuan(text)).toBe(fen));
