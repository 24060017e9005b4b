import { add, compare, divide, exact, multiply, squareRoot, subtract, sumOf, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import { refuse, rowValue, type Formula } from './formula.ts';

/** Percentile by linear interpolation between order statistics, h = (n − 1)·p; `sorted` is not empty. */
function percentile(sorted: readonly Exact[], share: Exact): Exact {
  const place = multiply(exact(sorted.length - 1), share);
  const index = Number(place.over / place.under);
  const below = sorted[index]!;
  const above = sorted[Math.min(index + 1, sorted.length - 1)]!;
  return add(below, multiply(subtract(above, below), subtract(place, exact(index))));
}

const mean = (values: readonly Exact[]): Exact => divide(sumOf(values), exact(values.length));

/** Sample variance ÷ mean², so that its root is the coefficient of variation. */
function squaredVariation(values: readonly Exact[]): Exact {
  const centre = mean(values);
  const squares = sumOf(values.map((value) => multiply(subtract(value, centre), subtract(value, centre))));
  return divide(divide(squares, exact(values.length - 1)), multiply(centre, centre));
}

export const STATISTICS_FORMULAS: readonly Formula[] = [
  {
    kind: 'trim_and_average',
    title: { zh: '去极值后的次均费用与变异系数', en: 'Average and variation without the extremes' },
    formula: 'h = (n − 1)·p 线性插值；保留 低 ≤ x ≤ 高；CV = 样本标准差 ÷ 均值',
    basis: 'public',
    inputs: [{ name: 'costs', range: 'amount', shape: 'list' }, { name: 'percentiles', range: 'share', shape: 'list', local: true }],
    compute: (given) => {
      const [costs, [lowShare, highShare]] = [given.list('costs'), given.list('percentiles')];
      if (costs.length === 0) refuse('costs', { zh: '没有费用', en: 'is empty' });
      if (!lowShare || !highShare || compare(lowShare, highShare) >= 0) return refuse('percentiles', { zh: '需要两个递增的百分位', en: 'needs two percentiles, the lower first' });
      const sorted = [...costs].sort(compare);
      const [low, high] = [percentile(sorted, lowShare), percentile(sorted, highShare)];
      const kept = costs.filter((cost) => compare(cost, low) >= 0 && compare(cost, high) <= 0);
      const average = mean(kept);
      const cv = kept.length < 2 || average.over === 0n ? '0.0000' : squareRoot(squaredVariation(kept), 4);
      return { low: toDecimal(low, 4), high: toDecimal(high, 4), kept: kept.length, average: toDecimal(average, 2), cv };
    },
  },
  {
    kind: 'cmi_and_indices',
    title: { zh: '病例组合指数、费用与时间消耗指数', en: 'CMI, cost and time consumption indexes' },
    formula: 'CMI = Σ RW·n ÷ Σ n；费用消耗指数 = Σ (本院次均 ÷ 区域次均)·n ÷ Σ n；时间消耗指数同法',
    basis: 'public',
    inputs: [{ name: 'groups', range: 'any', shape: 'rows' }],
    compute: (given) => {
      const groups = given.rows('groups').map((row, index) => {
        const positive = (name: string): Exact => rowValue(row, name, { range: 'positive', place: `groups.${index}` });
        const amount = (name: string): Exact => rowValue(row, name, { range: 'amount', place: `groups.${index}` });
        return {
          cases: rowValue(row, 'cases', { range: 'count', place: `groups.${index}` }),
          rw: amount('rw'),
          cost: divide(amount('avg_cost'), positive('region_avg_cost')),
          days: divide(amount('avg_days'), positive('region_avg_days')),
        };
      });
      const cases = sumOf(groups.map((group) => group.cases));
      if (cases.over === 0n) refuse('groups', { zh: '没有病例', en: 'there is no case' });
      const average = (value: (group: (typeof groups)[number]) => Exact): string =>
        toDecimal(divide(sumOf(groups.map((group) => multiply(value(group), group.cases))), cases), 4);
      return { cases: Number(cases.over / cases.under), cmi: average(({ rw }) => rw), cost_index: average(({ cost }) => cost), time_index: average(({ days }) => days) };
    },
  },
];
