import { createRequire } from 'node:module';
import type ExcelJS from 'exceljs';
import type { Statement, StatementLine } from '../../contract/statements.ts';
import { KINDS, MODALITIES } from '../../contract/words.ts';

const FEN = 100;
const MONEY = '#,##0.00';
const HEADS = ['检查机构', '诊断机构', '类别', '检查类型', '例数', '合计（元）', '检查方（元）', '诊断方（元）', '统筹（元）'];
const WIDTHS = [28, 28, 12, 14, 8, 14, 14, 14, 14];

const rowOf = (line: StatementLine): (string | number)[] => [
  line.performingOrganisationName, line.reportingOrganisationName, KINDS[line.kind].zh, MODALITIES[line.modality].zh, line.count, line.totalFen / FEN, line.performedFen / FEN, line.reportedFen / FEN, line.consortiumFen / FEN,
];

/** Two sheets, lines and balances; sums are formulas with their value, so that the reader can check them. Base64 of the workbook. */
export async function statementWorkbook(statement: Statement): Promise<string> {
  const { Workbook } = createRequire(import.meta.url)('exceljs') as typeof ExcelJS;
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet('结算明细');
  sheet.addRow([`${statement.organisationName} ${statement.month} 诊断服务结算单`]).font = { bold: true, size: 14 };
  sheet.addRow([statement.frozen ? `第 ${statement.version} 版，${statement.frozenByName ?? ''} 锁定于 ${statement.frozenAt ?? ''}，校验 ${statement.seal ?? ''}` : '未锁定，数字可能变化']);
  sheet.addRow(HEADS).font = { bold: true };
  const first = sheet.rowCount + 1;
  for (const line of statement.lines) sheet.addRow(rowOf(line));
  const last = sheet.rowCount;
  const sums = [statement.count, statement.totalFen / FEN, statement.performedFen / FEN, statement.reportedFen / FEN, statement.consortiumFen / FEN];
  const total = sheet.addRow(['合计', '', '', '', ...sums.map((result, index) => (last < first ? result : { formula: `SUM(${'EFGHI'[index]}${first}:${'EFGHI'[index]}${last})`, result }))]);
  total.font = { bold: true };
  WIDTHS.forEach((width, index) => (sheet.getColumn(index + 1).width = width));
  for (const column of ['F', 'G', 'H', 'I']) sheet.getColumn(column).numFmt = MONEY;
  const balances = workbook.addWorksheet('应收应付');
  balances.addRow(['机构', '应收（正）/ 应付（负）（元）']).font = { bold: true };
  for (const each of statement.balances) balances.addRow([each.organisationName, each.fen / FEN]);
  balances.getColumn(1).width = 30;
  balances.getColumn(2).width = 26;
  balances.getColumn(2).numFmt = MONEY;
  return Buffer.from(await workbook.xlsx.writeBuffer()).toString('base64');
}
