import type { CellValue } from './columns.ts';

export interface PrintSheet {
  readonly title: string;
  /** Filters, total, who and when. */
  readonly notes: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  readonly language: string;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A plain document with a table whose header repeats on each sheet. */
export function printDocument(sheet: PrintSheet): string {
  const cells = (tag: string, values: readonly CellValue[]) =>
    values.map((value) => `<${tag}>${escapeHtml(String(value ?? ''))}</${tag}>`).join('');
  return `<!doctype html><html lang="${sheet.language}"><head><meta charset="utf-8"><title>${escapeHtml(sheet.title)}</title><style>
body{font:10.5pt/1.4 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-variant-numeric:tabular-nums;margin:0}
h1{font-size:14pt;margin:0 0 4pt}p{margin:0 0 6pt}table{border-collapse:collapse;width:100%}thead{display:table-header-group}
th,td{border:.5pt solid #888;padding:2pt 4pt;text-align:left;vertical-align:top}th{background:#eee}tr{break-inside:avoid}@page{margin:12mm}
</style></head><body><h1>${escapeHtml(sheet.title)}</h1>${sheet.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('')}
<table><thead><tr>${cells('th', sheet.header)}</tr></thead><tbody>${sheet.rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table></body></html>`;
}

/** Prints in a hidden frame: the list on screen keeps its place. */
export function printSheet(sheet: PrintSheet): void {
  const frame = document.createElement('iframe');
  frame.className = 'yg-hidden';
  frame.srcdoc = printDocument(sheet);
  frame.onload = () => {
    frame.contentWindow?.focus();
    frame.contentWindow?.print();
    setTimeout(() => frame.remove(), 60_000);
  };
  document.body.append(frame);
}
