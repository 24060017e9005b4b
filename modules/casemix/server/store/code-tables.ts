import type { Sql } from '#platform/database/transaction.ts';
import { CODE_MAP_FILES } from '../rules/drg/code-map.ts';
import { readTable } from '../rules/drg/read-tables.ts';
import { Findings } from '../rules/findings.ts';
import type { CodeTables } from '../rules/front-page/read-front-pages.ts';
import { packFiles, packInForce } from './packs.ts';

const FORM_ONLY: CodeTables = { diagnoses: new Set(), procedures: new Set() };
let known: { readonly packId: string; readonly tables: CodeTables } | undefined;

/**
 * The codes that front pages may use: every code and target of the maps stored with the DRG pack in force
 * (`icd10_clinical_to_insurance.csv`, `icd9cm3_clinical_to_insurance.csv`). Without maps codes are checked by their form.
 */
export async function codeTablesInForce(sql: Sql, on: string): Promise<CodeTables> {
  const pack = await packInForce(sql, 'drg', on);
  if (pack === undefined || !Object.values(CODE_MAP_FILES).some((file) => pack.files.includes(file))) return FORM_ONLY;
  if (known?.packId === pack.id) return known.tables;
  const files = await packFiles(sql, pack.id);
  const tables = { diagnoses: codesOf(files, CODE_MAP_FILES.diagnoses), procedures: codesOf(files, CODE_MAP_FILES.procedures) };
  known = { packId: pack.id, tables };
  return tables;
}

function codesOf(files: ReadonlyMap<string, string>, file: string): Set<string> {
  const text = files.get(file);
  if (text === undefined) return new Set();
  return new Set(readTable({ file, text, columns: ['code', 'target'], findings: new Findings() }).flatMap(({ cells }) => [cells.code!, cells.target!]));
}
