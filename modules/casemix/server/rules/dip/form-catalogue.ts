import { add, compare, divide, exact, multiply, rounded, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { CaseInput } from '../cases/read-case.ts';
import { emptyCase, fillCase } from '../drg/compiled-case.ts';
import { meanOf, sumsOf, trimBounds, variationOf, within, type TrimRule } from '../statistics.ts';
import type { AuxiliaryRow, DipGroup, Treatment } from './catalogue.ts';
import { conditionSet, type ConditionSet, type SeverityTables } from './condition-set.ts';
import { treatmentOf } from './group-case.ts';
import { keyOf } from './procedure-key.ts';

/** A discharge of the years from which a catalogue is formed. */
export interface HistoryCase {
  readonly id: string;
  readonly year: number;
  readonly input: CaseInput;
}

/** How a catalogue is formed; what the national norm leaves to regions is data of the region. */
export interface FormingRules {
  /** Cases that make a cell a core group. */
  readonly threshold: number;
  readonly trim: TrimRule;
  readonly losDaysMax: number;
  /** Weights of the years, the oldest first (1, 2, 7). */
  readonly yearWeights: readonly number[];
  readonly scale: number;
  /** A comprehensive group whose cost varies more is flagged. */
  readonly cvMax: string;
  readonly primary?: { readonly levels: readonly string[]; readonly shareMinThousandths: number; readonly cvMax: string };
  /** Sub-types whose coefficient is looked for in each core group. */
  readonly auxiliaries: readonly { readonly code: string; readonly name: string; readonly catalogue: string; readonly when: unknown; readonly casesMin: number }[];
}

/** Values of the national norm and of published implementations (domain 3.1.1); every one can be set by the region. */
export const NORM_RULES: FormingRules = {
  threshold: 15, trim: { from: 25, lowThousandths: 25, highThousandths: 975, shareMaxThousandths: 80 }, losDaysMax: 60, yearWeights: [1, 2, 7], scale: 1000, cvMax: '1', auxiliaries: [],
};

export interface TraceRow {
  readonly group: string;
  readonly id: string;
  readonly year: number;
  readonly costFen: number;
  /** Kept for the mean, or trimmed. */
  readonly kept: boolean;
}

export interface FormedCatalogue {
  readonly groups: readonly (DipGroup & { readonly flags: readonly string[] })[];
  readonly auxiliaries: readonly AuxiliaryRow[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly trace: readonly TraceRow[];
  /** Levels 2 and 1 above the payment groups: any treatment of a diagnosis, then the category; for budgets. */
  readonly levels: readonly { readonly level: 1 | 2; readonly code: string; readonly cases: number; readonly meanCostFen: number }[];
  readonly meanCostFen: number;
  readonly cases: number;
}

interface Member {
  readonly id: string;
  readonly year: number;
  readonly costFen: number;
  readonly level: string | null;
  /** Bits of the auxiliary sub-types that hold. */
  readonly subtypes: number;
}

interface Cell {
  readonly diagnosis: string;
  readonly procedures: string;
  readonly treatment: Treatment;
  readonly members: Member[];
}

const DIAGNOSIS_KEY = 5;
const CATEGORY = 3;
const CODE = /^[A-Z]\d[0-9A-Z](\.[0-9A-Za-z+*.]+)?$/;

/** Collects history, then forms the catalogue. The same cases in any order give the same catalogue. */
export class CatalogueForming {
  readonly #rules: FormingRules;
  readonly #kinds: ReadonlyMap<string, Treatment>;
  readonly #conditions: ConditionSet;
  readonly #cells = new Map<string, Cell>();
  readonly #dropped: Record<string, number> = {};
  readonly #case = emptyCase();
  #cases = 0;

  constructor(rules: FormingRules, kinds: ReadonlyMap<string, Treatment>, tables: Omit<SeverityTables, 'validProcedures'>) {
    this.#rules = rules;
    this.#kinds = kinds;
    const valid = new Map([...kinds].filter(([, kind]) => kind === 'surgical').map(([code]) => [code, '']));
    this.#conditions = conditionSet(rules.auxiliaries.map((row) => ({ place: `parameters auxiliaries ${row.code}`, when: row.when, beside: row })), { ...tables, validProcedures: valid });
  }

  /** Why the case is left out, or nothing. */
  add({ id, year, input }: HistoryCase): string | undefined {
    const reason = unusable(input, this.#rules);
    if (reason !== undefined) {
      this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
      return reason;
    }
    this.#cases += 1;
    const listed = this.#kinds.size === 0 ? input.procedures : input.procedures.filter((code) => (this.#kinds.get(code) ?? 'conservative') !== 'conservative');
    const diagnosis = input.diagnoses[0]!.slice(0, DIAGNOSIS_KEY);
    const procedures = keyOf(listed);
    const key = `${diagnosis} ${procedures}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = { diagnosis, procedures, treatment: treatmentOf(listed, this.#kinds), members: [] };
      this.#cells.set(key, cell);
    }
    cell.members.push({ id, year, costFen: input.costFen!, level: input.hospitalLevel ?? null, subtypes: this.#subtypesOf(input) });
    return undefined;
  }

  #subtypesOf(input: CaseInput): number {
    if (this.#conditions.tests.length === 0) return 0;
    fillCase(input, this.#conditions.compiled, this.#case);
    return this.#conditions.tests.reduce((bits, test, index) => (test(this.#case) ? bits | (1 << index) : bits), 0);
  }

  form(): FormedCatalogue {
    const cells = [...this.#cells.values()].toSorted((first, second) => (`${first.diagnosis} ${first.procedures}` < `${second.diagnosis} ${second.procedures}` ? -1 : 1));
    const core = cells.filter(({ members }) => members.length >= this.#rules.threshold);
    const rest = cells.filter(({ members }) => members.length < this.#rules.threshold);
    const weights = yearWeights([...this.#cells.values()].flatMap(({ members }) => members.map(({ year }) => year)), this.#rules.yearWeights);
    const everything = weightedMean(cells.flatMap(({ members }) => members), weights) ?? ZERO;
    const context: Forming = { rules: this.#rules, weights, everything };
    const formed = [...core.map((cell) => coreGroup(cell, context)), ...comprehensiveGroups(rest, context)];
    formed.sort((first, second) => rank(first.group) - rank(second.group) || (second.group.cases ?? 0) - (first.group.cases ?? 0) || (first.group.code < second.group.code ? -1 : 1));
    return {
      groups: formed.map(({ group }) => group), auxiliaries: formed.flatMap(({ group, kept }) => (group.kind === 'comprehensive' ? [] : auxiliariesOf(group, kept, context))),
      dropped: this.#dropped, levels: levelsOf(formed, context), trace: formed.flatMap(({ trace }) => trace), meanCostFen: Number(rounded(everything, 0).over), cases: this.#cases,
    };
  }
}

function levelsOf(formed: readonly Formed[], { weights }: Forming): FormedCatalogue['levels'] {
  return ([2, 1] as const).flatMap((level) => {
    const found = new Map<string, Member[]>();
    for (const { group, kept } of formed) {
      const code = (level === 2 ? group.level2 : group.level1)!;
      found.set(code, [...(found.get(code) ?? []), ...kept]);
    }
    return [...found.keys()].toSorted().map((code) => ({ level, code, cases: found.get(code)!.length, meanCostFen: Number(rounded(weightedMean(found.get(code)!, weights) ?? ZERO, 0).over) }));
  });
}

const rank = ({ kind }: DipGroup): number => (kind === 'comprehensive' ? 1 : 0);

function unusable({ diagnoses, costFen, losDays }: CaseInput, { losDaysMax }: FormingRules): string | undefined {
  const principal = diagnoses[0] ?? '';
  if (principal === '') return 'principal-diagnosis-missing';
  if (!CODE.test(principal)) return 'principal-diagnosis-invalid';
  if (costFen === null || costFen === undefined || costFen <= 0) return 'cost-missing-or-not-positive';
  if (losDays === null || losDays <= 0) return 'days-not-positive';
  return losDays > losDaysMax ? 'stay-too-long' : undefined;
}

interface Forming {
  readonly rules: FormingRules;
  readonly weights: ReadonlyMap<number, number>;
  readonly everything: Exact;
}

interface Formed {
  readonly group: DipGroup & { readonly flags: readonly string[] };
  readonly kept: readonly Member[];
  readonly trace: readonly TraceRow[];
}

/** The last weights for the last years: with two years of three, 2 : 7. Earlier years count as the oldest. */
function yearWeights(years: readonly number[], given: readonly number[]): Map<number, number> {
  const sorted = [...new Set(years)].toSorted((first, second) => second - first);
  return new Map(sorted.map((year, index) => [year, given.at(-1 - index) ?? 0]));
}

/** Weighted over the years that have cases. */
function weightedMean(members: readonly Member[], weights: ReadonlyMap<number, number>): Exact | undefined {
  const years = new Map<number, number[]>();
  for (const { year, costFen } of members) {
    const costs = years.get(year);
    if (costs === undefined) years.set(year, [costFen]);
    else costs.push(costFen);
  }
  let [sum, total] = [ZERO, 0];
  for (const [year, costs] of years) {
    const weight = weights.get(year) ?? 0;
    sum = add(sum, multiply(meanOf(sumsOf(costs))!, exact(weight)));
    total += weight;
  }
  return total === 0 ? undefined : divide(sum, exact(total));
}

interface GroupShape {
  readonly code: string;
  readonly kind: 'core' | 'comprehensive';
  readonly diagnosis: string;
  readonly procedures: string;
  readonly treatment: Treatment;
  readonly level2: string;
  readonly level1: string;
  readonly members: readonly Member[];
}

function formGroup({ members, ...shape }: GroupShape, { rules, weights, everything }: Forming): Formed {
  const bounds = trimBounds(members.map(({ costFen }) => costFen), rules.trim);
  const kept = bounds === undefined ? members : members.filter(({ costFen }) => within(costFen, bounds));
  const mean = weightedMean(kept, weights);
  const cv = variationOf(sumsOf(kept.map(({ costFen }) => costFen)));
  const flags = [
    ...(cv !== undefined && compare(exact(cv), exact(rules.cvMax)) > 0 ? ['cv-above-limit'] : []),
    ...(members.length < rules.threshold ? ['few-cases'] : []),
  ];
  const kind = shape.kind === 'core' && isPrimary(members, cv, rules) ? 'primary' : shape.kind;
  const score = mean === undefined || everything.over === 0n ? null : toDecimal(multiply(divide(mean, everything), exact(rules.scale)), 4);
  const keptIds = new Set(kept);
  return {
    group: { ...shape, kind, name: shape.code, score, meanCostFen: mean === undefined ? null : Number(rounded(mean, 0).over), cases: members.length, ...(cv === undefined ? {} : { cv }), flags },
    kept,
    trace: members.toSorted((first, second) => (first.id < second.id ? -1 : 1)).map((member) => ({ group: shape.code, id: member.id, year: member.year, costFen: member.costFen, kept: keptIds.has(member) })),
  };
}

const isPrimary = (members: readonly Member[], cv: string | undefined, { primary }: FormingRules): boolean =>
  primary !== undefined && cv !== undefined && compare(exact(cv), exact(primary.cvMax)) <= 0
  && members.filter(({ level }) => level !== null && primary.levels.includes(level)).length * 1000 >= members.length * primary.shareMinThousandths;

const coreGroup = ({ diagnosis, procedures, treatment, members }: Cell, context: Forming): Formed =>
  formGroup({ code: `${diagnosis}:${procedures === '' ? '0' : procedures}`, kind: 'core', diagnosis, procedures, treatment, level2: diagnosis, level1: diagnosis.slice(0, CATEGORY), members }, context);

/** By category and kind of treatment; what is still too few by letter. */
function comprehensiveGroups(cells: readonly Cell[], context: Forming): Formed[] {
  const byCategory = merged(cells, CATEGORY);
  const big = byCategory.filter(({ members }) => members.length >= context.rules.threshold);
  const small = merged(byCategory.filter(({ members }) => members.length < context.rules.threshold), 1);
  return [...big, ...small].map(({ diagnosis, treatment, members }) =>
    formGroup({ code: `${diagnosis}:${treatment}`, kind: 'comprehensive', diagnosis, procedures: '', treatment, level2: diagnosis, level1: diagnosis, members }, context));
}

function merged(cells: readonly Cell[], length: number): Cell[] {
  const found = new Map<string, Cell>();
  for (const { diagnosis, treatment, members } of cells) {
    const begin = diagnosis.slice(0, length);
    const key = `${begin} ${treatment}`;
    const cell = found.get(key) ?? { diagnosis: begin, procedures: '', treatment, members: [] };
    found.set(key, { ...cell, members: [...cell.members, ...members] });
  }
  return [...found.values()];
}

/** a = mean of the sub-type over mean of the group, where both sides are big enough and splitting lowers the spread. */
function auxiliariesOf(group: DipGroup, kept: readonly Member[], { rules }: Forming): AuxiliaryRow[] {
  return rules.auxiliaries.flatMap((row, index) => {
    const inside = kept.filter(({ subtypes }) => (subtypes & (1 << index)) !== 0).map(({ costFen }) => costFen);
    const outside = kept.filter(({ subtypes }) => (subtypes & (1 << index)) === 0).map(({ costFen }) => costFen);
    if (inside.length < row.casesMin || outside.length < row.casesMin) return [];
    const whole = sumsOf([...inside, ...outside]);
    const [sub, cvs] = [meanOf(sumsOf(inside))!, [variationOf(sumsOf(inside)), variationOf(sumsOf(outside)), variationOf(whole)]];
    if (cvs.includes(undefined)) return [];
    const [a, b, before] = cvs.map((cv) => exact(cv!)) as [Exact, Exact, Exact];
    const after = divide(add(multiply(a, exact(inside.length)), multiply(b, exact(outside.length))), exact(whole.count));
    if (compare(after, before) >= 0) return [];
    return [{ code: `${row.code}@${group.code}`, name: row.name, catalogue: row.catalogue, coefficient: toDecimal(divide(sub, meanOf(whole)!), 4), groups: [group.code], when: row.when }];
  });
}
