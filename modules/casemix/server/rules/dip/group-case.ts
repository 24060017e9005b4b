import { add, compare, exact, multiply, toDecimal, ZERO } from '#platform/kernel/decimal.ts';
import type { CaseInput } from '../cases/read-case.ts';
import { STATUS } from '../drg/case.ts';
import type { CodeMap } from '../drg/code-map.ts';
import { emptyCase, fillCase } from '../drg/compiled-case.ts';
import type { CompiledPack, Test } from '../drg/compile.ts';
import type { Condition } from '../drg/condition.ts';
import { conditionText } from '../drg/condition-text.ts';
import { faultOf, isInsurance } from '../drg/grouper.ts';
import { TREATMENTS, type AuxiliaryRow, type DipCatalogue, type DipGroup, type DipGroupedCase, type DipStatus, type DipStep, type Treatment } from './catalogue.ts';
import { conditionSet } from './condition-set.ts';
import { matchKey, parseProcedureKey, type ProcedureKey } from './procedure-key.ts';

interface Entry {
  readonly group: DipGroup;
  readonly key: ProcedureKey;
  readonly codes: ReadonlySet<string>;
  readonly test: Test;
  readonly score: string | null;
  readonly typeRank: number;
}

interface Auxiliary {
  readonly row: AuxiliaryRow;
  readonly test: Test;
  readonly condition: Condition;
  readonly groups: ReadonlySet<string> | undefined;
}

interface Candidate {
  readonly entry: Entry;
  readonly tokens: number;
  readonly matched: number;
}

/** Ordinary stays take these; the others are asked for by `careKind` or `tcmPathway`. */
const STAY_KINDS = new Set(['core', 'primary']);
/** Last tie: 核心手术, 基层手术, 核心治疗, 基层治疗, 核心诊断, 基层诊断, 综合手术, 综合治疗, 综合诊断, 核心保守, 基层保守, 综合保守. */
const TYPE_ORDER = [
  'core surgical', 'primary surgical', 'core therapeutic', 'primary therapeutic', 'core diagnostic', 'primary diagnostic', 'comprehensive surgical', 'comprehensive therapeutic',
  'comprehensive diagnostic', 'core conservative', 'primary conservative', 'comprehensive conservative',
];

type Told = (step: DipStep['step'], code: string, words: { zh: string; en: string }) => void;

/** Groups cases by a DIP catalogue (domain 3.1.4); pure, one caller at a time. */
export class DipGrouper {
  readonly #catalogue: DipCatalogue;
  readonly #map: CodeMap | undefined;
  readonly #byPrefix = new Map<string, Entry[]>();
  readonly #ranges: Entry[] = [];
  readonly #auxiliaries: readonly Auxiliary[];
  readonly #compiled: CompiledPack;
  readonly #case = emptyCase();
  readonly refused: DipGroupedCase = outcome(STATUS.checkFailed, 'conservative');

  constructor(catalogue: DipCatalogue, map?: CodeMap) {
    this.#catalogue = catalogue;
    this.#map = map;
    const { compiled, tests, conditions } = conditionSet(
      [...catalogue.groups, ...catalogue.auxiliaries].map((item) => ({ place: `catalogue.json ${item.code} when`, when: item.when, beside: item })),
      { ...catalogue, validProcedures: new Map([...catalogue.procedureKinds].filter(([, kind]) => kind === 'surgical').map(([code]) => [code, ''])) },
    );
    this.#compiled = compiled;
    catalogue.groups.forEach((group, index) => this.#enter(group, tests[index]!));
    this.#auxiliaries = catalogue.auxiliaries.map((row, index) => ({
      row, test: tests[catalogue.groups.length + index]!, condition: conditions[catalogue.groups.length + index]!, groups: row.groups === undefined ? undefined : new Set(row.groups),
    }));
  }

  group(input: CaseInput): DipGroupedCase {
    return this.#group(input, () => undefined);
  }

  explain(input: CaseInput): { readonly result: DipGroupedCase; readonly explanation: readonly DipStep[] } {
    const explanation: DipStep[] = [];
    const result = this.#group(input, (step, code, words) => explanation.push({ step, code, ...words }));
    return { result, explanation };
  }

  #enter(group: DipGroup, test: Test): void {
    const key = parseProcedureKey(group.procedures) ?? [];
    const pair = group.pairOf === undefined ? undefined : this.#catalogue.groups.find(({ code }) => code === group.pairOf);
    const rank = TYPE_ORDER.indexOf(`${group.kind} ${group.treatment}`);
    const entry: Entry = { group, key, codes: new Set(key.flat()), test, score: group.kind === 'tcm' ? (pair?.score ?? null) : group.score, typeRank: rank < 0 ? TYPE_ORDER.length : rank };
    if (group.diagnosis.includes('-')) this.#ranges.push(entry);
    else this.#byPrefix.set(group.diagnosis, [...(this.#byPrefix.get(group.diagnosis) ?? []), entry]);
  }

  #group(given: CaseInput, told: Told): DipGroupedCase {
    const mapped = this.#map === undefined || isInsurance(given) ? given : this.#map.apply(given);
    if ('unmapped' in mapped) {
      told('map', mapped.codes.join(','), { zh: `${mapped.codes.join('、')} 不能转换为医保版编码`, en: `${mapped.codes.join(', ')} has no code in the insurance edition` });
      return outcome(mapped.unmapped === 'diagnosis' ? STATUS.diagnosisUnmapped : STATUS.procedureUnmapped, 'conservative');
    }
    const input: CaseInput = mapped;
    const fault = faultOf(input);
    if (fault !== undefined) {
      told('check', '', { zh: `信息校验不通过：${fault.zh}`, en: `The case is not complete: ${fault.en}` });
      return this.refused;
    }
    fillCase(input, this.#compiled, this.#case);
    const treatment = treatmentOf(input.procedures, this.#catalogue.procedureKinds);
    const candidates = this.#candidates(input, treatment);
    told('candidates', '', { zh: `候选病种：${candidates.map(({ entry }) => entry.group.code).join('、') || '无'}（${treatment}）`, en: `Candidates: ${candidates.map(({ entry }) => entry.group.code).join(', ') || 'none'} (${treatment})` });
    const chosen = choose(candidates, input.costFen ?? null, told);
    if (chosen === undefined) {
      told('result', '', { zh: '无法入组', en: 'Not grouped' });
      return outcome(STATUS.ungrouped, treatment);
    }
    return this.#scored(chosen.entry, { input, treatment, told });
  }

  #candidates(input: CaseInput, treatment: Treatment): Candidate[] {
    const entries = this.#entriesFor(input.diagnoses[0]!).filter(({ test }) => test(this.#case));
    const procedures = new Set(input.procedures);
    const special = entries.filter(({ group }) => group.kind === 'tcm' ? input.tcmPathway === group.code : group.kind === input.careKind);
    const before = entries.filter(({ group }) => group.before !== undefined && STAY_KINDS.has(group.kind));
    for (const pool of [special, firstOf(before), entries.filter(({ group }) => STAY_KINDS.has(group.kind) && group.before === undefined)]) {
      const found = matching(pool, procedures, treatment);
      if (found.length > 0) return found;
    }
    return comprehensive(entries, treatment);
  }

  /** Entries whose diagnosis is the code, a beginning of it, or a range of categories around it. */
  #entriesFor(principal: string): Entry[] {
    const found: Entry[] = [];
    for (let length = principal.length; length > 0; length -= 1) found.push(...(this.#byPrefix.get(principal.slice(0, length)) ?? []));
    const category = principal.slice(0, 3);
    for (const entry of this.#ranges) {
      const [from = '', until = ''] = entry.group.diagnosis.split('-');
      if (category >= from && category <= until) found.push(entry);
    }
    return found;
  }

  #scored({ group, score }: Entry, { input, treatment, told }: { input: CaseInput; treatment: Treatment; told: Told }): DipGroupedCase {
    const auxiliary = this.#auxiliaryOf(group, told);
    const whole = group.kind === 'per-diem' ? perDiemScore(group, input.losDays) : score;
    const status: DipStatus = whole === null ? 'PENDING_LOCAL_PARAMETERS' : STATUS.grouped;
    told('result', group.code, { zh: `${status}：${group.code} ${group.name}，分值 ${whole ?? '待本地参数'}`, en: `${group.code} ${group.name}, score ${whole ?? 'waits for local parameters'}` });
    return {
      status, group: group.code, kind: group.kind, name: group.name, treatment, score: whole, coefficient: auxiliary?.row.coefficient ?? '1', auxiliary: auxiliary?.row.code ?? null,
      meanCostFen: group.meanCostFen, sameScoreEverywhere: group.kind === 'primary',
    };
  }

  /** Several may hold: the largest coefficient is taken, among equals the first. */
  #auxiliaryOf(group: DipGroup, told: Told): Auxiliary | undefined {
    let best: Auxiliary | undefined;
    for (const auxiliary of this.#auxiliaries) {
      if (auxiliary.groups?.has(group.code) === false || !auxiliary.test(this.#case)) continue;
      const { zh, en } = conditionText(auxiliary.condition);
      told('auxiliary', auxiliary.row.code, { zh: `辅助目录 ${auxiliary.row.name} 系数 ${auxiliary.row.coefficient}：${zh}`, en: `Auxiliary ${auxiliary.row.code}, coefficient ${auxiliary.row.coefficient}: ${en}` });
      if (best === undefined || compare(exact(auxiliary.row.coefficient), exact(best.row.coefficient)) > 0) best = auxiliary;
    }
    return best;
  }
}

function outcome(status: DipStatus, treatment: Treatment): DipGroupedCase {
  return { status, group: '', kind: null, name: '', treatment, score: null, coefficient: '1', auxiliary: null, meanCostFen: null, sameScoreEverywhere: false };
}

/** The strongest treatment among the procedures. */
export function treatmentOf(procedures: readonly string[], kinds: ReadonlyMap<string, Treatment>): Treatment {
  let best = 0;
  for (const code of procedures) best = Math.max(best, TREATMENTS.indexOf(kinds.get(code) ?? 'conservative'));
  return TREATMENTS[best]!;
}

const firstOf = (entries: readonly Entry[]): Entry[] => {
  const least = Math.min(...entries.map(({ group }) => group.before!));
  return entries.filter(({ group }) => group.before === least);
};

/** Groups whose procedures are met; when none is and nothing was done, those without procedures. */
function matching(entries: readonly Entry[], procedures: ReadonlySet<string>, treatment: Treatment): Candidate[] {
  const found = entries.flatMap((entry) => {
    const match = entry.key.length === 0 ? undefined : matchKey(entry.key, procedures);
    return match === undefined ? [] : [{ entry, ...match }];
  });
  if (found.length > 0) return found;
  return entries.filter(({ key, group }) => key.length === 0 && (group.treatment === treatment || !STAY_KINDS.has(group.kind))).map((entry) => ({ entry, tokens: 0, matched: 0 }));
}

/** By the longest beginning of the diagnosis that has a group for the treatment; ranges last. */
function comprehensive(entries: readonly Entry[], treatment: Treatment): Candidate[] {
  const fitting = entries.filter(({ group }) => group.kind === 'comprehensive' && group.treatment === treatment);
  const first = fitting[0]?.group.diagnosis;
  return fitting.filter(({ group }) => group.diagnosis === first).map((entry) => ({ entry, tokens: 0, matched: 0 }));
}

/** Most tokens joined by `+`, most matched procedures, nearest mean cost, order of types, code. */
function choose(candidates: readonly Candidate[], costFen: number | null, told: Told): Candidate | undefined {
  const distance = ({ entry }: Candidate): number => (costFen === null || entry.group.meanCostFen === null ? Number.MAX_SAFE_INTEGER : Math.abs(entry.group.meanCostFen - costFen));
  const sorted = candidates.toSorted((a, b) =>
    b.tokens - a.tokens || b.matched - a.matched || distance(a) - distance(b) || a.entry.typeRank - b.entry.typeRank || (a.entry.group.code < b.entry.group.code ? -1 : 1));
  const [first, second] = sorted;
  if (first !== undefined && second !== undefined) told('tie', first.entry.group.code, tieWords(first, second, distance));
  return first;
}

function tieWords(first: Candidate, second: Candidate, distance: (candidate: Candidate) => number): { zh: string; en: string } {
  const codes = `${first.entry.group.code} > ${second.entry.group.code}`;
  if (first.tokens !== second.tokens) return { zh: `${codes}：联合手术操作更多（${first.tokens} 与 ${second.tokens}）`, en: `${codes}: more procedures joined (${first.tokens} and ${second.tokens})` };
  if (first.matched !== second.matched) return { zh: `${codes}：匹配的手术操作更多（${first.matched} 与 ${second.matched}）`, en: `${codes}: more procedures matched (${first.matched} and ${second.matched})` };
  if (distance(first) !== distance(second)) return { zh: `${codes}：病种均费与病例费用更接近`, en: `${codes}: its mean cost is nearer to the cost of the case` };
  if (first.entry.typeRank !== second.entry.typeRank) return { zh: `${codes}：病种类型次序在前`, en: `${codes}: its type comes first` };
  return { zh: `${codes}：编码次序在前`, en: `${codes}: its code comes first` };
}

/** Days times the score of their stage, 4 decimals; null when the days are not known or a stage is missing. */
function perDiemScore({ stages = [] }: DipGroup, losDays: number | null): string | null {
  if (losDays === null || losDays < 1 || stages.length === 0) return null;
  let [sum, counted] = [ZERO, 0];
  for (const { fromDay, untilDay, scorePerDay } of stages) {
    const days = Math.min(losDays, untilDay ?? losDays) - fromDay + 1;
    if (days <= 0) continue;
    sum = add(sum, multiply(exact(scorePerDay), exact(days)));
    counted += days;
  }
  return counted === losDays ? toDecimal(sum, 4) : null;
}
