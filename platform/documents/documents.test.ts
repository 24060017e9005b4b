import { createRequire } from 'node:module';
import { readXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { reportAnswer } from './answer.ts';
import type { Report } from './report.ts';

const report: Report = {
  title: '二〇二六年第三季度通报',
  subtitle: '〔2026〕3号',
  parts: [
    { heading: '一、总体情况', paragraphs: ['共 19 项任务，完成 12 项。'] },
    { heading: '二、超期/任务', table: { columns: [{ title: '任务', share: 3 }, { title: '完成率', align: 'right' }], rows: [['双向转诊通道', 63.5], ['=HYPERLINK("x")', null]] } },
  ],
  signature: ['医共体办公室', '2026年10月8日'],
};
const bytesOf = (contentBase64: string): Buffer => Buffer.from(contentBase64, 'base64');

describe('a report', () => {
  it('is a PDF with its fonts inside', async () => {
    const { fileName, contentBase64 } = await reportAnswer(report, 'pdf');
    const bytes = bytesOf(contentBase64);
    expect(fileName).toBe('二〇二六年第三季度通报.pdf');
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(bytes.includes('/FontFile2')).toBe(true);
    expect(bytes.length).toBeLessThan(200_000);
  });

  it('is a Word file with title, table and signature', async () => {
    const { contentBase64 } = await reportAnswer(report, 'word');
    const JSZip = createRequire(import.meta.url)('jszip') as { loadAsync(data: Buffer): Promise<{ file(path: string): { async(kind: 'string'): Promise<string> } }> };
    const body = await (await JSZip.loadAsync(bytesOf(contentBase64))).file('word/document.xml').async('string');
    for (const part of ['二〇二六年第三季度通报', '双向转诊通道', '医共体办公室', '<w:tbl>']) expect(body).toContain(part);
  });

  it('is a workbook whose numbers are numbers and whose formulas are only text', async () => {
    const { contentBase64 } = await reportAnswer(report, 'sheet');
    const book = await readXlsx(bytesOf(contentBase64));
    expect(book.sheets.map(({ name }) => name)).toEqual(['二、超期 任务']);
    expect(book.sheets[0]?.rows).toEqual([['任务', '完成率'], ['双向转诊通道', 63.5], ['=HYPERLINK("x")', null]]);
  });
});
