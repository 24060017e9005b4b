import type { GroupingInput } from './case.ts';
import type { CompiledCase, CompiledPack } from './compile.ts';

/** Diagnoses and procedures looked at; a front page has 40 of each at most. */
const CODES_MAX = 512;
export const SEX: Readonly<Record<string, string>> = { '1': '1', '2': '2', 男: '1', 女: '2' };

export const emptyCase = (): CompiledCase => ({
  dx: new Int32Array(CODES_MAX), dxCount: 0, proc: new Int32Array(CODES_MAX), procCount: 0, severity: -1,
  numbers: { ageYears: NaN, ageDays: NaN, birthWeightG: NaN, losDays: NaN, icuHours: NaN, ventilationHours: NaN, diagnosisCount: 0, procedureCount: 0 },
  words: { sex: '', dischargeWay: '', department: '' },
});

/** Puts a case into the numbers of a compiled pack; `given` is used again for every case. */
export function fillCase(input: GroupingInput, compiled: CompiledPack, given: CompiledCase): void {
  given.dxCount = numbered(input.diagnoses, compiled.dxNumbers, given.dx);
  given.procCount = numbered(input.procedures, compiled.procNumbers, given.proc);
  given.severity = -1;
  const { numbers, words } = given;
  numbers.ageYears = input.ageYears === null ? NaN : Math.trunc(input.ageYears);
  numbers.ageDays = input.ageDays ?? NaN;
  // A weight of zero was not taken.
  numbers.birthWeightG = input.birthWeightG || NaN;
  numbers.losDays = input.losDays ?? NaN;
  numbers.icuHours = input.icuHours ?? NaN;
  numbers.ventilationHours = input.ventilationHours ?? NaN;
  numbers.diagnosisCount = given.dxCount;
  numbers.procedureCount = given.procCount;
  words.sex = SEX[String(input.sex)] ?? '';
  words.dischargeWay = input.dischargeWay ?? '';
  words.department = input.department ?? '';
}

function numbered(codes: readonly string[], numbers: ReadonlyMap<string, number>, into: Int32Array): number {
  const count = Math.min(codes.length, CODES_MAX);
  for (let at = 0; at < count; at += 1) into[at] = numbers.get(codes[at]!) ?? 0;
  return count;
}
