import { notGrouped, STATUS, type ExplainedCase, type Fault, type GroupedCase, type GroupingInput, type GroupingStep } from './case.ts';
import type { CodeMap } from './code-map.ts';
import { emptyCase, fillCase, SEX } from './compiled-case.ts';
import { CompiledPack, type CompiledAdrg, type CompiledCase, type CompiledDrg, type CompiledMdc } from './compile.ts';
import type { DrgPack } from './condition.ts';
import { Explanation } from './explain.ts';

const NEWBORN_DAYS_MAX = 28;

/** Groups discharges by one pack. Not for use by two callers at once: the case that it works on is kept between calls. */
export class DrgGrouper {
  readonly #compiled: CompiledPack;
  readonly #map: CodeMap | undefined;
  readonly #case: CompiledCase = emptyCase();
  /** One result per group: a million cases make no million objects. */
  readonly #results = new Map<CompiledDrg, GroupedCase>();

  constructor(pack: DrgPack, map?: CodeMap) {
    this.#compiled = new CompiledPack(pack);
    this.#map = map;
  }

  get pack(): DrgPack {
    return this.#compiled.pack;
  }

  group(input: GroupingInput): GroupedCase {
    return this.#group(input, undefined);
  }

  /** The same with every decision on the way, in Chinese and English. */
  explain(input: GroupingInput): ExplainedCase {
    const told = new Explanation(this.#compiled);
    const result = this.#group(input, told);
    return { result, explanation: told.steps satisfies readonly GroupingStep[] };
  }

  #group(input: GroupingInput, told: Explanation | undefined): GroupedCase {
    const mapped = this.#map === undefined || isInsurance(input) ? input : this.#map.apply(input);
    if (typeof mapped === 'object' && 'unmapped' in mapped) {
      told?.unmapped(mapped.unmapped, mapped.codes);
      return this.#finish(notGrouped(mapped.unmapped === 'diagnosis' ? STATUS.diagnosisUnmapped : STATUS.procedureUnmapped), told);
    }
    if (mapped !== input) told?.mapped(input, mapped);
    const fault = faultOf(mapped);
    told?.checked(fault);
    if (fault !== undefined) return this.#finish(notGrouped(STATUS.checkFailed), told);
    fillCase(mapped, this.#compiled, this.#case);
    told?.begin(mapped);
    const principal = this.#case.dx[0]!;
    for (const mdc of this.#compiled.mdcs) {
      // Most MDCs ask for the principal diagnosis: one bit decides before their whole condition is looked at.
      if (told === undefined && mdc.gate !== undefined && ((mdc.gate[principal >>> 5]! >>> (principal & 31)) & 1) === 0) continue;
      const entered = mdc.test(this.#case);
      told?.mdc(mdc, entered);
      if (!entered) continue;
      const found = this.#adrgOf(mdc, told);
      if (found !== undefined) return this.#finish(found, told);
    }
    return this.#finish(notGrouped(STATUS.ungrouped), told);
  }

  /** First group of the MDC whose conditions hold and that has a DRG for the case; else the next MDC is tried. */
  #adrgOf(mdc: CompiledMdc, told: Explanation | undefined): GroupedCase | undefined {
    for (const adrg of mdc.adrgs) {
      const met = adrg.test(this.#case);
      told?.adrg(adrg, met);
      if (!met) continue;
      const drg = this.#drgOf(adrg, told);
      if (drg !== undefined) return this.#result(mdc, adrg, drg);
    }
    told?.noAdrg(mdc);
    return undefined;
  }

  #drgOf(adrg: CompiledAdrg, told: Explanation | undefined): CompiledDrg | undefined {
    for (const drg of adrg.drgs) {
      const met = drg.test(this.#case);
      told?.drg(drg, met);
      if (met) return drg;
    }
    return undefined;
  }

  #result(mdc: CompiledMdc, adrg: CompiledAdrg, drg: CompiledDrg): GroupedCase {
    const known = this.#results.get(drg);
    if (known !== undefined) return known;
    const fresh: GroupedCase = { status: adrg.ambiguous ? STATUS.ambiguous : STATUS.grouped, mdc: mdc.code, adrg: adrg.code, drg: drg.code };
    this.#results.set(drg, fresh);
    return fresh;
  }

  #finish(result: GroupedCase, told: Explanation | undefined): GroupedCase {
    told?.result(result);
    return result;
  }
}

export const isInsurance = ({ codeSet }: GroupingInput): boolean => codeSet !== null && codeSet !== undefined && /^(insurance|医保)/i.test(codeSet);

const FAULTS = {
  sexMissing: { zh: '性别为空', en: 'sex is missing' },
  sexUnknown: { zh: '性别须为 1（男）或 2（女）', en: 'sex must be 1 (male) or 2 (female)' },
  ageMissing: { zh: '年龄为空', en: 'age is missing' },
  ageDaysMissing: { zh: '不足 1 岁须有日龄', en: 'below one year the age in days is needed' },
  weightMissing: { zh: `出生 ${NEWBORN_DAYS_MAX} 天内须有出生体重`, en: `within ${NEWBORN_DAYS_MAX} days of birth the birth weight is needed` },
  diagnosisMissing: { zh: '没有诊断', en: 'there is no diagnosis' },
} as const satisfies Record<string, Fault>;

/** What the national grouper checks before it groups; undefined when all is there. */
export function faultOf({ sex, ageYears, ageDays, birthWeightG, diagnoses }: GroupingInput): Fault | undefined {
  if (sex === null || sex === '') return FAULTS.sexMissing;
  if (SEX[String(sex)] === undefined) return FAULTS.sexUnknown;
  if (ageYears === null) return FAULTS.ageMissing;
  if (Math.trunc(ageYears) === 0 && ageDays === null) return FAULTS.ageDaysMissing;
  if (Math.trunc(ageYears) === 0 && ageDays !== null && ageDays <= NEWBORN_DAYS_MAX && birthWeightG === null) return FAULTS.weightMissing;
  if (diagnoses.length === 0) return FAULTS.diagnosisMissing;
  return undefined;
}
