import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { csvLine, csvRows, openCsv } from './csv.ts';
import { readTable } from './read-table.ts';

const rowsOf = (text: string): unknown[] => Array.from(csvRows(text, { separator: ',', columns: 2, from: 2 }), ({ line, cells }) => [line, cells]);

describe('rows of a CSV', () => {
  it('count blank lines, join cells over lines, and a stray quote spoils its own line only', () => {
    expect(rowsOf('a,1\n\n"b\nc",2\r\n"d,3\ne,4\nf,5\n')).toEqual([[2, ['a', '1']], [4, ['b\nc', '2']], [6, undefined], [7, ['e', '4']], [8, ['f', '5']]]);
  });

  it('take a quote within a cell as it stands and close no cell with the quote of another row', () => {
    expect(rowsOf('5" pipe,1\n"A" pipe,2\n"d,3\ne,4\n"f, g",5\n"h\ni",6')).toEqual([[2, ['5" pipe', '1']], [3, ['A pipe', '2']], [4, undefined], [5, ['e', '4']], [6, ['f, g', '5']], [7, ['h\ni', '6']]]);
  });

  it('are those that were written, whatever stands in the cells, with an apostrophe before what a spreadsheet would run', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12, unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '药', ';', '\t', '=', '-') }));
    fc.assert(fc.property(fc.array(fc.tuple(text, text, text), { maxLength: 6 }), (rows) => {
      const { titles, rows: read } = openCsv([['a', 'b', 'c'], ...rows].map(csvLine).join(''));
      expect([titles, Array.from(read, ({ cells }) => cells)]).toEqual([['a', 'b', 'c'], rows.map((row) => row.map((cell) => (/^([=+@\t\r\n]|-(?!\d+(\.\d+)?$))/.test(cell) ? `'${cell}` : cell)))]);
    }));
  });
});

describe('a table file', () => {
  const read = async (bytes: Buffer | string) => {
    const { charset, headings, rows } = (await readTable(Buffer.from(bytes)))!;
    return [charset, headings, ...rows.map(({ line, cells }) => [line, cells])];
  };
  const ROWS = [['姓名', '备注'], [2, ['张伟', '甲']], [4, ['李娜', '乙']]];
  const text = '姓名,备注\n张伟,甲\n,\n李娜,乙\n';

  it('is read in each character set of Chinese offices, with any separator and line end', async () => {
    expect(await read(text)).toEqual(['utf-8', ...ROWS]);
    expect(await read(`\uFEFF${text}`)).toEqual(['utf-8', ...ROWS]);
    expect(await read(iconv.encode(text, 'gb18030'))).toEqual(['gb18030', ...ROWS]);
    expect(await read(iconv.encode(text, 'utf16le', { addBOM: true }))).toEqual(['utf-16le', ...ROWS]);
    expect(await read(iconv.encode(text, 'utf16be', { addBOM: true }))).toEqual(['utf-16be', ...ROWS]);
    for (const separator of ['\t', ';', '|', '，']) expect(await read(text.replaceAll(',', separator))).toEqual(['utf-8', ...ROWS]);
    expect(await read(text.replaceAll('\n', '\r\n'))).toEqual(['utf-8', ...ROWS]);
    expect(await read(text.replaceAll('\n', '\r'))).toEqual(['utf-8', ...ROWS]);
    expect(await read(`,\n\n${text}`)).toEqual(['utf-8', ['姓名', '备注'], [4, ['张伟', '甲']], [6, ['李娜', '乙']]]);
  });

  it('keeps the rows behind a quote that nobody closes', async () => {
    expect(await read('姓名,备注\n"张伟,甲\n李娜,乙\n')).toEqual(['utf-8', ['姓名', '备注'], [2, undefined], [3, ['李娜', '乙']]]);
  });
});
