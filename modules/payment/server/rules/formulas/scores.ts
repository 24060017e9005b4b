import { add, compare, divide, exact, larger, multiply, ONE, rounded, smaller, subtract, sumOf, toDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import { refuse, rowValue, type Figure, type Formula, type Given } from './formula.ts';

export type CostBand = 'low' | 'normal' | 'high' | 'special-review-candidate';

/** How a city treats cases far from the average: DIP 1.0/2.0 pays the part above the line, the 3.0 draft reviews it. */
export interface DeviationRule {
  readonly rule: 'v2' | 'v3-draft';
  readonly low: Exact;
  readonly high: Exact;
}

/** Band of a cost: exactly the low and exactly the high multiple are normal. */
function bandOf(cost: Exact, reference: Exact, { rule, low, high }: DeviationRule): CostBand {
  if (compare(cost, multiply(reference, low)) < 0) return 'low';
  if (compare(cost, multiply(reference, high)) <= 0) return 'normal';
  return rule === 'v2' ? 'high' : 'special-review-candidate';
}

/**
 * The exact score of a case: base score × factor of its band, r = cost / reference. Low: r; normal: 1;
 * high (2.0): r − high + 1; above the line (3.0 draft): 1, and the case may be put up for review.
 */
export function deviationScore(input: { base: Exact; cost: Exact; reference: Exact; deviation: DeviationRule }): { band: CostBand; score: Exact } {
  const { base, cost, reference, deviation } = input;
  const band = bandOf(cost, reference, deviation);
  if (band === 'low') return { band, score: divide(multiply(base, cost), reference) };
  if (band === 'high') return { band, score: multiply(base, add(subtract(divide(cost, reference), deviation.high), ONE)) };
  return { band, score: base };
}

function checkBand(low: Exact, high: Exact, path: string): void {
  if (compare(low, high) >= 0) refuse(path, { zh: '低倍率必须小于高倍率', en: 'the low multiple must be below the high one' });
}

/** The score of a case by rw, average of its group and coefficients; `highName` is the input that holds the upper multiple. */
function scoreOfCase(given: Given, rule: DeviationRule['rule'], highName: string): Readonly<Record<string, Figure>> {
  const [low, high] = [given.one('low'), given.one(highName)];
  checkBand(low, high, highName);
  const factor = multiply(given.one('institution_coefficient'), given.one('auxiliary_coefficient'));
  const { band, score } = deviationScore({
    base: multiply(given.one('rw'), factor),
    cost: given.one('case_cost'),
    reference: multiply(given.one('group_average'), factor),
    deviation: { rule, low, high },
  });
  return { band, score: toDecimal(score, 4) };
}

const THOUSAND = '1000';

export const SCORE_FORMULAS: readonly Formula[] = [
  {
    kind: 'rw_three_year',
    title: { zh: '三年加权病种分值', en: 'Score of a group from three years' },
    formula: 'RW = (Σ wᵢ·mᵢ / Σ wᵢ) ÷ M × scale',
    basis: 'public',
    inputs: [
      { name: 'yearly_group_averages_oldest_first', range: 'any', shape: 'list' },
      { name: 'weights', range: 'amount', shape: 'list', local: true },
      { name: 'overall_average', range: 'positive' },
      { name: 'scale', range: 'positive', standard: THOUSAND },
    ],
    compute: (given) => {
      const [averages, weights] = [given.list('yearly_group_averages_oldest_first'), given.list('weights')];
      if (averages.length !== weights.length) refuse('weights', { zh: '权重个数与年数不同', en: 'there are not as many weights as years' });
      // A year without a case counts for nothing and its weight is left out.
      const years = averages.flatMap((average, index) => (average.over > 0n ? [{ average, weight: weights[index] ?? ZERO }] : []));
      const weight = sumOf(years.map((year) => year.weight));
      if (weight.over === 0n) refuse('yearly_group_averages_oldest_first', { zh: '没有任何一年有病例', en: 'no year has a case' });
      const mean = divide(sumOf(years.map((year) => multiply(year.average, year.weight))), weight);
      return { rw: toDecimal(multiply(divide(mean, given.one('overall_average')), given.one('scale')), 4) };
    },
  },
  {
    kind: 'institution_coefficient',
    title: { zh: '机构等级系数', en: 'Coefficient of an institution' },
    formula: '同级次均费用 ÷ 全市次均费用',
    basis: 'public',
    inputs: [{ name: 'same_level_average', range: 'positive' }, { name: 'city_average', range: 'positive' }],
    compute: (given) => ({ coefficient: toDecimal(divide(given.one('same_level_average'), given.one('city_average')), 4) }),
  },
  {
    kind: 'institution_coefficient_base_and_add_ons',
    title: { zh: '机构系数：基础加成', en: 'Coefficient of an institution: base and add-ons' },
    formula: 'min(最高, max(最低, 基础系数 + Σ 加成))',
    basis: 'public',
    inputs: [
      { name: 'base', otherNames: ['base_coefficient'], range: 'positive', local: true },
      { name: 'add_ons', otherNames: ['addons', 'additions', 'adjustments'], range: 'any', shape: 'list', local: true },
      { name: 'lowest', otherNames: ['min', 'floor_coefficient'], range: 'amount', standard: '0' },
      { name: 'highest', otherNames: ['max', 'cap', 'cap_coefficient'], range: 'positive', standard: '999999' },
    ],
    compute: (given) => {
      const sum = add(given.one('base'), sumOf(given.list('add_ons')));
      return { coefficient: toDecimal(larger(given.one('lowest'), smaller(given.one('highest'), sum)), 4) };
    },
  },
  {
    kind: 'auxiliary_coefficient',
    title: { zh: '辅助目录校正系数', en: 'Coefficient of the auxiliary catalogues' },
    formula: 'max(1, max(mⱼ ÷ M))',
    basis: 'choice',
    inputs: [{ name: 'group_average', range: 'positive' }, { name: 'auxiliary_averages', range: 'amount', shape: 'list', standard: '' }],
    compute: (given) => {
      const highest = given.list('auxiliary_averages').map((average) => rounded(divide(average, given.one('group_average')), 4)).reduce(larger, ONE);
      return { coefficient: compare(highest, ONE) === 0 ? '1' : toDecimal(highest, 4) };
    },
  },
  {
    kind: 'dip_case_score_v2',
    title: { zh: '病例分值（DIP 1.0/2.0）', en: 'Score of a case (DIP 1.0 and 2.0)' },
    formula: 'r = 费用 ÷ 次均；r < 低: r × RW；r > 高: (r − 高 + 1) × RW；其余 RW',
    basis: 'public',
    inputs: [
      { name: 'rw', range: 'amount', local: true },
      { name: 'group_average', range: 'positive', local: true },
      { name: 'case_cost', otherNames: ['cost'], range: 'amount' },
      { name: 'low', otherNames: ['low_factor'], range: 'positive', local: true },
      { name: 'high', otherNames: ['high_factor'], range: 'positive', local: true },
      { name: 'institution_coefficient', range: 'positive', standard: '1' },
      { name: 'auxiliary_coefficient', range: 'positive', standard: '1' },
    ],
    compute: (given) => scoreOfCase(given, 'v2', 'high'),
  },
  {
    kind: 'per_diem_case_score',
    title: { zh: '床日病例分值', en: 'Score of a stay paid by the day' },
    formula: '床日分值 × 机构系数 × 辅助系数',
    basis: 'choice',
    inputs: [
      { name: 'stay_score', range: 'amount' },
      { name: 'institution_coefficient', range: 'positive', standard: '1' },
      { name: 'auxiliary_coefficient', range: 'positive', standard: '1' },
    ],
    compute: (given) => ({ score: toDecimal(multiply(given.one('stay_score'), multiply(given.one('institution_coefficient'), given.one('auxiliary_coefficient'))), 4) }),
  },
  {
    kind: 'dip_case_score_v3_draft',
    title: { zh: '病例分值（DIP 3.0 征求意见稿）', en: 'Score of a case (DIP 3.0 draft)' },
    formula: 'std = 次均 × 机构系数 × 辅助系数；r = 费用 ÷ std；r < 低: RW × 系数 × r；r > 上限: 不加分，可特例单议',
    basis: 'public',
    inputs: [
      { name: 'rw', range: 'amount', local: true },
      { name: 'institution_coefficient', range: 'positive', local: true },
      { name: 'auxiliary_coefficient', range: 'positive', standard: '1' },
      { name: 'group_average', range: 'positive', local: true },
      { name: 'case_cost', otherNames: ['cost'], range: 'amount' },
      { name: 'low', range: 'positive', local: true },
      { name: 'special', range: 'positive', local: true },
    ],
    compute: (given) => scoreOfCase(given, 'v3-draft', 'special'),
  },
  {
    kind: 'cost_lines',
    title: { zh: '高低费用线', en: 'Low and high cost lines' },
    formula: '低线 = 次均 × 低倍率；高线 = 次均 × 高倍率',
    basis: 'public',
    inputs: [
      { name: 'average', otherNames: ['group_average'], range: 'positive', local: true },
      { name: 'low_factor', otherNames: ['low'], range: 'positive', local: true },
      { name: 'high_factor', otherNames: ['high'], range: 'positive', local: true },
    ],
    compute: (given) => {
      checkBand(given.one('low_factor'), given.one('high_factor'), 'high_factor');
      return {
        low_line: toDecimal(multiply(given.one('average'), given.one('low_factor')), 2),
        high_line: toDecimal(multiply(given.one('average'), given.one('high_factor')), 2),
      };
    },
  },
  {
    kind: 'nongrouped_average',
    title: { zh: '未入组病例次均费用', en: 'Average of the cases without a group' },
    formula: '总费用 ÷ 病例数',
    basis: 'public',
    inputs: [
      { name: 'nongrouped_total_cost', otherNames: ['total_cost'], range: 'amount' },
      { name: 'nongrouped_case_count', otherNames: ['case_count'], range: 'positive' },
    ],
    compute: (given) => ({ nongrouped_average: toDecimal(divide(given.one('nongrouped_total_cost'), given.one('nongrouped_case_count')), 2) }),
  },
  {
    kind: 'nongrouped_score',
    title: { zh: '未入组病例分值', en: 'Score of a case without a group' },
    formula: '费用 ÷ 全市次均 × scale × 未入组系数',
    basis: 'public',
    inputs: [
      { name: 'case_cost', otherNames: ['cost'], range: 'amount' },
      { name: 'overall_average', range: 'positive', local: true },
      { name: 'nongrouped_coefficient', range: 'amount', local: true },
      { name: 'scale', range: 'positive', standard: THOUSAND },
    ],
    compute: (given) => ({
      score: toDecimal(multiply(multiply(divide(given.one('case_cost'), given.one('overall_average')), given.one('scale')), given.one('nongrouped_coefficient')), 4),
    }),
  },
  {
    kind: 'split_candidates',
    title: { zh: '按相关操作细分病种', en: 'Split of a group by related procedures' },
    formula: '变化 = 次均 ÷ 基础次均 − 1；变化不小于界值则保留',
    basis: 'public',
    inputs: [
      { name: 'base_average', range: 'positive' },
      { name: 'candidates', range: 'any', shape: 'rows' },
      { name: 'keep_if_change_at_least_percent', range: 'amount', local: true },
    ],
    compute: (given) => {
      const changes = given.rows('candidates').map((row, index) => {
        const average = rowValue(row, 'average', { range: 'positive', place: `candidates.${index}` });
        return multiply(subtract(divide(average, given.one('base_average')), ONE), exact(100));
      });
      return {
        changes_percent: changes.map((change) => toDecimal(change, 2)),
        kept: changes.map((change) => compare(change.over < 0n ? subtract(ZERO, change) : change, given.one('keep_if_change_at_least_percent')) >= 0),
      };
    },
  },
  {
    kind: 'stay_limits',
    title: { zh: '住院天数界限', en: 'Limits of the length of stay' },
    formula: '最短 < 天数 < 最长 才按病组付费',
    basis: 'public',
    inputs: [
      { name: 'los', otherNames: ['length_of_stay', 'days'], range: 'count' },
      { name: 'out_at_most_days', range: 'amount', local: true },
      { name: 'out_at_least_days', range: 'positive', local: true },
    ],
    compute: (given): Readonly<Record<string, Figure>> => ({
      inDrg: compare(given.one('los'), given.one('out_at_most_days')) > 0 && compare(given.one('los'), given.one('out_at_least_days')) < 0,
    }),
  },
];
