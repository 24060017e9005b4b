import { add, divide, exact, multiply, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import { meanOf, sumsOf, trimBounds, within, type TrimRule } from './statistics.ts';

/** What the figures of a hospital, department or doctor are made of. */
export interface MeasuredCase {
  readonly unit: string;
  readonly group: string;
  readonly costFen: number;
  readonly losDays: number;
  readonly died: boolean;
}

const PENDING = 'PENDING_LOCAL_PARAMETERS';

/** Mean cost of each group over the mean of all grouped cases, 4 decimals; trimmed first when a rule is given. */
export function weightsFromCosts(cases: readonly MeasuredCase[], trim?: TrimRule): Map<string, string> {
  const groups = groupsOf(cases);
  const kept = new Map([...groups].map(([group, members]) => {
    const costs = members.map(({ costFen }) => costFen);
    const bounds = trim === undefined ? undefined : trimBounds(costs, trim);
    return [group, bounds === undefined ? costs : costs.filter((cost) => within(cost, bounds))] as const;
  }));
  const all = meanOf(sumsOf([...kept.values()].flat()));
  if (all === undefined || all.over === 0n) return new Map();
  return new Map([...kept].flatMap(([group, costs]) => {
    const mean = meanOf(sumsOf(costs));
    return mean === undefined ? [] : [[group, toDecimal(divide(mean, all), 4)] as const];
  }));
}

function by(cases: readonly MeasuredCase[], keyOf: (one: MeasuredCase) => string): Map<string, MeasuredCase[]> {
  const found = new Map<string, MeasuredCase[]>();
  for (const one of cases) {
    const members = found.get(keyOf(one));
    if (members === undefined) found.set(keyOf(one), [one]);
    else members.push(one);
  }
  return found;
}

const groupsOf = (cases: readonly MeasuredCase[]): Map<string, MeasuredCase[]> => by(cases, ({ group }) => group);

/** R = money of the year over the total weight, 2 decimals of yuan; PENDING without either. */
export function rateOf(fundFen: number | undefined, totalWeight: string | undefined): string {
  if (fundFen === undefined || totalWeight === undefined || exact(totalWeight).over === 0n) return PENDING;
  return toDecimal(divide(exact(fundFen), multiply(exact(totalWeight), exact(100))), 2);
}

export interface UnitFigures {
  readonly unit: string;
  readonly cases: number;
  readonly groups: number;
  readonly totalWeight: string;
  /** CMI = Σ RW·n / Σ n (Y13). */
  readonly cmi: string;
  /** Σ n·(own mean / regional mean) / Σ n; 1 = the region. */
  readonly costIndex: string;
  readonly timeIndex: string;
  /** Deaths among cases of groups on the low-risk list, per thousand of them; null without such a list. */
  readonly lowRiskCases: number | null;
  readonly lowRiskDeaths: number | null;
}

/** The cases of one unit in one group, summed. */
export interface MeasuredCell {
  readonly unit: string;
  readonly group: string;
  readonly cases: number;
  readonly costFen: bigint;
  readonly losDays: bigint;
  readonly deaths: number;
}

interface Known {
  /** Group → weight; a group without one makes the figures of its units PENDING. */
  readonly weights: ReadonlyMap<string, string>;
  readonly lowRiskGroups?: ReadonlySet<string>;
}

/** CMI, consumption indexes and low-risk deaths by unit, in the order of the units' names. */
export function figuresByUnit({ cases, ...known }: Known & { readonly cases: readonly MeasuredCase[] }): UnitFigures[] {
  const cells = new Map<string, MeasuredCell>();
  for (const { unit, group, costFen, losDays, died } of cases) {
    const key = JSON.stringify([unit, group]);
    cells.set(key, merged(cells.get(key), { unit, group, cases: 1, costFen: BigInt(costFen), losDays: BigInt(losDays), deaths: died ? 1 : 0 }));
  }
  return figuresOfCells({ cells: [...cells.values()], ...known });
}

const merged = (before: MeasuredCell | undefined, next: MeasuredCell): MeasuredCell => (before === undefined ? next : {
  ...before, cases: before.cases + next.cases, costFen: before.costFen + next.costFen, losDays: before.losDays + next.losDays, deaths: before.deaths + next.deaths,
});

/** The same from sums that the database made: the cost does not grow with the cases. */
export function figuresOfCells({ cells, weights, lowRiskGroups }: Known & { readonly cells: readonly MeasuredCell[] }): UnitFigures[] {
  const region = new Map<string, MeasuredCell>();
  const units = new Map<string, MeasuredCell[]>();
  for (const cell of cells) {
    region.set(cell.group, merged(region.get(cell.group), cell));
    const members = units.get(cell.unit);
    if (members === undefined) units.set(cell.unit, [cell]);
    else members.push(cell);
  }
  return [...units.keys()].toSorted().map((unit) => figuresOf(unit, units.get(unit)!, { region, weights, lowRiskGroups }));
}

interface Region {
  readonly region: ReadonlyMap<string, MeasuredCell>;
  readonly weights: ReadonlyMap<string, string>;
  readonly lowRiskGroups: ReadonlySet<string> | undefined;
}

function figuresOf(unit: string, cells: readonly MeasuredCell[], { region, weights, lowRiskGroups }: Region): UnitFigures {
  let [weight, cost, days] = [ZERO, ZERO, ZERO];
  let [pending, cases] = [false, 0];
  for (const cell of cells) {
    const [known, count, all] = [weights.get(cell.group), exact(cell.cases), region.get(cell.group)!];
    cases += cell.cases;
    if (known === undefined) pending = true;
    else weight = add(weight, multiply(exact(known), count));
    cost = add(cost, multiply(count, ratio(meanIn(cell, cell.costFen), meanIn(all, all.costFen))));
    days = add(days, multiply(count, ratio(meanIn(cell, cell.losDays), meanIn(all, all.losDays))));
  }
  const total = exact(cases);
  const risky = lowRiskGroups === undefined ? null : cells.filter(({ group }) => lowRiskGroups.has(group));
  return {
    unit, cases, groups: cells.length,
    totalWeight: pending ? PENDING : toDecimal(weight, 4), cmi: pending ? PENDING : toDecimal(divide(weight, total), 4),
    costIndex: toDecimal(divide(cost, total), 4), timeIndex: toDecimal(divide(days, total), 4),
    lowRiskCases: risky === null ? null : risky.reduce((sum, cell) => sum + cell.cases, 0), lowRiskDeaths: risky === null ? null : risky.reduce((sum, { deaths }) => sum + deaths, 0),
  };
}

const meanIn = ({ cases }: MeasuredCell, sum: bigint): Exact => ({ over: sum, under: BigInt(cases) });

/** A group whose regional mean is nothing is consumed as the region consumes it. */
const ratio = (own: Exact, all: Exact): Exact => (all.over === 0n ? exact(1) : divide(own, all));
