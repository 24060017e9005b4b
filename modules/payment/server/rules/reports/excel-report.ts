import ExcelJS from 'exceljs';
import { FIGURE_WORDS, institutionTable, titleOf, type RunReport } from './run-report.ts';

const HEAD_FILL: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF4' } };

/** Three sheets: the institutions, the whole, and every number with its formula and inputs. */
export async function excelReport(report: RunReport): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const { heading, rows } = institutionTable(report);
  addSheet(workbook, '机构', heading, rows);
  const whole = report.figures.filter(({ organisationId }) => organisationId === null);
  addSheet(workbook, '合计', ['项目', '数值'], whole.map(({ name, value }) => [FIGURE_WORDS[name] ?? name, value]));
  const sources = report.figures.map((each) => [
    each.organisationId === null ? titleOf(report) : (report.names.get(each.organisationId) ?? each.organisationId), FIGURE_WORDS[each.name] ?? each.name, each.value, each.formula,
    Object.entries(each.inputs).map(([name, value]) => `${name} = ${value}`).join('; '), each.packVersion,
  ]);
  addSheet(workbook, '公式与来源', ['对象', '项目', '数值', '公式', '输入', '参数版本'], sources);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function addSheet(workbook: ExcelJS.Workbook, name: string, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow([...heading]).eachCell((cell) => Object.assign(cell, { font: { bold: true }, fill: HEAD_FILL }));
  // Decimals stay text: a workbook's number is a binary float.
  for (const row of rows) sheet.addRow([...row]);
  for (const [index] of heading.entries()) {
    const widest = Math.max(...[heading, ...rows].map((row) => [...(row[index] ?? '')].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)));
    Object.assign(sheet.getColumn(index + 1), { width: Math.min(60, widest + 3), alignment: { horizontal: index === 0 ? 'left' : 'right' } });
  }
}
