import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';
import { printDocument } from './print.ts';

describe('csv', () => {
  it('begins with the mark that Excel needs and ends each line for Windows', () => {
    expect(csvOf(['姓名', '年龄'], [['李桂花', 65], [null, undefined]])).toBe('\uFEFF姓名,年龄\r\n李桂花,65\r\n,\r\n');
  });

  it('holds no formula, whether in a title or in a row', () => {
    expect(csvOf(['=1+1'], [['@x'], [-5]])).toBe("\uFEFF'=1+1\r\n'@x\r\n-5\r\n");
  });
});

describe('the printed sheet', () => {
  it('repeats its header and runs nothing that a name contains', () => {
    const html = printDocument({ title: '居民', notes: ['共 1 条'], header: ['姓名'], rows: [['<script>alert(1)</script>']], language: 'zh-CN' });
    expect(html).toContain('table-header-group');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });
});
