import type { Findings } from '../findings.ts';
import { readTable, type TableRow } from './read-tables.ts';

/** The official tables in the stead of scheme.json; `adrg_procedures` and `adrg_diagnoses` may be absent when unused. */
const OFFICIAL_TABLES = {
  mdc: 'mdc.csv', mdcDiagnoses: 'mdc_diagnoses.csv', adrg: 'adrg.csv', adrgDiagnoses: 'adrg_diagnoses.csv', adrgProcedures: 'adrg_procedures.csv', drg: 'drg_names.csv',
} as const;

type Raw = Record<string, unknown>;

/** Last digit of a DRG in the national code: 1 with MCC, 3 with CC or MCC, 5 without, 9 not split. */
const SEVERITY: Readonly<Record<string, Raw>> = { '1': { severity: 'mcc' }, '3': { severity: 'mcc_or_cc' }, '5': {}, '9': {} };

/**
 * The official tables as the object that scheme.json would hold. Rows keep their order: that of `mdc.csv` is the order of
 * the MDCs, that of `adrg.csv` the order within. Groups enter by their tables: a diagnosis table asks for the principal
 * diagnosis, a procedure table for the main procedure, each further `list` of procedures for any procedure of it.
 * MDCs A, P, M and N take the conditions of the national scheme (see `entryOf`).
 */
export function schemeFromTables(files: ReadonlyMap<string, string>, findings: Findings): Raw | undefined {
  const needed = [OFFICIAL_TABLES.mdc, OFFICIAL_TABLES.mdcDiagnoses, OFFICIAL_TABLES.adrg, OFFICIAL_TABLES.drg];
  if (!files.has(OFFICIAL_TABLES.mdc)) {
    findings.add('scheme.json', `缺少文件（或改用官方分组表 ${needed.join('、')}）`, `the file is missing (or give the official tables ${needed.join(', ')})`);
    return undefined;
  }
  const missing = needed.filter((name) => !files.has(name));
  for (const name of missing) findings.add(name, '缺少文件', 'the file is missing');
  if (missing.length > 0) return undefined;
  const rows = (file: string, columns: readonly string[], optional: readonly string[] = []): TableRow[] => {
    const text = files.get(file);
    return text === undefined ? [] : readTable({ file, text, columns, optional, findings });
  };
  const adrgs = adrgsOf({
    adrgs: rows(OFFICIAL_TABLES.adrg, ['adrg', 'mdc'], ['name']),
    diagnoses: rows(OFFICIAL_TABLES.adrgDiagnoses, ['adrg', 'code'], ['list']),
    procedures: rows(OFFICIAL_TABLES.adrgProcedures, ['adrg', 'code'], ['list']),
    drgs: rows(OFFICIAL_TABLES.drg, ['drg'], ['name', 'adrg']),
  }, findings);
  const mdcRows = rows(OFFICIAL_TABLES.mdc, ['mdc'], ['name']);
  const diagnoses = grouped(rows(OFFICIAL_TABLES.mdcDiagnoses, ['mdc', 'code']), 'mdc');
  const known = new Set(mdcRows.map(({ cells }) => cells.mdc!));
  for (const mdc of [...adrgs.keys(), ...diagnoses.keys()]) if (!known.has(mdc)) findings.add(OFFICIAL_TABLES.mdc, `缺少 ${mdc}`, `${mdc} is missing`);
  const mdcs = mdcRows.map(({ cells }) => ({ code: cells.mdc, name: cells.name ?? '', ...entryOf(cells.mdc!, diagnoses.get(cells.mdc!)), adrgs: adrgs.get(cells.mdc!) ?? [] }));
  return { scheme: 'official-tables', mdc_order: mdcs.map(({ code }) => code), mdcs };
}

/** The national reading of the special MDCs: A by a valid main procedure, P below one year, M and N by sex. */
function entryOf(mdc: string, rows: readonly TableRow[] = []): Raw {
  const dx = rows.map(({ cells }) => cells.code!);
  const letter = mdc.slice(-1);
  const listed = { type: 'principal_dx_in', list: 'mdc_dx' };
  if (letter === 'A' && dx.length === 0) return { dx, entry: [{ type: 'main_procedure_valid' }] };
  if (letter === 'P') return { dx, entry: [listed, { type: 'age_years_eq', value: 0 }] };
  if (letter === 'M' || letter === 'N') return { dx, entry: [listed, { type: 'sex', value: letter === 'M' ? 1 : 2 }] };
  return { dx, entry: [listed] };
}

interface AdrgTables {
  readonly adrgs: readonly TableRow[];
  readonly diagnoses: readonly TableRow[];
  readonly procedures: readonly TableRow[];
  readonly drgs: readonly TableRow[];
}

const grouped = (rows: readonly TableRow[], column: string): Map<string, TableRow[]> => {
  const found = new Map<string, TableRow[]>();
  for (const row of rows) {
    const key = row.cells[column] ?? '';
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
};

function adrgsOf(tables: AdrgTables, findings: Findings): Map<string, Raw[]> {
  const [diagnoses, procedures] = [grouped(tables.diagnoses, 'adrg'), grouped(tables.procedures, 'adrg')];
  const drgs = new Map<string, Raw[]>();
  for (const { line, cells } of tables.drgs) {
    const drg = cells.drg!;
    const adrg = cells.adrg ?? drg.slice(0, 3);
    const when = SEVERITY[drg.slice(-1)];
    if (drg.endsWith('QY')) continue;
    if (when === undefined) findings.add(`${OFFICIAL_TABLES.drg} line ${line}`, `${drg} 的末位不是 1、3、5、9，须用 scheme.json 给出条件`, `${drg} does not end in 1, 3, 5 or 9: give its condition in scheme.json`);
    else drgs.set(adrg, [...(drgs.get(adrg) ?? []), { code: drg, when }]);
  }
  const result = new Map<string, Raw[]>();
  const known = new Set(tables.adrgs.map(({ cells }) => cells.adrg!));
  for (const adrg of [...diagnoses.keys(), ...procedures.keys(), ...drgs.keys()]) if (!known.has(adrg)) findings.add(OFFICIAL_TABLES.adrg, `缺少 ${adrg}`, `${adrg} is missing`);
  for (const { cells } of tables.adrgs) {
    const adrg = cells.adrg!;
    const rule = { code: adrg, name: cells.name ?? '', ...listsOf(diagnoses.get(adrg) ?? [], procedures.get(adrg) ?? []), drgs: (drgs.get(adrg) ?? []).toSorted(bySeverity) };
    result.set(cells.mdc!, [...(result.get(cells.mdc!) ?? []), rule]);
  }
  return result;
}

const bySeverity = (first: Raw, second: Raw): number => String(first.code).localeCompare(String(second.code));

function listsOf(diagnoses: readonly TableRow[], procedures: readonly TableRow[]): Raw {
  const lists = [...grouped(procedures, 'list').values()].map((rows) => rows.map(({ cells }) => cells.code!));
  const when: Raw[] = diagnoses.length > 0 ? [{ type: 'principal_dx_in', list: 'dx' }] : [];
  const raw: Raw = diagnoses.length > 0 ? { dx: diagnoses.map(({ cells }) => cells.code!) } : {};
  lists.forEach((codes, index) => {
    const name = index === 0 ? 'proc' : `proc${index + 1}`;
    raw[name] = codes;
    when.push({ type: lists.length > 1 ? 'any_procedure_in' : 'main_procedure_in', list: name });
  });
  return { ...raw, when };
}
