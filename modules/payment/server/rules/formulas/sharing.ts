import { compare, scaled, scaledText, sumOf, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { bandFaults, reviewQuota, stateBenefit, type AssistanceBand } from '../benefit.ts';
import { chargeDeductibles, overlappingStays, type EpisodeStay } from '../episode.ts';
import { closePackage, monthlyPrepayFen, sharesSumToOne, type PackageTerms } from '../package.ts';
import { divideByLargestRemainder } from '../shares.ts';
import { refuse, rowValue, type Figure, type Formula, type Given } from './formula.ts';

const money = (amountFen: bigint): string => scaledText(amountFen, 2);
const fenOf = (value: Exact): bigint => scaled(value, 2);
type Row = Readonly<Record<string, unknown>>;

function packageTerms(given: Given): PackageTerms {
  const shares = { fund: given.one('share_fund'), lead: given.one('share_lead'), members: given.one('share_members') };
  if (!sharesSumToOne(shares)) refuse('share_fund', { zh: '基金、牵头与成员的分担比例之和不为 1', en: 'the shares of fund, lead and members do not sum to 1' });
  return {
    heads: given.one('heads'), perHead: given.one('per_head'), reserve: given.one('reserve'), prepayShare: given.one('prepay_share'),
    surplusCap: given.one('surplus_cap'), overrunCap: given.one('overrun_cap'), shares,
  };
}

const bandOf = (row: Row, index: number): AssistanceBand => {
  const place = `assistance.${index}`;
  const open = row['to'] === undefined || row['to'] === null || row['to'] === '';
  return {
    from: rowValue(row, 'from', { range: 'amount', place }),
    to: open ? undefined : rowValue(row, 'to', { range: 'positive', place }),
    ratio: rowValue(row, 'ratio', { range: 'share', place }),
  };
};

const dayOf = (row: Row, name: string, place: string): string | null => {
  const value = row[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && isCalendarDate(value)) return value;
  return refuse(`${place}.${name}`, { zh: '不是真实的日期', en: 'is not a day of the calendar' });
};

function stayOf(row: Row, index: number): EpisodeStay {
  const place = `stays.${index}`;
  const admittedOn = dayOf(row, 'admitted', place) ?? refuse(`${place}.admitted`, { zh: '缺少此项', en: 'is missing' });
  const dischargedOn = dayOf(row, 'discharged', place);
  if (dischargedOn !== null && dischargedOn < admittedOn) refuse(`${place}.discharged`, { zh: '出院早于入院', en: 'the discharge is before the admission' });
  return {
    id: String(row['id'] ?? index),
    level: Number(rowValue(row, 'level', { range: 'count', place }).over),
    deductibleFen: Number(fenOf(rowValue(row, 'deductible', { range: 'amount', place }))),
    admittedOn,
    dischargedOn,
    referralAcceptedOn: dayOf(row, 'referral_accepted', place),
  };
}

const SHARE_INPUTS = ['share_fund', 'share_lead', 'share_members'].map((name) => ({ name, range: 'share', local: true }) as const);

export const SHARING_FORMULAS: readonly Formula[] = [
  {
    kind: 'consortium_package',
    title: { zh: '医共体总额包干清算', en: 'Closing of the package of a consortium' },
    formula: '包干额 T = 人数 × 人均 − 预留；结余 = T − 支出；留用 = min(结余, 上限 × T) × 考核得分；合理超支按基金、牵头、成员分担',
    basis: 'public',
    inputs: [
      { name: 'heads', range: 'count' },
      { name: 'per_head', range: 'amount', local: true },
      { name: 'reserve', range: 'amount', standard: '0' },
      { name: 'actual_spend', range: 'amount' },
      { name: 'assessment_score', range: 'share', local: true },
      { name: 'prepay_share', range: 'share', standard: '0' },
      { name: 'surplus_cap', range: 'share', local: true },
      { name: 'overrun_cap', range: 'share', local: true },
      // The part of an overrun that a review found reasonable; all of it when nobody said otherwise.
      { name: 'reasonable_overrun', range: 'amount', standard: '9999999999999' },
      ...SHARE_INPUTS,
    ],
    compute: (given) => {
      const terms = packageTerms(given);
      const closing = closePackage(terms, { spentFen: fenOf(given.one('actual_spend')), assessment: given.one('assessment_score'), reasonableFen: fenOf(given.one('reasonable_overrun')) });
      return {
        package: money(closing.packageFen), monthly_prepay: money(monthlyPrepayFen(terms)), difference: money(closing.differenceFen), kept: money(closing.keptFen),
        returned: money(closing.returnedFen), shared_overrun: money(closing.sharedOverrunFen), fund: money(closing.fundFen), lead: money(closing.leadFen),
        members: money(closing.membersFen), beyond: money(closing.beyondFen),
      };
    },
  },
  {
    kind: 'largest_remainder',
    title: { zh: '按权重分配', en: 'Division by weights' },
    formula: '份额向下取整到分，余下的分按最大余数逐一分给',
    basis: 'choice',
    inputs: [{ name: 'amount', range: 'any' }, { name: 'weights', range: 'amount', shape: 'list' }],
    compute: (given) => {
      if (sumOf(given.list('weights')).over === 0n) refuse('weights', { zh: '权重之和为零', en: 'the weights sum to zero' });
      return { shares: divideByLargestRemainder(fenOf(given.one('amount')), given.list('weights')).map(money) };
    },
  },
  {
    kind: 'deductible_episode',
    title: { zh: '连续医疗过程起付线', en: 'Deductible along an episode of care' },
    formula: '上转: max(0, 本级起付线 − 已付)；下转: 0；断链重新计',
    basis: 'public',
    inputs: [{ name: 'stays', range: 'any', shape: 'rows' }, { name: 'gap_days', range: 'count', standard: '7' }],
    compute: (given): Readonly<Record<string, Figure>> => {
      const stays = given.rows('stays').map(stayOf);
      const [overlap] = overlappingStays(stays);
      if (overlap) refuse(`stays.${stays.indexOf(overlap.stay)}`, { zh: `与住院 ${overlap.overlaps.id} 时间重叠`, en: `overlaps the stay ${overlap.overlaps.id}` });
      const charges = chargeDeductibles(stays, { gapDaysMax: Number(given.one('gap_days').over), sameLevel: 'nothing' });
      return { charges: charges.map(({ chargedFen }) => money(BigInt(chargedFen))), reasons: charges.map(({ reason }) => reason), episodes: charges.map(({ episode }) => episode) };
    },
  },
  {
    kind: 'reimbursement',
    title: { zh: '差别化支付', en: 'Differential reimbursement' },
    formula: '基金 = min(封顶余额, (范围内费用 − 起付线) × 比例)；救助按段；其余个人',
    basis: 'choice',
    inputs: [
      { name: 'total_cost', otherNames: ['cost'], range: 'amount' },
      { name: 'out_of_scope', range: 'amount', standard: '0' },
      { name: 'deductible', range: 'amount', local: true },
      { name: 'ratio', range: 'share', local: true },
      { name: 'ceiling', range: 'amount', local: true },
      { name: 'paid_before', range: 'amount', standard: '0' },
      { name: 'assistance', range: 'any', shape: 'rows', standard: '' },
    ],
    compute: (given) => {
      if (compare(given.one('out_of_scope'), given.one('total_cost')) > 0) refuse('out_of_scope', { zh: '超过总费用', en: 'is more than the total cost' });
      const assistance = given.rows('assistance').map(bandOf);
      const [fault] = bandFaults(assistance);
      if (fault) refuse(`assistance.${fault.index}`, { zh: '分段有空档、重叠或颠倒', en: `the bands have a fault: ${fault.fault}` });
      const none = { over: 0n, under: 1n };
      const statement = stateBenefit(
        { cells: [{ level: 1, referred: true, disease: '', ratio: given.one('ratio') }], bypassPoints: none, contractPoints: none, ceilingFen: fenOf(given.one('ceiling')), assistance },
        {
          totalFen: fenOf(given.one('total_cost')), outOfScopeFen: fenOf(given.one('out_of_scope')), deductibleFen: fenOf(given.one('deductible')),
          level: 1, referred: true, bypassed: false, contracted: false, disease: '', paidBeforeFen: fenOf(given.one('paid_before')),
        },
      )!;
      return { eligible: money(statement.eligibleFen), fund: money(statement.fundFen), over_ceiling: money(statement.overCeilingFen), assistance: money(statement.assistanceFen), patient: money(statement.patientFen) };
    },
  },
  {
    kind: 'special_review_quota',
    title: { zh: '特例单议名额', en: 'Quota of special review' },
    formula: '⌊出院人次 × 比例⌋（DIP 千分之五，DRG 百分之五）',
    basis: 'public',
    inputs: [{ name: 'discharges', range: 'count' }, { name: 'quota_share', range: 'share', local: true }],
    compute: (given) => ({ quota: reviewQuota(Number(given.one('discharges').over), given.one('quota_share')), share: toDecimal(given.one('quota_share'), 4) }),
  },
];
