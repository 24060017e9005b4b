import { expect, it } from 'vitest';
import { csvCell } from './csv-cell.ts';

it.each([
  ['', ''], ['a,b', '"a,b"'], ['他说"好"', '"他说""好"""'], ['两\n行', '"两\n行"'], ['-5', '-5'], ['-5.25', '-5.25'], ['a=1', 'a=1'],
])('%j is written %j', (text, cell) => expect(csvCell(text)).toBe(cell));

it.each([
  ['=1+1', "'=1+1"], ['+1', "'+1"], ['-a', "'-a"], ['-1+cmd|x', "'-1+cmd|x"], ['@SUM(A1)', "'@SUM(A1)"], ['＝1+1', "'＝1+1"], ['＠x', "'＠x"], ['\t=1', "'\t=1"], ['\r=1', "\"'\r=1\""], ['\n=1', "\"'\n=1\""],
  ['=HYPERLINK("http://a.example","b")', "\"'=HYPERLINK(\"\"http://a.example\"\",\"\"b\"\")\""],
])('%j, which a spreadsheet would run, becomes %j', (text, cell) => expect(csvCell(text)).toBe(cell));
