import { describe, expect, it } from 'vitest';
import { csvCell, csvOf } from './csv.ts';
import { printDocument } from './print.ts';

describe('csv', () => {
  it('begins with the mark that Excel needs and ends each line for Windows', () => {
    expect(csvOf(['姓名', '年龄'], [['李桂花', 65], [null, undefined]])).toBe('\uFEFF姓名,年龄\r\n李桂花,65\r\n,\r\n');
  });
  it.each([
    ['a,b', '"a,b"'], ['他说"好"', '"他说""好"""'], ['两\n行', '"两\n行"'], ['=1+1', "'=1+1"], ['@x', "'@x"], ['-5', '-5'], ['-5.25', '-5.25'], ['-a', "'-a"], ['', ''],
  ])('%j becomes %j', (value, cell) => expect(csvCell(value)).toBe(cell));
});

describe('the printed sheet', () => {
  it('repeats its header and runs nothing that a name contains', () => {
    const html = printDocument({ title: '居民', notes: ['共 1 条'], header: ['姓名'], rows: [['<script>alert(1)</script>']], language: 'zh-CN' });
    expect(html).toContain('table-header-group');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });
});
