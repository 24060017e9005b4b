import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Output } from '#platform/cli/output.ts';
import { z } from 'zod';
import type { Treatment } from '../../server/rules/dip/catalogue.ts';
import { CatalogueForming, NORM_RULES, type FormedCatalogue, type FormingRules, type HistoryCase } from '../../server/rules/dip/form-catalogue.ts';
import { CATALOGUE_FILE, KINDS_FILE, readKinds } from '../../server/rules/dip/read-catalogue.ts';
import { readExclusions, readSeverityTable } from '../../server/rules/drg/read-tables.ts';
import { Findings } from '../../server/rules/findings.ts';
import { caseColumns, rowToFields } from '../../server/rules/cases/case-columns.ts';
import { readCase } from '../../server/rules/cases/read-case.ts';
import { csvLine, parseCsv } from '#platform/documents/csv.ts';
import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import type { BuildOptions } from './catalogue-options.ts';
import { openInput } from '#platform/cli/pieces/read-pieces.ts';

const rulesSchema = z.strictObject({
  threshold: z.int().min(1), losDaysMax: z.int().min(1), yearWeights: z.array(z.int().min(0)).min(1), scale: z.int().min(1), cvMax: z.string(),
  trim: z.strictObject({ from: z.int().min(2), lowThousandths: z.int().min(0).max(500), highThousandths: z.int().min(500).max(1000), shareMaxThousandths: z.int().min(0).max(1000) }),
  primary: z.strictObject({ levels: z.array(z.string()), shareMinThousandths: z.int().min(0).max(1000), cvMax: z.string() }),
  auxiliaries: z.array(z.looseObject({ code: z.string().min(1), name: z.string().default(''), catalogue: z.string().min(1), when: z.unknown(), casesMin: z.int().min(1) })).max(30),
}).partial();

const REFUSED_SHOWN = 10;

/** Forms a DIP catalogue from history and writes it as a folder: catalogue.json, trace.csv, levels.csv. The same input gives the same bytes. */
export async function buildCatalogue(options: BuildOptions, output: Output): Promise<void> {
  const rules: FormingRules = { ...NORM_RULES, ...readRules(options.parameters) };
  const tables = readTables(options.tables);
  const forming = new CatalogueForming(rules, tables.kinds, tables);
  const refused: string[] = [];
  for (const path of options.in) await readHistory(path, (one) => (typeof one === 'string' ? refused.push(one) : forming.add(one)));
  const formed = forming.form();
  if (formed.groups.length === 0) throw new CliFailure('refused', { zh: '没有可用的病例，未形成目录。', en: 'No case can be used; no catalogue was formed.' }, [...refused.slice(0, REFUSED_SHOWN), JSON.stringify(formed.dropped)]);
  write(options, { formed, rules, kinds: tables.kinds });
  const flagged = formed.groups.filter(({ flags }) => flags.length > 0).length;
  output.say(`${formed.cases} 例 cases → ${formed.groups.length} 组 groups（核心 core ${formed.groups.filter(({ kind }) => kind !== 'comprehensive').length}，待核 flagged ${flagged}）`);
  for (const [reason, count] of Object.entries(formed.dropped)) output.say(`  剔除 left out · ${reason}: ${count}`);
  if (refused.length > 0) output.say(`  拒绝 refused: ${refused.length}`);
  for (const line of refused.slice(0, REFUSED_SHOWN)) output.say(`    ${line}`);
}

function readRules(path: string | undefined): Partial<FormingRules> {
  if (path === undefined) return {};
  const parsed = rulesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data as Partial<FormingRules>;
  throw new CliFailure('refused', { zh: `参数文件不合规：${path}`, en: `The parameters are not valid: ${path}` }, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}

interface Tables {
  readonly kinds: ReadonlyMap<string, Treatment>;
  readonly cc: ReadonlyMap<string, string>;
  readonly mcc: ReadonlyMap<string, string>;
  readonly exclusions: ReadonlyMap<string, ReadonlySet<string>>;
}

function readTables(folder: string | undefined): Tables {
  const files = folder === undefined ? new Map<string, string>() : readFolder(folder);
  const findings = new Findings();
  const severity = (file: string): Map<string, string> => (files.has(file) ? readSeverityTable({ file, text: files.get(file)!, findings }) : new Map());
  const exclusions = files.has('exclusion_by_principal.csv') ? readExclusions({ file: 'exclusion_by_principal.csv', text: files.get('exclusion_by_principal.csv')!, findings }) : new Map<string, Set<string>>();
  const tables = { kinds: readKinds(files.get(KINDS_FILE), findings), cc: severity('cc.csv'), mcc: severity('mcc.csv'), exclusions };
  if (findings.empty) return tables;
  throw new CliFailure('refused', { zh: '附表不能使用。', en: 'The tables cannot be used.' }, findings.list.map(({ path, message }) => `${path}: ${message.zh} · ${message.en}`));
}

type Take = (one: HistoryCase | string) => void;

async function readHistory(path: string, take: Take): Promise<void> {
  const format = extname(path) === '.csv' ? 'csv' : extname(path) === '.xlsx' ? 'xlsx' : 'ndjson';
  const input = await openInput({ path, format, from: undefined });
  const columns = format === 'ndjson' ? undefined : caseColumns(input.titles);
  if (columns !== undefined && 'refused' in columns) throw new CliFailure('refused', columns.refused);
  const yearAt = input.titles.findIndex((title) => ['year', '年度', '年份'].includes(title.replace(/^﻿/, '').trim().toLowerCase()));
  for await (const piece of input.pieces) {
    const text = piece.bytes === undefined ? '' : new TextDecoder(input.encoding).decode(piece.bytes);
    if (columns === undefined) {
      text.split('\n').forEach((line, index) => line.trim() === '' || takeLine(line, `${path} line ${piece.line + index}`, take));
      continue;
    }
    (piece.rows ?? parseCsv(text, input.separator)).forEach((row, index) => {
      const { id, fields } = rowToFields(columns, row);
      takeCase({ id, year: row[yearAt], input: fields }, `${path} line ${piece.line + index}`, take);
    });
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

function write({ out, name, catalogueVersion }: BuildOptions, { formed, rules, kinds }: { formed: FormedCatalogue; rules: FormingRules; kinds: ReadonlyMap<string, Treatment> }): void {
  mkdirSync(out, { recursive: true });
  const groups = formed.groups.map(({ flags: _flags, ...group }) => group);
  const catalogue = { catalogue: name, version: catalogueVersion, parameters: { ...rules, meanCostFen: formed.meanCostFen, cases: formed.cases, dropped: formed.dropped }, groups, auxiliaries: formed.auxiliaries, procedureKinds: Object.fromEntries(kinds) };
  writeFileSync(join(out, CATALOGUE_FILE), `${JSON.stringify(catalogue, null, 1)}\n`);
  const flags = formed.groups.filter((group) => group.flags.length > 0).map((group) => csvLine([group.code, group.kind, String(group.cases), group.cv ?? '', group.flags.join(' ')]));
  writeFileSync(join(out, 'flags.csv'), csvLine(['group', 'kind', 'cases', 'cv', 'flags']) + flags.join(''));
  writeFileSync(join(out, 'levels.csv'), csvLine(['level', 'code', 'cases', 'mean_cost_fen']) + formed.levels.map(({ level, code, cases, meanCostFen }) => csvLine([String(level), code, String(cases), String(meanCostFen)])).join(''));
  writeFileSync(join(out, 'trace.csv'), csvLine(['group', 'case', 'year', 'cost_fen', 'kept']) + formed.trace.map((row) => csvLine([row.group, row.id, String(row.year), String(row.costFen), row.kept ? '1' : '0'])).join(''));
}
