import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import { Findings } from '../findings.ts';
import type { GroupingInput } from './case.ts';
import type { PackFiles } from './read-pack.ts';
import { readTable } from './read-tables.ts';

const problem = problemsOf(contract.problems);

export const CODE_MAP_FILES = { diagnoses: 'icd10_clinical_to_insurance.csv', procedures: 'icd9cm3_clinical_to_insurance.csv' } as const;

/** A code that the national map gives up on: the entry is left out, a principal one stops the case. */
const NOTHING = '-';

export interface Unmapped {
  readonly unmapped: 'diagnosis' | 'procedure';
  readonly codes: readonly string[];
}

/** From the clinical edition of the codes to the insurance edition. */
export class CodeMap {
  readonly #diagnoses: ReadonlyMap<string, string>;
  readonly #procedures: ReadonlyMap<string, string>;

  constructor(diagnoses: ReadonlyMap<string, string>, procedures: ReadonlyMap<string, string>) {
    this.#diagnoses = diagnoses;
    this.#procedures = procedures;
  }

  /** The case in insurance codes, or what cannot be mapped. */
  apply(input: GroupingInput): GroupingInput | Unmapped {
    const diagnoses = mapCodes(input.diagnoses, this.#diagnoses);
    if (!Array.isArray(diagnoses)) return { unmapped: 'diagnosis', codes: diagnoses.missing };
    const procedures = mapCodes(input.procedures, this.#procedures);
    if (!Array.isArray(procedures)) return { unmapped: 'procedure', codes: procedures.missing };
    return { ...input, diagnoses, procedures };
  }
}

function mapCodes(codes: readonly string[], map: ReadonlyMap<string, string>): string[] | { missing: string[] } {
  const mapped: string[] = [];
  const missing: string[] = [];
  codes.forEach((code, index) => {
    const target = map.get(code);
    if (target === undefined || target === '' || (index === 0 && target === NOTHING)) missing.push(code);
    else if (target !== NOTHING) mapped.push(target);
  });
  return missing.length > 0 ? { missing } : mapped;
}

/** Reads the two maps of a folder; throws `casemix.pack-refused` with place and reason. One code with two targets is a contradiction. */
export function readCodeMap(files: PackFiles): CodeMap {
  const findings = new Findings();
  const map = new CodeMap(readOne(CODE_MAP_FILES.diagnoses, files, findings), readOne(CODE_MAP_FILES.procedures, files, findings));
  if (!findings.empty) throw problem('casemix.pack-refused', findings.list);
  return map;
}

function readOne(file: string, files: PackFiles, findings: Findings): Map<string, string> {
  const text = files.get(file);
  const found = new Map<string, string>();
  if (text === undefined) {
    findings.add(file, '缺少文件', 'the file is missing');
    return found;
  }
  for (const { line, cells } of readTable({ file, text, columns: ['code', 'target'], findings })) {
    const before = found.get(cells.code!);
    if (before !== undefined && before !== cells.target) {
      findings.add(`${file} line ${line}`, `${cells.code} 对应两个编码：${before} 与 ${cells.target}`, `${cells.code} has two targets: ${before} and ${cells.target}`);
    }
    found.set(cells.code!, cells.target!);
  }
  return found;
}
