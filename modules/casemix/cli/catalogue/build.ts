import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Output } from '#platform/cli/output.ts';
import { CatalogueForming, type FormedCatalogue, type FormingRules, type HistoryCase } from '../../server/rules/dip/form-catalogue.ts';
import { catalogueFiles, readFormingRules, readFormingTables, type FormingTables } from '../../server/rules/dip/forming-files.ts';
import { Findings } from '../../server/rules/findings.ts';
import { caseColumns, rowToFields } from '../../server/rules/cases/case-columns.ts';
import { readCase } from '../../server/rules/cases/read-case.ts';
import { csvLine, csvRows, rowOf } from '#platform/documents/csv.ts';
import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import type { BuildOptions } from './catalogue-options.ts';
import { openInput } from '#platform/cli/pieces/read-pieces.ts';

const REFUSED_SHOWN = 10;

/** Forms a DIP catalogue from history and writes it as a folder: catalogue.json, trace.csv, levels.csv. The same input gives the same bytes. */
export async function buildCatalogue(options: BuildOptions, output: Output): Promise<void> {
  const { rules, tables } = readSources(options);
  const forming = new CatalogueForming(rules, tables.kinds, tables);
  const refused: string[] = [];
  for (const path of options.in) await readHistory(path, (one) => (typeof one === 'string' ? refused.push(one) : forming.add(one)));
  const formed = forming.form();
  if (formed.groups.length === 0) throw new CliFailure('refused', { zh: '没有可用的病例，未形成目录。', en: 'No case can be used; no catalogue was formed.' }, [...refused.slice(0, REFUSED_SHOWN), JSON.stringify(formed.dropped)]);
  write(options, { formed, rules, tables });
  const flagged = formed.groups.filter(({ flags }) => flags.length > 0).length;
  output.say(`${formed.cases} 例 cases → ${formed.groups.length} 组 groups（核心 core ${formed.groups.filter(({ kind }) => kind !== 'comprehensive').length}，待核 flagged ${flagged}）`);
  for (const [reason, count] of Object.entries(formed.dropped)) output.say(`  剔除 left out · ${reason}: ${count}`);
  if (refused.length > 0) output.say(`  拒绝 refused: ${refused.length}`);
  for (const line of refused.slice(0, REFUSED_SHOWN)) output.say(`    ${line}`);
}

/** Rules and tables from files; what is wrong in them is told with its place. */
function readSources({ parameters, tables }: BuildOptions): { rules: FormingRules; tables: FormingTables } {
  const findings = new Findings();
  const sources = { rules: readFormingRules(parameters === undefined ? undefined : readFileSync(parameters, 'utf8'), findings), tables: readFormingTables(tables === undefined ? new Map() : readFolder(tables), findings) };
  if (findings.empty) return sources;
  throw new CliFailure('refused', { zh: '参数或附表不能使用。', en: 'The parameters or tables cannot be used.' }, findings.list.map(({ path, message }) => `${path}: ${message.zh} · ${message.en}`));
}

type Take = (one: HistoryCase | string) => void;

async function readHistory(path: string, take: Take): Promise<void> {
  const format = extname(path) === '.csv' ? 'csv' : extname(path) === '.xlsx' ? 'xlsx' : 'ndjson';
  const input = await openInput({ path, format, from: undefined });
  const columns = format === 'ndjson' ? undefined : caseColumns(input.titles);
  if (columns !== undefined && 'refused' in columns) throw new CliFailure('refused', columns.refused);
  const yearAt = input.titles.findIndex((title) => ['year', '年度', '年份'].includes(title.trim().toLowerCase()));
  for await (const piece of input.pieces) {
    const text = piece.bytes === undefined ? '' : new TextDecoder(input.encoding).decode(piece.bytes);
    if (columns === undefined) {
      text.split('\n').forEach((line, index) => line.trim() === '' || takeLine(line, `${path} line ${piece.line + index}`, take));
      continue;
    }
    const rows = piece.rows?.map((cells, index) => rowOf(piece.line + index, cells)) ?? csvRows(text, { separator: input.separator, columns: input.titles.length, from: piece.line });
    for (const { line, cells, fault } of rows) {
      const place = `${path} line ${line}`;
      if (cells === undefined) {
        take(`${place}: ${fault.zh} · ${fault.en}`);
        continue;
      }
      const { id, fields } = rowToFields(columns, cells);
      takeCase({ id, year: cells[yearAt], input: fields }, place, take);
    }
  }
}

function takeLine(line: string, place: string, take: Take): void {
  try {
    takeCase(JSON.parse(line) as Record<string, unknown>, place, take);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    take(`${place}: 不是合法的 JSON · not valid JSON`);
  }
}

function takeCase(value: Record<string, unknown>, place: string, take: Take): void {
  const year = Number(value.year ?? (value.input as Record<string, unknown> | undefined)?.year);
  const reading = readCase(value.input ?? value);
  if ('refused' in reading) take(`${place} ${reading.refused.place}: ${reading.refused.zh} · ${reading.refused.en}`);
  else if (!Number.isInteger(year) || year < 1990 || year > 2200) take(`${place} year: 缺少年度 · the year is missing`);
  else take({ id: String(value.id ?? place), year, input: reading.input });
}

function write({ out, name, catalogueVersion }: BuildOptions, given: { formed: FormedCatalogue; rules: FormingRules; tables: FormingTables }): void {
  mkdirSync(out, { recursive: true });
  for (const [file, text] of catalogueFiles({ ...given, kinds: given.tables.kinds, name, version: catalogueVersion })) writeFileSync(join(out, file), text);
  const trace = given.formed.trace.map((row) => csvLine([row.group, row.id, String(row.year), String(row.costFen), row.kept ? '1' : '0']));
  writeFileSync(join(out, 'trace.csv'), csvLine(['group', 'case', 'year', 'cost_fen', 'kept']) + trace.join(''));
}
