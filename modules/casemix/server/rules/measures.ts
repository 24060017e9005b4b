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

interface Figures {
  readonly cases: readonly MeasuredCase[];
  /** Group → weight; a group without one makes the figures of its units PENDING. */
  readonly weights: ReadonlyMap<string, string>;
  readonly lowRiskGroups?: ReadonlySet<string>;
}

/** CMI, consumption indexes and low-risk deaths by unit, in the order of the units' names. */
export function figuresByUnit({ cases, weights, lowRiskGroups }: Figures): UnitFigures[] {
  const region = new Map([...groupsOf(cases)].map(([group, members]) => [group, meansOf(members)]));
  const units = by(cases, ({ unit }) => unit);
  return [...units.keys()].toSorted().map((unit) => figuresOf(unit, units.get(unit)!, { region, weights, lowRiskGroups }));
}

interface Means {
  readonly cost: Exact;
  readonly days: Exact;
}

const meansOf = (members: readonly MeasuredCase[]): Means => ({
  cost: meanOf(sumsOf(members.map(({ costFen }) => costFen)))!, days: meanOf(sumsOf(members.map(({ losDays }) => losDays)))!,
});

interface Region {
  readonly region: ReadonlyMap<string, Means>;
  readonly weights: ReadonlyMap<string, string>;
  readonly lowRiskGroups: ReadonlySet<string> | undefined;
}

function figuresOf(unit: string, cases: readonly MeasuredCase[], { region, weights, lowRiskGroups }: Region): UnitFigures {
  let [weight, cost, days] = [ZERO, ZERO, ZERO];
  let pending = false;
  const groups = groupsOf(cases);
  for (const [group, members] of groups) {
    const known = weights.get(group);
    const count = exact(members.length);
    const [own, all] = [meansOf(members), region.get(group)!];
    if (known === undefined) pending = true;
    else weight = add(weight, multiply(exact(known), count));
    cost = add(cost, multiply(count, ratio(own.cost, all.cost)));
    days = add(days, multiply(count, ratio(own.days, all.days)));
  }
  const total = exact(cases.length);
  const risky = lowRiskGroups === undefined ? null : cases.filter(({ group }) => lowRiskGroups.has(group));
  return {
    unit, cases: cases.length, groups: groups.size,
    totalWeight: pending ? PENDING : toDecimal(weight, 4), cmi: pending ? PENDING : toDecimal(divide(weight, total), 4),
    costIndex: toDecimal(divide(cost, total), 4), timeIndex: toDecimal(divide(days, total), 4),
    lowRiskCases: risky === null ? null : risky.length, lowRiskDeaths: risky === null ? null : risky.filter(({ died }) => died).length,
  };
}

/** A group whose regional mean is nothing is consumed as the region consumes it. */
const ratio = (own: Exact, all: Exact): Exact => (all.over === 0n ? exact(1) : divide(own, all));
