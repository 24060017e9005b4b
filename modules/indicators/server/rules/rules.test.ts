import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readTable } from '#platform/documents/read-table.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { Definition } from '../../contract/definition.ts';
import { readEntryFile } from './entry-file.ts';
import { judge, worst } from './targets.ts';
import { ranked, valueOf, type MonthRow } from './value.ts';

const get = (id: string): Definition => findDefinition(id)!;
const row = (organisationId: string, month: string, numerator: string, denominator: string): MonthRow => ({ organisationId, month, numerator, denominator });

describe('a value', () => {
  it('is not computable, and not zero, where the denominator is zero or nothing is known', () => {
    expect(valueOf(get('Y14'), [row('a', '2026-01', '0', '0')], '2026-01')).toMatchObject({ numerator: '0', denominator: '0', value: null });
    expect(valueOf(get('Y14'), [], '2026-01')).toMatchObject({ numerator: null, value: null });
  });

  it('is the ratio of sums, never the mean of ratios', () => {
    const rows = [row('big', '2026-01', '700', '100'), row('small', '2026-01', '20', '2')];
    expect(valueOf(get('Y14'), rows, '2026-01').value).toBe('7.06');
    expect(valueOf(get('Y14'), [...rows, row('big', '2026-03', '80', '10')], '2026Q1')).toMatchObject({ numerator: '800', denominator: '112', value: '7.14' });
  });

  it('counts a stock once, however many months the period has', () => {
    const rows = [row('a', '2026-01', '3', '10000'), row('a', '2026-02', '4', '10000'), row('a', '2026-03', '5', '20000')];
    expect(valueOf(get('C05a'), rows, '2026Q1')).toMatchObject({ numerator: '12', denominator: '20000', value: '6.00' });
  });

  it('keeps decimals exact', () => {
    expect(valueOf(get('Y13'), [row('a', '2026-01', '0.1', '1'), row('b', '2026-01', '0.2', '2')], '2026-01')).toMatchObject({ numerator: '0.3', value: '0.1000' });
  });

  it('of growth compares the sites that are in both years', () => {
    const rows = [row('old', '2025-12', '100', '10'), row('old', '2026-12', '110', '10'), row('joined', '2026-12', '9000', '10'), row('left', '2025-12', '5000', '10')];
    expect(valueOf(get('Y08'), rows, '2026')).toEqual({ numerator: '9110', denominator: '20', value: '10.00', likeForLike: 1 });
  });

  it('of growth is not computable from nothing', () => {
    expect(valueOf(get('Y06'), [row('a', '2025-12', '0', '0'), row('a', '2026-12', '5', '0')], '2026').value).toBeNull();
    expect(valueOf(get('Y06'), [row('a', '2026-12', '5', '0')], '2026').value).toBeNull();
    expect(valueOf(get('Y06'), [row('a', '2025-12', '4', '0'), row('a', '2026-12', '5', '0')], '2026').value).toBe('25.00');
  });
});

it('a rank follows the direction; what is only watched has none', () => {
  expect(ranked(1, ['5', null, '7', '5'])).toEqual([2, null, 1, 2]);
  expect(ranked(-1, ['5', '7'])).toEqual([1, 2]);
  expect(ranked(0, ['5', '7'])).toEqual([null, null]);
});

describe('a target', () => {
  it.each([
    [{ operator: '>=', value: '65' }, '65', 'green', '0.00', '0.00'],
    [{ operator: '>=', value: '65' }, '60', 'amber', '-5.00', '-7.69'],
    [{ operator: '>=', value: '65' }, '30', 'red', '-35.00', '-53.85'],
    [{ operator: '<=', value: '8' }, '8.5', 'amber', '0.50', '6.25'],
    [{ operator: '>', value: '40' }, '40', 'amber', '0.00', '0.00'],
    [{ operator: 'between', value: '5', upper: '7' }, '6', 'green', '1.00', '20.00'],
    [{ operator: 'between', value: '5', upper: '7' }, '9', 'red', '2.00', '28.57'],
    [{ operator: '>=', value: '65' }, null, 'grey', null, null],
    [{ operator: 'assess' }, '65', 'grey', null, null],
  ] as const)('%j holds %s as %s', (target, value, light, gap, distance) => {
    expect(judge(target, value)).toMatchObject({ light, gap, distance });
  });

  it('that asks for a direction needs last year', () => {
    expect(judge({ operator: 'rising' }, '5').light).toBe('grey');
    expect(judge({ operator: 'rising' }, '5', '4').light).toBe('green');
    expect(judge({ operator: 'falling' }, '5', '4').light).toBe('red');
  });

  it('counts as the worst of several', () => {
    expect([worst([]), worst(['green', 'grey']), worst(['green', 'red', 'amber'])]).toEqual(['grey', 'green', 'red']);
  });
});

describe('a file of entries', () => {
  const HEAD = 'indicator,organisation,month,numerator,denominator,source';
  const SITES = new Map([['a', 'a'], ['甲镇卫生院', 'a'], ...Array.from({ length: 6_000 }, (_, index) => [`site-${index}`, `site-${index}`] as const)]);
  const read = async (content: string | Buffer) => readEntryFile((await readTable(Buffer.from(content)))!, SITES);

  it('is read as it stands', async () => {
    expect(await read(`\uFEFF${HEAD}\r\nY15,a,2025-12,40.5,100,"财务年报, 表3"\r\n`)).toEqual({
      rows: [{ line: 2, indicatorId: 'Y15', organisationId: 'a', month: '2025-12', numerator: '40.5', denominator: '100', source: '财务年报, 表3' }], findings: [],
    });
  });

  it('may have Chinese headings in any order, names of sites, full-width digits, thousands and months as people write them, in GB18030', async () => {
    const lines = ['分子,分母,来源,月份,机构,指标', '"1,234.5",１００,财务年报,2025年3月,甲镇卫生院,Ｙ15', '1,2,财务年报,2025Q2,a,Y15', '1,2,财务年报,2025,a,Y15', '1,2,财务年报,202511,a,Y15', '1,2,财务年报,2025/10,a,Y15'];
    const { rows, findings } = await read(iconv.encode(lines.join('\n'), 'gb18030'));
    expect(findings).toEqual([]);
    expect(rows.map(({ month }) => month)).toEqual(['2025-03', '2025-06', '2025-12', '2025-11', '2025-10']);
    expect(rows[0]).toMatchObject({ indicatorId: 'Y15', organisationId: 'a', numerator: '1234.5', denominator: '100' });
  });

  it('is refused row by row with every fault', async () => {
    const { findings } = await read([HEAD, 'Y99,a,2025-12,1,2,s', 'Y15,a,2025-13,1,2,s', 'Y15,a,2025-12,x,2,s', 'Y14,a,2025-12,1,2,s', 'Y15,a,2025-12,1', 'Y01,a,2025-12,1,2,s', 'Y01,甲镇卫生院,2025-12,1,3,s', 'Y15,b,2025-12,1,2,s', 'Y15,a,2025-11,"1,23",2,s', 'Y15,a,2025-10,1,2,s,more'].join('\n'));
    expect(findings.map(({ line, code }) => [line, code])).toEqual([[2, 'unknown-indicator'], [3, 'month'], [4, 'number'], [5, 'computed'], [6, 'columns'], [8, 'double'], [9, 'organisation'], [10, 'number'], [11, 'columns']]);
  });

  it('that is too long is refused whole, never cut', async () => {
    const lines = Array.from({ length: 5_001 }, (_, index) => `Y15,site-${index},2025-12,1,2,s`);
    expect(await read([HEAD, ...lines].join('\n'))).toMatchObject({ rows: [], findings: [{ line: 5_002, code: 'too-many' }] });
    expect((await read([HEAD, ...lines.slice(0, 2_500)].join('\n'))).rows).toHaveLength(2_500);
  });

  it('without its head, or without a line, is refused', async () => {
    expect((await read('Y15,a,2025-12,1,2,s')).findings).toMatchObject([{ line: 1, code: 'head' }]);
    expect((await read(HEAD)).findings).toMatchObject([{ line: 1, code: 'empty' }]);
  });
});
