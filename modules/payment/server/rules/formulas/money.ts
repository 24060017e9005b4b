import { add, compare, divide, multiply, ONE, rounded, subtract, sumOf, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import { refuse, rowValue, type Figure, type Formula } from './formula.ts';

const COST = { name: 'case_cost', otherNames: ['cost', 'booked_cost'], range: 'amount' } as const;

function drgBand(given: { cost: Exact; average: Exact; low: Exact; high: Exact }): Figure {
  if (compare(given.cost, multiply(given.average, given.low)) < 0) return 'low';
  return compare(given.cost, multiply(given.average, given.high)) > 0 ? 'high' : 'normal';
}

export const MONEY_FORMULAS: readonly Formula[] = [
  {
    kind: 'insurance_share',
    title: { zh: '报销比例', en: 'Share of the insurance' },
    formula: '(总费用 − 个人支付) ÷ 总费用',
    basis: 'public',
    inputs: [{ name: 'total_cost', range: 'positive' }, { name: 'patients_paid', range: 'amount' }],
    compute: (given) => ({ insurance_share: toDecimal(divide(subtract(given.one('total_cost'), given.one('patients_paid')), given.one('total_cost')), 4) }),
  },
  {
    kind: 'sum',
    title: { zh: '合计', en: 'Sum' },
    formula: 'Σ',
    basis: 'public',
    inputs: [{ name: 'parts', range: 'any', shape: 'list' }, { name: 'decimals', range: 'count', standard: '2' }],
    compute: (given) => ({ sum: toDecimal(sumOf(given.list('parts')), Number(given.one('decimals').over)) }),
  },
  {
    kind: 'reviewed_score',
    title: { zh: '特例单议后分值', en: 'Score after special review' },
    formula: '分值 × 评审系数（赞成者的平均）',
    basis: 'choice',
    inputs: [{ name: 'score', range: 'amount' }, { name: 'coefficients', range: 'amount', shape: 'list' }],
    compute: (given) => {
      const coefficient = rounded(divide(sumOf(given.list('coefficients')), { over: BigInt(given.list('coefficients').length), under: 1n }), 4);
      return { coefficient: toDecimal(coefficient, 4), reviewed_score: toDecimal(multiply(given.one('score'), coefficient), 4) };
    },
  },
  {
    kind: 'settlement_point_value',
    title: { zh: '结算点值', en: 'Settlement point value' },
    formula: '(基金可用总额 ÷ 报销比例) ÷ 总分值',
    basis: 'public',
    inputs: [
      { name: 'fund_total', range: 'amount', local: true },
      { name: 'insurance_share', range: 'positive' },
      { name: 'total_score', range: 'positive' },
    ],
    compute: (given) => ({ point_value: toDecimal(divide(given.one('fund_total'), multiply(given.one('insurance_share'), given.one('total_score'))), 4) }),
  },
  {
    kind: 'budget_point_value',
    title: { zh: '预算点值', en: 'Budget point value' },
    formula: 'Σ wᵢ·费用ᵢ ÷ Σ wᵢ·分值ᵢ',
    basis: 'public',
    inputs: [
      { name: 'yearly_costs_oldest_first', otherNames: ['weighted_total_cost'], range: 'amount', shape: 'list' },
      { name: 'yearly_scores_oldest_first', otherNames: ['weighted_total_score'], range: 'amount', shape: 'list' },
      { name: 'weights', range: 'amount', shape: 'list', standard: '' },
    ],
    compute: (given) => {
      const [costs, scores] = [given.list('yearly_costs_oldest_first'), given.list('yearly_scores_oldest_first')];
      const weights = given.list('weights').length === 0 ? costs.map(() => ONE) : given.list('weights');
      if (costs.length !== scores.length || costs.length !== weights.length) refuse('weights', { zh: '各年的费用、分值与权重个数不同', en: 'costs, scores and weights are not as many as each other' });
      const weighted = (values: readonly Exact[]): Exact => sumOf(values.map((value, index) => multiply(value, weights[index]!)));
      if (weighted(scores).over === 0n) refuse('yearly_scores_oldest_first', { zh: '总分值为零', en: 'the total score is zero' });
      return { point_value: toDecimal(divide(weighted(costs), weighted(scores)), 4) };
    },
  },
  {
    kind: 'dip_payment',
    title: { zh: '病例支付标准（DIP）', en: 'Payment of a case (DIP)' },
    formula: '支付标准 = 分值 × 点值；结余 = 支付标准 − 记账费用',
    basis: 'public',
    inputs: [{ name: 'score', range: 'amount' }, { name: 'point_value', range: 'amount', local: true }, COST],
    compute: (given) => {
      const payment = multiply(given.one('score'), given.one('point_value'));
      return { payment: toDecimal(payment, 2), profit: toDecimal(subtract(payment, given.one('case_cost')), 2) };
    },
  },
  {
    kind: 'drg_payment',
    title: { zh: '病例支付标准（DRG）', en: 'Payment of a case (DRG)' },
    formula: '支付标准 = 权重 × 费率 × 系数；结余 = 支付标准 − 记账费用',
    basis: 'public',
    inputs: [
      { name: 'weight', range: 'amount', local: true },
      { name: 'rate', range: 'amount', local: true },
      { name: 'coefficient', range: 'positive', standard: '1' },
      COST,
    ],
    compute: (given) => {
      const payment = multiply(multiply(given.one('weight'), given.one('rate')), given.one('coefficient'));
      return { payment: toDecimal(payment, 2), profit: toDecimal(subtract(payment, given.one('case_cost')), 2) };
    },
  },
  {
    kind: 'drg_rate',
    title: { zh: '费率', en: 'Rate' },
    formula: '年度预算 ÷ Σ (权重 × 病例数)',
    basis: 'public',
    inputs: [{ name: 'yearly_budget', otherNames: ['budget'], range: 'amount', local: true }, { name: 'total_weight', range: 'positive' }],
    compute: (given) => ({ rate: toDecimal(divide(given.one('yearly_budget'), given.one('total_weight')), 2) }),
  },
  {
    kind: 'cost_band',
    title: { zh: '费用区间', en: 'Band of a cost' },
    formula: '费用 < 次均 × 低倍率: 低；费用 > 次均 × 高倍率: 高',
    basis: 'public',
    inputs: [
      COST,
      { name: 'average', otherNames: ['group_average'], range: 'positive', local: true },
      { name: 'low_factor', otherNames: ['low'], range: 'positive', local: true },
      { name: 'high_factor', otherNames: ['high'], range: 'positive', local: true },
    ],
    compute: (given) => ({
      band: drgBand({ cost: given.one('case_cost'), average: given.one('average'), low: given.one('low_factor'), high: given.one('high_factor') }),
    }),
  },
  {
    kind: 'payment_surplus',
    title: { zh: '结余', en: 'Surplus' },
    formula: '结余 = 支付标准 − 记账费用',
    basis: 'public',
    inputs: [
      { name: 'payment_standard', otherNames: ['payment', 'standard_payment'], range: 'amount' },
      { name: 'booked_cost', otherNames: ['booked', 'case_cost', 'cost'], range: 'amount' },
    ],
    compute: (given) => ({ surplus: toDecimal(subtract(given.one('payment_standard'), given.one('booked_cost')), 2) }),
  },
  {
    kind: 'surplus_overrun_share',
    title: { zh: '单病例结余留用与超支分担', en: 'Surplus kept and overrun shared for a case' },
    formula: 'r = 费用 ÷ 标准；r < 下限: 费用；≤ 1: 标准；≤ 上限: 标准 + 比例 × 超支；其上: 标准 + 比例 × (上限 − 1) × 标准',
    basis: 'choice',
    inputs: [
      { name: 'standard', range: 'positive' },
      { name: 'cost', otherNames: ['case_cost'], range: 'amount' },
      { name: 'floor', range: 'share', local: true },
      { name: 'overrun_limit', range: 'positive', local: true },
      { name: 'overrun_share', range: 'share', local: true },
    ],
    compute: (given) => {
      const { standard, cost, limit } = { standard: given.one('standard'), cost: given.one('cost'), limit: given.one('overrun_limit') };
      if (compare(limit, ONE) < 0) refuse('overrun_limit', { zh: '超支上限不能小于 1', en: 'the limit of the overrun must not be below 1' });
      if (compare(cost, multiply(standard, given.one('floor'))) < 0) return { band: 'below-floor', paid: toDecimal(cost, 2) };
      if (compare(cost, standard) <= 0) return { band: 'surplus-kept', paid: toDecimal(standard, 2) };
      const capped = compare(cost, multiply(standard, limit)) > 0;
      const overrun = capped ? multiply(standard, subtract(limit, ONE)) : subtract(cost, standard);
      return { band: capped ? 'overrun-capped' : 'overrun-shared', paid: toDecimal(add(standard, multiply(given.one('overrun_share'), overrun)), 2) };
    },
  },
  {
    kind: 'monthly_advance',
    title: { zh: '月度预付与质保金', en: 'Monthly advance and retention' },
    formula: '应付 = 月权重 × 费率 − 个人支付；预付 = 应付 × 比例 − 扣款；质保金 = 应付 × (1 − 比例)',
    basis: 'public',
    inputs: [
      { name: 'month_total_weight', otherNames: ['month_total_score'], range: 'amount' },
      { name: 'rate', otherNames: ['point_value'], range: 'amount', local: true },
      { name: 'patients_paid', range: 'amount' },
      { name: 'advance_share', range: 'share', local: true },
      { name: 'deductions', range: 'amount', standard: '0' },
    ],
    compute: (given) => {
      const gross = subtract(multiply(given.one('month_total_weight'), given.one('rate')), given.one('patients_paid'));
      return {
        advance: toDecimal(subtract(multiply(gross, given.one('advance_share')), given.one('deductions')), 2),
        retained: toDecimal(multiply(gross, subtract(ONE, given.one('advance_share'))), 2),
      };
    },
  },
  {
    kind: 'institution_due',
    title: { zh: '年度应付', en: 'Due to an institution for the year' },
    formula: '(Σ 分值 × 点值 − 个人支付) × 考核系数 − 审核扣款',
    basis: 'public',
    inputs: [
      { name: 'total_score', otherNames: ['score'], range: 'amount' },
      { name: 'point_value', range: 'amount', local: true },
      { name: 'patients_paid', range: 'amount' },
      { name: 'assessment', otherNames: ['assessment_coefficient'], range: 'amount', local: true },
      { name: 'deduction', otherNames: ['deductions'], range: 'amount', standard: '0' },
      { name: 'advanced', otherNames: ['prepaid'], range: 'any', standard: '0' },
    ],
    compute: (given) => {
      const gross = multiply(given.one('total_score'), given.one('point_value'));
      const due = subtract(multiply(subtract(gross, given.one('patients_paid')), given.one('assessment')), given.one('deduction'));
      return { gross: toDecimal(gross, 2), due: toDecimal(due, 2), balance: toDecimal(subtract(due, given.one('advanced')), 2) };
    },
  },
  {
    kind: 'capitation',
    title: { zh: '按人头付费', en: 'Capitation' },
    formula: '人数 × 人头标准 × 月数 ÷ 12',
    basis: 'public',
    inputs: [
      { name: 'heads', range: 'count' },
      { name: 'per_head', range: 'amount', local: true },
      { name: 'months', range: 'count', standard: '12' },
    ],
    compute: (given) => ({ payment: toDecimal(divide(multiply(multiply(given.one('heads'), given.one('per_head')), given.one('months')), { over: 12n, under: 1n }), 2) }),
  },
  {
    kind: 'per_diem',
    title: { zh: '按床日分段付费', en: 'Per-diem payment in stages' },
    formula: 'Σ 各段天数 × 该段日标准',
    basis: 'public',
    inputs: [{ name: 'days', otherNames: ['length_of_stay', 'los'], range: 'count' }, { name: 'stages', range: 'any', shape: 'rows', local: true }],
    compute: (given) => perDiem(given.one('days'), given.rows('stages')),
  },
];

/** Stages follow each other from day 1 without a gap; only the last may be open. */
function perDiem(days: Exact, stages: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, Figure>> {
  const stay = Number(days.over / days.under);
  let nextDay = 1;
  const lines = stages.map((row, index) => {
    const place = `stages.${index}`;
    const number = (name: string): number => Number(rowValue(row, name, { range: 'count', place }).over);
    const [from, to] = [number('from_day'), row['to_day'] === undefined || row['to_day'] === null ? Infinity : number('to_day')];
    if (from !== nextDay) refuse(`${place}.from_day`, from < nextDay ? { zh: '与上一段重叠', en: 'overlaps the stage before' } : { zh: '与上一段之间有空档', en: 'leaves a gap after the stage before' });
    if (to < from) refuse(`${place}.to_day`, { zh: '早于起始日', en: 'ends before it begins' });
    nextDay = to + 1;
    const within = Math.max(0, Math.min(stay, to) - from + 1);
    return multiply({ over: BigInt(within), under: 1n }, rowValue(row, 'amount', { range: 'amount', place }));
  });
  if (stay >= nextDay) refuse('stages', { zh: '住院天数超出最后一段', en: 'the stay goes beyond the last stage' });
  return { payment: toDecimal(sumOf(lines), 2), stage_payments: lines.map((line) => toDecimal(line, 2)) };
}
